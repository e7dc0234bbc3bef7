/** How the stream is, in a line. */
import { number } from "./axes.js";
import { named } from "./colours.js";
import { byId, say, sizeOf } from "./dom.js";
import uPlot from "./uplot.js";

const KEPT = 120;
const series = { rate: [], latency: [] };
const times = [];
const sparks = {};

/** Shows a snapshot's vitals. */
export function showVitals({ time, vitals, drift, release }) {
  say(byId("rate"), Math.round(vitals.eventsPerSecond).toLocaleString("en-GB"));
  latency(vitals);
  say(byId("lag"), vitals.lag === null ? "not known" : `${vitals.lag.toLocaleString("en-GB")} records`);
  say(byId("drift"), drift.length === 0 ? "none" : `raised: ${causes(drift)}`);
  say(byId("in-force"), release ?? "none");
  times.push(time / 1000);
  series.rate.push(vitals.eventsPerSecond);
  series.latency.push(vitals.p50Ms);
  for (const row of [times, series.rate, series.latency]) {
    row.splice(0, Math.max(0, row.length - KEPT));
  }
  spark("rate");
  spark("latency");
}

function latency({ p50Ms, p99Ms }) {
  const target = byId("latency");
  if (p50Ms === null) {
    say(target, "–");
  } else {
    say(target, `${number0(p50Ms)} / ${number0(p99Ms)} ms`);
  }
}

const number0 = (ms) => (ms < 10 ? number(ms) : Math.round(ms).toLocaleString("en-GB"));

const causes = (drift) =>
  [...new Set(drift.map(({ statistic }) => statistic.toLowerCase().replaceAll("_", " ")))].join(", ");

function spark(name) {
  const target = byId(`${name}-spark`);
  const { width, height } = sizeOf(target);
  if (width < 30) {
    return;
  }
  sparks[name] ??= new uPlot(
    {
      width,
      height,
      cursor: { show: false },
      legend: { show: false },
      padding: [2, 0, 2, 0],
      scales: { y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high)] } },
      axes: [{ show: false }, { show: false }],
      series: [{}, { stroke: named("accent"), width: 1.5, fill: `${named("accent")}22`, points: { show: false } }],
    },
    [[], []],
    target,
  );
  sparks[name].setData([times, series[name]]);
}

/** Draws again in another size or scheme. */
export function rebuildVitals() {
  for (const name of Object.keys(sparks)) {
    sparks[name].destroy();
    delete sparks[name];
  }
}
