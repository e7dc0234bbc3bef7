/** The predictive density over x and y in colours, with what was seen and what came later. */
import { linearTicks, number, scales, short } from "./axes.js";
import { FONT, named, table } from "./colours.js";
import { byId, canvasOf, onceAFrame, say } from "./dom.js";

const ROWS = 120;
const TAIL = 0.01;
const BRIGHT_SHARE = 0.9;
const NEGLIGIBLE = 1e-4;

/** So many sigmas from an expert's mean its density is too little to be seen. */
const REACH = 6;
const MARGIN = { left: 46, right: 10, top: 8, bottom: 34 };

const canvas = byId("density");
const picture = new OffscreenCanvas(1, ROWS);
let pixels = null;
let shown = null;
let cursor = null;

/**
 * Draws a course.
 *
 * @param course of a task, as the service gives it
 * @param output which y is drawn
 * @param labels x's to label next
 */
export function drawDensity(course, output, labels) {
  shown = { course, output, labels, map: densityMap(course, output) };
  cursor = Math.min(cursor ?? course.columns.length >> 1, course.columns.length - 1);
  canvas.setAttribute("aria-valuemin", String(short(course.columns[0].x)));
  canvas.setAttribute("aria-valuemax", String(short(course.columns.at(-1).x)));
  paint();
}

/** Draws again what is shown, in another size or scheme. */
export function paintDensity() {
  if (shown) {
    paint();
  }
}

/** Every column's density along the transformed y, and the range of y that holds what matters. */
function densityMap({ columns, weights, transform, observations }, output) {
  const { forward } = scales[transform];
  const dy = columns[0].means.length / weights.length;
  const experts = [...weights.keys()].filter((l) => weights[l] > NEGLIGIBLE);
  let low = Infinity;
  let high = -Infinity;
  for (const { means, sigmas } of columns) {
    for (const l of experts) {
      if (weights[l] > 2 * TAIL) {
        const i = l * dy + output;
        low = Math.min(low, means[i] - 2 * sigmas[i]);
        high = Math.max(high, means[i] + 2 * sigmas[i]);
      }
    }
  }
  for (const { y } of observations) {
    low = Math.min(low, forward(y[output]));
    high = Math.max(high, forward(y[output]));
  }
  if (transform === "LOG1P") {
    low = Math.max(low, 0);
  }
  const pad = 0.03 * (high - low || 1);
  low -= pad;
  high += pad;
  const step = (high - low) / ROWS;
  const density = columns.map(({ means, sigmas }) => {
    const column = new Float64Array(ROWS);
    for (const l of experts) {
      const mean = means[l * dy + output];
      const sigma = sigmas[l * dy + output];
      const height = weights[l] / (sigma * Math.sqrt(2 * Math.PI));
      const from = Math.max(0, Math.floor((mean - REACH * sigma - low) / step));
      const to = Math.min(ROWS, Math.ceil((mean + REACH * sigma - low) / step));
      for (let r = from; r < to; r++) {
        const d = (low + (r + 0.5) * step - mean) / sigma;
        column[r] += height * Math.exp(-0.5 * d * d);
      }
    }
    return column;
  });
  const tops = density.map((column) => Math.max(...column)).sort((a, b) => a - b);
  return { density, low, high, bright: tops[Math.floor(BRIGHT_SHARE * (tops.length - 1))] || 1 };
}

function paint() {
  const { course, output, labels, map } = shown;
  const { context, width, height } = canvasOf(canvas);
  if (!width) {
    return;
  }
  const { columns, transform } = course;
  const scale = scales[transform];
  const half = (columns[1].x - columns[0].x) / 2;
  const left = columns[0].x - half;
  const right = columns.at(-1).x + half;
  const plot = {
    x: MARGIN.left,
    y: MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const toX = (x) => plot.x + ((x - left) / (right - left)) * plot.width;
  const toY = (y) =>
    plot.y + (1 - (scale.forward(y) - map.low) / (map.high - map.low)) * plot.height;
  shown.toColumn = (px) =>
    Math.floor(((px - plot.x) / plot.width) * columns.length);

  context.save();
  context.beginPath();
  context.roundRect(plot.x, plot.y, plot.width, plot.height, 6);
  context.clip();
  context.imageSmoothingQuality = "high";
  context.drawImage(image(map, table()), plot.x, plot.y, plot.width, plot.height);
  const ink = named("ink");
  context.strokeStyle = ink;
  context.setLineDash([5, 4]);
  context.lineWidth = 1.5;
  for (const x of labels) {
    line(context, toX(x[course.along]), plot.y, toX(x[course.along]), plot.y + plot.height);
  }
  context.setLineDash([]);
  if (document.activeElement === canvas || shown.pointed) {
    context.globalAlpha = 0.6;
    context.lineWidth = 1;
    const at = toX(columns[cursor].x);
    line(context, at, plot.y, at, plot.y + plot.height);
    context.globalAlpha = 1;
  }
  course.observations.forEach(({ x, y }, i) => {
    point(context, toX(x[course.along]), toY(y[output]), i < course.at);
  });
  context.restore();
  axes(context, plot, course, output, { left, right, toX, toY, map });
  read();
}

/** The density, one pixel a cell; painted anew only where it or its colours are others. */
function image({ density, bright }, colours) {
  if (pixels?.of === density && pixels.colours === colours) {
    return picture;
  }
  const context = picture.getContext("2d");
  if (picture.width !== density.length || !pixels) {
    picture.width = density.length;
    pixels = { data: context.createImageData(density.length, ROWS) };
  }
  pixels.of = density;
  pixels.colours = colours;
  const { data } = pixels.data;
  density.forEach((column, c) => {
    for (let r = 0; r < ROWS; r++) {
      const share = Math.min(1, column[r] / bright) ** 0.75;
      const from = 3 * Math.round(255 * share);
      const to = 4 * ((ROWS - 1 - r) * density.length + c);
      data[to] = colours[from];
      data[to + 1] = colours[from + 1];
      data[to + 2] = colours[from + 2];
      data[to + 3] = 255;
    }
  });
  context.putImageData(pixels.data, 0, 0);
  return picture;
}

/** Context is round and white, what came later square and red: told by shape, too. */
function point(context, x, y, seen) {
  context.beginPath();
  if (seen) {
    context.arc(x, y, 4.5, 0, 2 * Math.PI);
  } else {
    context.moveTo(x, y - 5.5);
    context.lineTo(x + 5.5, y);
    context.lineTo(x, y + 5.5);
    context.lineTo(x - 5.5, y);
    context.closePath();
  }
  context.fillStyle = seen ? "#ffffff" : "#e8672e";
  context.strokeStyle = seen ? "#10202c" : "#fff4ea";
  context.lineWidth = seen ? 1.5 : 1.25;
  context.fill();
  context.stroke();
}

function axes(context, plot, course, output, { left, right, toX, toY, map }) {
  context.fillStyle = named("muted");
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "top";
  const bottom = plot.y + plot.height;
  for (const tick of linearTicks(left, right, Math.max(3, plot.width / 80))) {
    if (toX(tick) < plot.x + plot.width - 6) {
      context.fillText(short(tick), toX(tick), bottom + 5);
    }
  }
  context.fillText(course.xNames[course.along] ?? "x", plot.x + plot.width / 2, bottom + 19);
  context.textAlign = "right";
  context.textBaseline = "middle";
  const scale = scales[course.transform];
  const ticks = scale.ticks(scale.inverse(map.low), scale.inverse(map.high), plot.height / 50);
  for (const tick of ticks) {
    context.fillText(short(tick), plot.x - 7, toY(tick));
  }
  context.save();
  context.translate(9, plot.y + plot.height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(course.yNames[output] ?? "y", 0, 0);
  context.restore();
}

function line(context, fromX, fromY, toX, toY) {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

/** Says in words what is foretold at the cursor. */
function read() {
  const { course, output, map } = shown;
  const column = map.density[cursor];
  const step = (map.high - map.low) / ROWS;
  const { inverse } = scales[course.transform];
  const total = column.reduce((sum, value) => sum + value, 0);
  const quantile = (share) => {
    let sum = 0;
    const row = column.findIndex((value) => (sum += value) >= share * total);
    return inverse(map.low + (row + 0.5) * step);
  };
  const top = Math.max(...column);
  const modes = column.filter(
    (v, r) => v > 0.1 * top && v > (column[r - 1] ?? 0) && v >= (column[r + 1] ?? 0),
  ).length;
  const x = `${course.xNames[course.along] ?? "x"} ${number(course.columns[cursor].x)}`;
  const text =
    `At ${x}: ${course.yNames[output] ?? "y"} is foretold as ${number(quantile(0.5))}, ` +
    `within ${number(quantile(0.1))} and ${number(quantile(0.9))} with 80 %, ` +
    `${modes} ${modes === 1 ? "peak" : "peaks"}.`;
  say(byId("reading"), text);
  canvas.setAttribute("aria-valuenow", String(course.columns[cursor].x));
  canvas.setAttribute("aria-valuetext", text);
}

const paintSoon = onceAFrame(paintDensity);

const within = (column) => Math.min(shown.course.columns.length - 1, Math.max(0, column));

function move(to) {
  if (shown) {
    cursor = within(to);
    paint();
  }
}

canvas.addEventListener("pointermove", (event) => {
  if (shown?.toColumn) {
    shown.pointed = true;
    cursor = within(shown.toColumn(event.offsetX));
    paintSoon();
  }
});
canvas.addEventListener("pointerleave", () => {
  if (shown) {
    shown.pointed = false;
    paint();
  }
});
canvas.addEventListener("focus", paintDensity);
canvas.addEventListener("blur", paintDensity);
canvas.addEventListener("keydown", (event) => {
  const last = shown ? shown.course.columns.length - 1 : 0;
  const to = {
    ArrowRight: cursor + 1,
    ArrowUp: cursor + 1,
    ArrowLeft: cursor - 1,
    ArrowDown: cursor - 1,
    PageUp: cursor + 10,
    PageDown: cursor - 10,
    Home: 0,
    End: last,
  }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    move(to);
  }
});
