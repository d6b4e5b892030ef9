import { expect, test } from "vitest";
import { isBlank, type Mark, type Point, paint, sent, usualBrush, within } from "./mask";

const sides = { width: 100, height: 60 };
const line: Mark = { kind: "paint", size: 10, points: [[10, 20]] };

/** A brush that tells what it was made to do. */
function brush() {
  const done: string[] = [];
  const step =
    (name: string) =>
    (...numbers: number[]) =>
      done.push([name, ...numbers].join(" "));
  const state = { lineCap: "butt" as CanvasLineCap, lineJoin: "miter" as CanvasLineJoin, lineWidth: 1 };
  const steps = {
    beginPath: step("begin"),
    moveTo: step("to"),
    lineTo: step("line"),
    stroke: step("stroke"),
    fillRect: step("fill"),
    clearRect: step("clear"),
  };
  const brush = {
    ...state,
    ...steps,
    set globalCompositeOperation(how: string) {
      done.push(how);
    },
  };
  return { brush: brush as unknown as Parameters<typeof paint>[0], done };
}

test("marks are painted one after the other, on nothing, and a point is a dot", () => {
  const { brush: made, done } = brush();
  paint(made, [line, { ...line, kind: "erase" }, { kind: "clear" }, { kind: "invert" }], sides);
  expect(done).toEqual([
    "clear 0 0 100 60",
    ...["source-over", "begin", "to 10 20", "line 10.01 20", "stroke"],
    ...["destination-out", "begin", "to 10 20", "line 10.01 20", "stroke"],
    "clear 0 0 100 60",
    ...["source-out", "fill 0 0 100 60"],
  ]);
});

test("what is sent is transparent where it was painted", () => {
  const { brush: made, done } = brush();
  paint(made, sent([line]), sides);
  expect(done.slice(-2)).toEqual(["source-out", "fill 0 0 100 60"]);
});

test("a mask is blank until something is painted, and after it was cleared", () => {
  const clear: Mark = { kind: "clear" };
  const cases: [Mark[], boolean][] = [
    [[], true],
    [[{ ...line, kind: "erase" }], true],
    [[line], false],
    [[{ kind: "invert" }], false],
    [[line, clear], true],
    [[clear, line], false],
  ];
  for (const [marks, blank] of cases) expect(isBlank(marks), JSON.stringify(marks)).toBe(blank);
});

test("the brush fits the image and stays on it", () => {
  expect([usualBrush(sides), usualBrush({ width: 4, height: 4 })]).toEqual([5, 1]);
  const places: [Point, Point][] = [
    [
      [-5, 70],
      [0, 60],
    ],
    [
      [40.4, 30.6],
      [40, 31],
    ],
  ];
  for (const [asked, kept] of places) expect(within(asked, sides)).toEqual(kept);
});
