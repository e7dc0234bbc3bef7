/** Raised alerts, with what to label next. */
import { number, short } from "./axes.js";
import { byId, element, isInUse, keepList, say } from "./dom.js";

const REORDER_MS = 1500;
const LISTED = 5;

const feed = byId("feed");
const asking = byId("asking");
let answer = () => {};
let latest = null;
let ordered = 0;

/** Who is told of the alert that a person wants to see, with the x to label, or null. */
export function onAnswer(listener) {
  answer = listener;
}

/** Shows the alerts of a snapshot; as with tasks, none moves while it is in use. */
export function showAlerts(alerts) {
  latest = alerts;
  say(
    byId("alerts-says"),
    `${alerts.open} open · raised ${number(alerts.raisedPerSecond)} a second, ` +
      `cleared ${number(alerts.clearedPerSecond)} a second`,
  );
  const now = performance.now();
  const due = feed.children.length === 0 || now - ordered > REORDER_MS;
  if (due && !isInUse(feed)) {
    ordered = now;
    render();
  }
}

function render() {
  const alerts = (latest?.latest ?? [])
    .filter((alert) => !asking.checked || alert.labelNext.length > 0)
    .sort((a, b) => b.time - a.time)
    .slice(0, LISTED);
  keepList(feed, alerts, (a) => `${a.kind} ${a.sequence} ${a.task}`, make, () => {});
}

function make(alert) {
  const novel = alert.kind === "NOVELTY";
  const card = element(
    "div",
    { className: novel ? "alert novelty" : "alert" },
    element("button", {
      type: "button",
      className: "name",
      title: alert.task,
      textContent: alert.task,
      onclick: () => answer(alert, null),
    }),
    element("span", { className: "kind", textContent: novel ? "Novel" : "Ambiguous" }),
    element("span", {
      className: "note",
      textContent:
        `n = ${alert.contextSize}, ${number(alert.value)} nats, ` +
        `${novel ? "below" : "above"} ${short(alert.percentile)} %`,
    }),
  );
  if (alert.labelNext.length > 0) {
    const ask = element("div", { className: "ask" }, element("span", { textContent: "label next:" }));
    for (const { x, information } of alert.labelNext) {
      ask.append(
        element("button", {
          type: "button",
          textContent: x.map(short).join(", "),
          title: `${number(information)} nats expected`,
          "aria-label": `Label x ${x.map(short).join(", ")} of ${alert.task}, ${number(information)} nats expected`,
          onclick: () => answer(alert, x),
        }),
      );
    }
    card.append(ask);
  } else if (alert.labelsWithheld) {
    card.append(element("span", { className: "note", textContent: "labels withheld: the budget is used up" }));
  }
  return element("li", {}, card);
}

asking.addEventListener("change", render);
