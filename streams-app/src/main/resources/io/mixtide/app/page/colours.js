/** Colours that canvases need, in the scheme that is wished for. */

const dark = matchMedia("(prefers-color-scheme: dark)");

// From little to much: from the card's colour away, ever farther from it in lightness.
const STOPS = {
  light: ["#f3f6f0", "#bfe0d6", "#5cb5b0", "#14808d", "#0b4a6b", "#0a2746"],
  dark: ["#10181f", "#10394a", "#0f6b7a", "#33a598", "#b0dd9f", "#fff7cf"],
};

/** Who is told when the scheme changes. */
export const onScheme = (listener) => dark.addEventListener("change", listener);

const scheme = () => (dark.matches ? "dark" : "light");

const names = { light: {}, dark: {} };

/** A colour of the style sheet by its name. */
export const named = (name) =>
  (names[scheme()][name] ??= getComputedStyle(document.documentElement)
    .getPropertyValue(`--${name}`)
    .trim());

/** What canvases write in: the page's own fonts. */
export const FONT = `11px ${getComputedStyle(document.body).fontFamily}`;

const tables = {};
const shades = { light: [], dark: [] };

/** 256 colours from little to much, as [red, green, blue] in a row. */
export const table = () => (tables[scheme()] ??= interpolate(STOPS[scheme()]));

/** The colour of a share, 0 to 1, as CSS has it. */
export function shade(share) {
  const step = Math.round(255 * Math.min(1, Math.max(0, share)));
  return (shades[scheme()][step] ??= `rgb(${table().slice(3 * step, 3 * step + 3).join(" ")})`);
}

function interpolate(stops) {
  const colours = stops.map((stop) =>
    [1, 3, 5].map((at) => (Number.parseInt(stop.slice(at, at + 2), 16) / 255) ** 2.2),
  );
  const row = new Uint8ClampedArray(3 * 256);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++) {
      const mixed = colours[low][c] + (at - low) * (colours[low + 1][c] - colours[low][c]);
      row[3 * i + c] = 255 * mixed ** (1 / 2.2);
    }
  }
  return row;
}
