/** The chosen task: loads its course and shows it, at the moment that is looked at. */
import { getJson } from "./api.js";
import { percent, short } from "./axes.js";
import { drawCourse, rebuildCourse } from "./course.js";
import { drawDensity, paintDensity } from "./density.js";
import { byId, element, say } from "./dom.js";
import { advise, fill, isWaiting, noticeCounted, showLabelForm } from "./label.js";
import { drawWeights } from "./weights.js";

const REFRESH_MS = 500;
const UNSEEN_REFRESH_MS = 2000;

const at = byId("at");
const follow = byId("follow");
const dimensions = byId("dimensions");
let name = null;
let course = null;
let labels = [];
let wanted = null;
let along = 0;
let output = 0;
let loading = null;
let loadedAt = 0;
let pending = false;
let toLabel = null;

/** The name of the chosen task; null for none. */
export const chosenTask = () => name;

/**
 * Opens a task.
 *
 * @param observations how many it shall be looked at with; null to follow the latest
 * @param alert that led to it, if one did
 * @param x to fill in to be labelled, if any
 */
export function openTask(task, observations, alert = null, x = null) {
  name = task;
  course = null;
  labels = alert?.labelNext ?? [];
  wanted = observations;
  along = 0;
  output = 0;
  toLabel = x;
  follow.checked = observations === null;
  say(byId("task-title"), task);
  say(byId("task-says"), "loading…");
  load();
}

/** Looks again if a snapshot says that there is more to see. */
export function refreshTask(snapshot) {
  if (!name) {
    return;
  }
  const alert = snapshot.alerts.latest.find((a) => a.task === name && a.labelNext.length > 0);
  if (alert) {
    labels = alert.labelNext;
  }
  const latest = snapshot.chosen?.line.sequence;
  const known = course?.observations.at(-1)?.sequence;
  const age = performance.now() - loadedAt;
  const more =
    latest === undefined
      ? age > UNSEEN_REFRESH_MS
      : (latest !== known || course?.release !== snapshot.release || isWaiting()) && age > REFRESH_MS;
  if (more) {
    load();
  }
}

async function load() {
  if (loading) {
    pending = true;
    return;
  }
  const task = name;
  loading = new AbortController();
  loadedAt = performance.now();
  try {
    const query = new URLSearchParams({ along });
    if (!follow.checked && wanted !== null) {
      query.set("at", wanted);
    }
    const loaded = await getJson(`/tasks/${encodeURIComponent(task)}/course?${query}`, loading.signal);
    // At most one a frame is drawn, and so loaded.
    await nextFrame();
    if (task === name) {
      course = loaded;
      show();
    }
  } catch (fault) {
    if (task === name) {
      say(byId("task-says"), fault.message);
    }
  } finally {
    loading = null;
  }
  if (pending) {
    pending = false;
    await load();
  }
}

const nextFrame = () => new Promise((drawn) => requestAnimationFrame(drawn));

function show() {
  byId("task-body").hidden = false;
  const total = course.observations.length;
  at.max = String(total);
  at.value = String(course.at);
  const later = total - course.at;
  const text = `${course.at} of ${total} observations`;
  at.setAttribute("aria-valuetext", text);
  say(byId("at-label"), `Context: ${text}`);
  const step = course.steps[course.at - 1];
  say(
    byId("task-says"),
    (step
      ? `more ambiguous than ${percent(step.ambiguityRank)}, more novel than ${percent(step.noveltyRank)} of held-out tasks`
      : "before its first observation") +
      (later > 0 ? ` · ${later} came later` : ""),
  );
  showDimensions();
  drawDensity(course, output, labels.map(({ x }) => x));
  drawWeights(course.weights);
  drawCourse(name, course);
  showLabelForm(name, course);
  advise(labels);
  noticeCounted(course);
  if (toLabel) {
    fill(toLabel);
    toLabel = null;
  }
}

/** Where there is more than one x or y, which of them is drawn. */
function showDimensions() {
  const choices = [
    ["x", course.xNames, along, (value) => (along = value)],
    ["y", course.yNames, output, (value) => (output = value)],
  ].filter(([, names]) => names.length > 1);
  if (dimensions.children.length === choices.length) {
    return;
  }
  dimensions.replaceChildren(
    ...choices.map(([kind, names, current, choose]) => {
      const select = element(
        "select",
        { onchange: () => { choose(Number(select.value)); load(); } },
        ...names.map((text, i) => element("option", { value: String(i), textContent: text, selected: i === current })),
      );
      return element("label", {}, `${kind} `, select);
    }),
  );
}

/** Draws again what is shown, in another size or scheme. */
export function repaintTask() {
  paintDensity();
  rebuildCourse(name, course);
  if (course) {
    drawWeights(course.weights);
  }
}

at.addEventListener("input", () => {
  wanted = at.valueAsNumber;
  follow.checked = false;
  load();
});
follow.addEventListener("change", () => {
  wanted = follow.checked ? null : at.valueAsNumber;
  load();
});
