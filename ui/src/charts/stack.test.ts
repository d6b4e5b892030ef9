import { expect, test } from "vitest";
import { type Series, segments, total } from "./stack";

const series = (id: string, values: (number | null)[]): Series => ({ id, name: id, colour: "", values });

test("series stand on top of each other, without those that have nothing there", () => {
  const all = [series("a", [2, 0]), series("b", [null, 5]), series("c", [3, 1])];
  const heights = (index: number) => segments(all, index).map(({ series, low, high }) => [series, low, high]);
  expect(heights(0)).toEqual([
    ["a", 0, 2],
    ["c", 2, 5],
  ]);
  expect(heights(1)).toEqual([
    ["b", 0, 5],
    ["c", 5, 6],
  ]);
  expect(heights(2)).toEqual([]);
});

test("what is unknown of all is unknown, and not 0", () => {
  const all = [series("a", [null, null, 0]), series("b", [null, 4, 0])];
  expect([0, 1, 2].map((index) => total(all, index))).toEqual([null, 4, 0]);
});
