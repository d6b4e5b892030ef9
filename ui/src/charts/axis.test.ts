import { expect, test } from "vitest";
import { aligned, ticks, timeTicks } from "./axis";

test("an axis ends at the first round step that is not below the most", () => {
  const cases: [number, number[]][] = [
    [0, [0]],
    [1, [0, 0.5, 1]],
    [7, [0, 5, 10]],
    [15, [0, 5, 10, 15]],
    [15.1, [0, 10, 20]],
    [0.00037, [0, 0.0002, 0.0004]],
    [41_200_000, [0, 20_000_000, 40_000_000, 60_000_000]],
  ];
  for (const [most, expected] of cases) expect(ticks(most), String(most)).toEqual(expected);
});

test("counts have no ticks between them", () => {
  expect(ticks(1, true)).toEqual([0, 1]);
  expect(ticks(2, true)).toEqual([0, 1, 2]);
});

test("no axis has more than four steps, and every one holds its most", () => {
  for (let most = 0.001; most < 1e9; most *= 1.7) {
    const levels = ticks(most);
    expect(levels.length).toBeLessThanOrEqual(5);
    expect(levels.at(-1)).toBeGreaterThanOrEqual(most * 0.999);
  }
});

const HOUR = 3_600_000;
const noon = new Date(2026, 10, 23, 12, 0).getTime();

test("times stand where a clock strikes, and midnight is named by its day", () => {
  const day = timeTicks(noon - 24 * HOUR, noon);
  expect(day.map(({ at }) => new Date(at).getHours())).toEqual([12, 18, 0, 6]);
  expect(day.map(({ unit }) => unit)).toEqual(["clock", "clock", "day", "clock"]);
  const hour = timeTicks(noon - HOUR - 60_000, noon);
  expect(hour.map(({ at }) => new Date(at).getMinutes())).toEqual([0, 15, 30, 45]);
});

test("a time of any length has a few ticks, all of them in it", () => {
  for (let length = 60_000; length < 3 * 365 * 24 * HOUR; length *= 2.3) {
    const all = timeTicks(noon - length, noon);
    expect(all.length, String(length)).toBeLessThanOrEqual(6);
    expect(all.every(({ at }) => at >= noon - length && at < noon)).toBe(true);
  }
});

test("a stretch begins by the clock on the wall", () => {
  expect(aligned(noon + 1, 24 * HOUR)).toBe(new Date(2026, 10, 23).getTime());
  expect(aligned(noon + 44 * 60_000, HOUR / 2)).toBe(noon + HOUR / 2);
  expect(aligned(noon, HOUR)).toBe(noon);
});
