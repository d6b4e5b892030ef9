const STEPS = [1, 2, 5, 10];
const INTERVALS = 3;

/** What is written at an upward axis: from 0 in round steps to the first that is not below `most`. */
export function ticks(most: number, whole = false): number[] {
  if (most <= 0) return [0];
  const wanted = most / INTERVALS;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const round = (STEPS.find((step) => step * power >= wanted * 0.999) ?? 10) * power;
  const step = whole ? Math.max(1, Math.round(round)) : round;
  const count = Math.ceil(most / step - 0.001);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE);
const DAY_STEPS = [1, 2, 5, 7, 14, 30, 90, 180, 365].map((days) => days * DAY);
const MOST_TIMES = 5;

/** Times that a clock or a calendar likes, at most five of them, with how they are told apart. */
export function timeTicks(from: number, to: number): { at: number; unit: "clock" | "day" }[] {
  const step = [...TIME_STEPS, ...DAY_STEPS].find((each) => (to - from) / each <= MOST_TIMES) ?? DAY * 365;
  const first = aligned(from, step);
  const times: { at: number; unit: "clock" | "day" }[] = [];
  for (let at = first < from ? first + step : first; at < to; at += step) {
    times.push({ at, unit: step >= DAY || aligned(at, DAY) === at ? "day" : "clock" });
  }
  return times;
}

/** The last time not after `at` at which a stretch of this length begins, by the clock on the wall. */
export function aligned(at: number, length: number): number {
  const offset = new Date(at).getTimezoneOffset() * MINUTE;
  return Math.floor((at - offset) / length) * length + offset;
}
