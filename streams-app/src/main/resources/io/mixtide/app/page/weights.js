/** The weights of the experts as bars, and the heaviest in words. */
import { percent } from "./axes.js";
import { byId, say, sizeOf } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 144;
const FOOT = 16;
const HEAD = 14;
const SIDE = 6;
const LEAST_TOP = 0.2;
const IN_WORDS = 3;

const plot = byId("weights");
const bars = [];
const scale = shape("text", { class: "bar-name start", x: 0, y: 10 });
let picture = null;
let width = 0;

/** Draws weights `[experts]`, which sum to 1. */
export function drawWeights(weights) {
  if (bars.length !== weights.length || width !== sizeOf(plot).width) {
    build(weights.length);
  }
  const top = Math.max(LEAST_TOP, ...weights);
  weights.forEach((weight, l) => {
    const height = Math.max(0.5, (weight / top) * (HEIGHT - FOOT - HEAD));
    bars[l].setAttribute("height", height.toFixed(2));
    bars[l].setAttribute("y", (HEIGHT - FOOT - height).toFixed(2));
  });
  say(scale, percent(top));
  const heaviest = [...weights.keys()].sort((a, b) => weights[b] - weights[a]).slice(0, IN_WORDS);
  const rest = 1 - heaviest.reduce((sum, l) => sum + weights[l], 0);
  const others = weights.length - heaviest.length;
  say(
    byId("weights-says"),
    heaviest.map((l) => `expert ${l + 1} ${percent(weights[l])}`).join(", ") +
      (others > 0 ? `, ${others} others ${percent(rest)}` : ""),
  );
}

function build(experts) {
  picture?.remove();
  width = sizeOf(plot).width;
  picture = shape("svg", { viewBox: `0 0 ${width} ${HEIGHT}` });
  bars.length = 0;
  const pitch = (width - SIDE) / experts;
  picture.append(
    shape("line", {
      class: "bar-base", x1: 0, x2: width, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT,
    }),
  );
  for (let l = 0; l < experts; l++) {
    bars.push(shape("rect", { class: "bar", x: l * pitch + 0.12 * pitch, width: 0.76 * pitch, rx: 1.5 }));
    if (experts <= 12 || (l + 1) % 4 === 0 || l === 0) {
      const name = shape("text", { class: "bar-name", x: (l + 0.5) * pitch, y: HEIGHT - 3 });
      name.textContent = String(l + 1);
      picture.append(name);
    }
  }
  picture.append(
    shape("line", { class: "bar-base", x1: 30, x2: width, y1: HEAD - 7, y2: HEAD - 7 }),
    scale,
    ...bars,
  );
  plot.append(picture);
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}
