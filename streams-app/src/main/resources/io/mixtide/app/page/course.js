/** Entropy, mutual information and novelty of a task, observation by observation. */
import { number, percent } from "./axes.js";
import { FONT, named } from "./colours.js";
import { byId, element, say, sizeOf } from "./dom.js";
import uPlot from "./uplot.js";

const HEIGHT = 144;
let plots = [];
let at = 0;
let drawn = "";

/** Draws the steps of a task's course, with a line at the moment that is looked at. */
export function drawCourse(task, course) {
  at = course.at;
  if (plots.length === 0) {
    build();
    drawn = "";
  }
  const latest = course.observations.at(-1)?.sequence;
  const steps = JSON.stringify([task, course.release, latest, course.steps.length]);
  if (steps === drawn) {
    // Another moment of the same course: only the line moves.
    plots.forEach(mark);
  } else {
    drawn = steps;
    const first = course.observations[0]?.sequence ?? 1;
    const xs = course.steps.map((_, i) => first + i);
    const of = (name) => course.steps.map((step) => step[name]);
    plots[0].setData([xs, of("totalEntropy"), of("mutualInformation")]);
    plots[1].setData([xs, of("novelty"), of("logScore")]);
  }
  const step = course.steps[at - 1];
  say(
    byId("entropy-says"),
    step
      ? `${number(step.totalEntropy)} nats, of which ${number(step.mutualInformation)} (dashed) more ` +
          `observations can remove; beyond ${percent(step.ambiguityRank)} of tasks`
      : "nothing is known of the task yet",
  );
  say(
    byId("novelty-says"),
    step
      ? `mean log score ${number(step.novelty)} nats (dots: each observation); ` +
          `beyond ${percent(step.noveltyRank)} of tasks`
      : "nothing is known of the task yet",
  );
}

/** Draws again, in another size or scheme. */
export function rebuildCourse(task, course) {
  plots.forEach((plot) => plot.destroy());
  plots = [];
  if (course) {
    drawCourse(task, course);
  }
}

function build() {
  plots = [
    chart("entropy", [
      { stroke: named("accent"), width: 2, fill: withAlpha(named("accent"), 0.1) },
      { stroke: named("warm"), width: 2, dash: [6, 3] },
    ]),
    chart("novelty", [
      { stroke: named("cool"), width: 2 },
      { paths: () => null, points: { show: true, size: 4, fill: named("muted"), stroke: "transparent" } },
    ]),
  ];
}

function chart(id, series) {
  const axis = {
    stroke: named("muted"),
    font: FONT,
    grid: { stroke: named("line"), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: sizeOf(byId(id)).width,
      height: HEIGHT,
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false } },
      axes: [
        { ...axis, size: 22, gap: 2, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
        { ...axis, size: 40, gap: 4 },
      ],
      series: [{}, ...series.map((one) => ({ points: { show: false }, ...one }))],
      hooks: { draw: [mark] },
    },
    [[], [], []],
    byId(id),
  );
}

/** A line at the latest observation in the context: above the canvas, which need not be drawn anew. */
function mark(plot) {
  const line = plot.over.querySelector(".mark") ?? plot.over.appendChild(element("i", { className: "mark" }));
  line.hidden = at === 0 || plot.data[0].length === 0;
  if (!line.hidden) {
    line.style.transform = `translateX(${Math.round(plot.valToPos(plot.data[0][at - 1], "x"))}px)`;
  }
}

const withAlpha = (colour, alpha) =>
  colour + Math.round(255 * alpha).toString(16).padStart(2, "0");
