/** Numbers for people, and where axes have their ticks. */

/** About three digits, without an exponent where a person needs none. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return "–";
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    return value.toExponential(1);
  }
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** As number, without zeros that say nothing. */
export const short = (value) => String(Number(number(value)));

/** A share as a percentage of the held-out tasks. */
export const percent = (share) => `${Math.round(100 * share)} %`;

/** Round values between two, about so many. */
export function linearTicks(low, high, about) {
  const raw = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw);
  const ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
  }
  return ticks;
}

/** How y lies along its axis: as it is, or by ln(1 + y). */
export const scales = {
  IDENTITY: { forward: (y) => y, inverse: (z) => z, ticks: linearTicks, unit: "" },
  LOG1P: {
    forward: (y) => Math.log1p(y),
    inverse: (z) => Math.expm1(z),
    unit: "ln(1 + y)",
    ticks(low, high) {
      const all = [0];
      for (let power = 1; power < 1e9; power *= 10) {
        all.push(power, 2 * power, 5 * power);
      }
      const within = all.filter((y) => y >= low && y <= high);
      return within.length > 9 ? within.filter((y) => /^[10]/.test(String(y))) : within;
    },
  },
};
