/** Puts the page together: snapshots in, choices out. */
import { onTokenWanted, useToken } from "./api.js";
import { onScheme } from "./colours.js";
import { byId, onceAFrame, say } from "./dom.js";
import { onAnswer, showAlerts } from "./feed.js";
import { showReleases } from "./releases.js";
import { drawSimplex, onSimplexChoice, paintSimplex } from "./simplex.js";
import { follow } from "./stream.js";
import { chosenTask, openTask, refreshTask, repaintTask } from "./task.js";
import { markTask, onTaskChoice, showTasks } from "./tasks.js";
import { rebuildVitals, showVitals } from "./vitals.js";

const STATES = { connecting: "connecting", live: "live", lost: "connection lost, trying again" };

const pause = byId("pause");
let streams = [];
let latest = null;

function show(snapshot) {
  latest = snapshot;
  if (!isPaused()) {
    openFirst(snapshot);
  }
  drawLatest();
}

/** Where no task is chosen yet, the most ambiguous; asked for while the rest is drawn. */
function openFirst({ ambiguous: [first] }) {
  if (first && !chosenTask()) {
    // At first a part of the context, so that there is something to compare with what was foretold.
    open(first.task, Math.ceil(first.contextSize / 3));
  }
}

const drawLatest = onceAFrame(() => {
  if (!isPaused()) {
    draw(latest);
  }
});

function draw(snapshot) {
  const problem = byId("problem");
  problem.hidden = snapshot.problem === null;
  say(problem, snapshot.problem ?? "");
  showVitals(snapshot);
  showTasks(snapshot, chosenTask());
  const similar = snapshot.chosen?.line.task === chosenTask() ? snapshot.chosen.similar : [];
  drawSimplex(snapshot.simplex, chosenTask(), similar);
  showAlerts(snapshot.alerts);
  showReleases(snapshot);
  refreshTask(snapshot);
}

const isPaused = () => pause.getAttribute("aria-pressed") === "true";

function showState(state) {
  const shown = byId("state");
  say(shown, isPaused() ? "paused" : STATES[state]);
  shown.className = `state ${isPaused() ? "" : state}`;
}

/** The stream tells more of the chosen task: with another one, another stream follows. */
function connect() {
  const former = streams;
  const task = chosenTask();
  const stop = follow(
    task === null ? "/live" : `/live?${new URLSearchParams({ task })}`,
    (snapshot) => {
      former.splice(0).forEach((stopFormer) => stopFormer());
      show(snapshot);
    },
    showState,
  );
  streams = [...former, stop];
}

function open(task, observations, alert, x) {
  openTask(task, observations, alert, x);
  markTask(task);
  history.replaceState(null, "", `#${new URLSearchParams({ task })}`);
  connect();
}

/** On a narrow page the task may be out of sight. */
function reveal() {
  const { top } = byId("task").getBoundingClientRect();
  if (top < 0 || top > window.innerHeight / 2) {
    byId("task").scrollIntoView();
  }
}

onTaskChoice((task, observations) => {
  open(task, observations);
  reveal();
});
onSimplexChoice((task) => open(task, null));
onAnswer((alert, x) => {
  open(alert.task, alert.contextSize, alert, x);
  reveal();
});

pause.addEventListener("click", () => {
  pause.setAttribute("aria-pressed", String(!isPaused()));
  showState("live");
  if (!isPaused() && latest) {
    show(latest);
  }
});

onTokenWanted((wrong) => {
  const form = byId("token");
  say(byId("token-problem"), wrong ? "The service does not take the token given." : "");
  if (form.hidden) {
    form.hidden = false;
    byId("token-value").focus();
  }
});
byId("token").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = byId("token-value");
  useToken(input.value);
  input.value = "";
  byId("token").hidden = true;
  streams.splice(0).forEach((stop) => stop());
  connect();
});

const repaint = onceAFrame(() => {
  rebuildVitals();
  paintSimplex();
  repaintTask();
});
const widths = new Map();
const onResize = new ResizeObserver((entries) => {
  // Heights follow from what is drawn.
  const changed = entries.filter(({ target, contentRect }) => widths.get(target) !== contentRect.width);
  changed.forEach(({ target, contentRect }) => widths.set(target, contentRect.width));
  if (changed.length > 0) {
    repaint();
  }
});
["vitals", "task-body", "simplex-card"].forEach((id) => onResize.observe(byId(id)));
onScheme(repaint);

// An address may name a task.
const linked = new URLSearchParams(location.hash.slice(1)).get("task");
if (linked) {
  open(linked, null);
} else {
  connect();
}
