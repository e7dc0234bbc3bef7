/** Where the posteriors of the latest tasks lie among each other. */
import { percent } from "./axes.js";
import { FONT, named, shade } from "./colours.js";
import { byId, canvasOf, element, keepList } from "./dom.js";

const EXPERTS_NAMED = 8;
const REACH = 14;

const canvas = byId("simplex");
let shown = null;
let open = () => {};

/** Who is told which task a person wants to see. */
export function onSimplexChoice(listener) {
  open = listener;
}

/** Draws the map, with the chosen task and those most like it ringed. */
export function drawSimplex(map, chosenName, similar) {
  shown = { map, chosenName, similar };
  paintSimplex();
  keepList(
    byId("similar"),
    similar,
    (near) => near.task,
    (near) =>
      element(
        "li",
        {},
        element("button", { type: "button", textContent: near.task, title: near.task, onclick: () => open(near.task) }),
      ),
    () => {},
  );
  byId("similar-title").hidden = similar.length === 0;
}

/** Draws again what is shown, in another size or scheme. */
export function paintSimplex() {
  if (!shown) {
    return;
  }
  const { map, chosenName, similar } = shown;
  const { context, width, height } = canvasOf(canvas);
  const reach = Math.max(1e-9, ...map.points.map((p) => Math.max(Math.abs(p.x), Math.abs(p.y))));
  const radius = Math.min(width, height) / 2 - REACH;
  const place = (p) => [
    width / 2 + (p.x / reach) * (width / 2 - REACH),
    height / 2 - (p.y / reach) * (height / 2 - REACH),
  ];
  experts(context, map.experts, width / 2, height / 2, radius);
  const near = new Set(similar.map((s) => s.task));
  shown.places = map.points.map((p) => ({ task: p.task, at: place(p) }));
  map.points.forEach((p) => {
    const [x, y] = place(p);
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fillStyle = shade(0.25 + 0.65 * p.ambiguityRank);
    context.globalAlpha = 0.85;
    context.fill();
    context.globalAlpha = 1;
    if (near.has(p.task)) {
      ring(context, x, y, 6, named("ink"), 1);
    }
  });
  const chosen = shown.places.find((p) => p.task === chosenName);
  if (chosen) {
    ring(context, ...chosen.at, 8, named("warm"), 3);
  }
  const ambiguous = map.points.filter((p) => p.ambiguityRank > 0.95).length;
  canvas.setAttribute(
    "aria-label",
    `Posteriors of the latest ${map.points.length} tasks in a plane; ${ambiguous} of them are more ` +
      `ambiguous than ${percent(0.95)} of tasks`,
  );
}

function experts(context, directions, x, y, radius) {
  const longest = Math.max(1e-9, ...directions.map(([a, b]) => Math.hypot(a, b)));
  const named8 = [...directions.keys()]
    .sort((a, b) => Math.hypot(...directions[b]) - Math.hypot(...directions[a]))
    .slice(0, EXPERTS_NAMED);
  context.strokeStyle = named("line");
  context.fillStyle = named("muted");
  context.lineWidth = 1;
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const l of named8) {
    const [dx, dy] = directions[l].map((d) => (0.9 * radius * d) / longest);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + dx, y - dy);
    context.stroke();
    context.fillText(String(l + 1), x + 1.08 * dx, y - 1.08 * dy);
  }
}

function ring(context, x, y, radius, colour, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

canvas.addEventListener("click", (event) => {
  const distance = ({ at: [x, y] }) => Math.hypot(x - event.offsetX, y - event.offsetY);
  const nearest = (shown?.places ?? []).reduce(
    (best, p) => (!best || distance(p) < distance(best) ? p : best),
    null,
  );
  if (nearest && distance(nearest) < REACH) {
    open(nearest.task);
  }
});
