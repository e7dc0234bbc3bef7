/** The tasks most ambiguous or most novel now. */
import { number, percent } from "./axes.js";
import { byId, element, isInUse, keepList, say } from "./dom.js";

const REORDER_MS = 1500;
const LISTED = 8;

const list = byId("task-list");
let open = () => {};
let latest = null;
let chosenName = null;
let ordered = 0;

/** Who is told which task a person wants to see, and how many observations it had. */
export function onTaskChoice(listener) {
  open = listener;
}

/** Shows the lists of a snapshot. Lines move now and then only, and not while one is in use. */
export function showTasks(snapshot, chosen) {
  latest = snapshot;
  chosenName = chosen;
  const now = performance.now();
  const due = list.children.length === 0 || now - ordered > REORDER_MS;
  if (due && !isInUse(list)) {
    ordered = now;
    render();
  }
}

const order = () => document.querySelector("input[name=order]:checked").value;

function render() {
  if (!latest) {
    return;
  }
  const novel = order() === "novel";
  keepList(
    list,
    latest[order()].slice(0, LISTED),
    (line) => line.task,
    make,
    (item, line) => update(item.firstChild, line, novel),
  );
  say(
    byId("task-note"),
    latest.tasks === 0
      ? "No task was touched yet under the release in force."
      : `More ${novel ? "novel" : "ambiguous"} than this share of held-out tasks with as many ` +
          `observations; of the latest ${latest.tasks}.`,
  );
}

function make() {
  const button = element(
    "button",
    { type: "button", className: "line" },
    element("span", { className: "name" }),
    element(
      "span",
      { className: "rank" },
      element("span", { className: "meter" }, document.createElement("i")),
      element("b"),
      element("span"),
    ),
  );
  button.addEventListener("click", () => open(button.title, button.observations));
  return element("li", {}, button);
}

function update(button, line, novel) {
  const [name, rank] = button.children;
  const [meter, share, more] = rank.children;
  const value = novel ? line.noveltyRank : line.ambiguityRank;
  button.title = line.task;
  button.observations = line.contextSize;
  say(name, line.task);
  meter.className = novel ? "meter novel" : "meter";
  meter.firstChild.style.width = `${100 * value}%`;
  say(share, percent(value));
  say(more, `n = ${line.contextSize}, ${number(novel ? line.novelty : line.ambiguity)} nats`);
  if (line.task === chosenName) {
    button.setAttribute("aria-current", "true");
  } else {
    button.removeAttribute("aria-current");
  }
}

/** Marks the chosen task at once. */
export function markTask(chosen) {
  chosenName = chosen;
  for (const { firstChild: button } of list.children) {
    button.toggleAttribute("aria-current", false);
    if (button.title === chosen) {
      button.setAttribute("aria-current", "true");
    }
  }
}

document.querySelectorAll("input[name=order]").forEach((choice) =>
  choice.addEventListener("change", render),
);
