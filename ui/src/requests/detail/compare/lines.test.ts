import { expect, test } from "vitest";
import { folded, sideBySide } from "./lines";

const shape = (left: string, right: string) =>
  sideBySide(left, right).map((line) => `${line.same ? "=" : "≠"} ${line.left ?? "∅"} | ${line.right ?? "∅"}`);

test("equal lines stand beside each other, whatever came between", () => {
  expect(shape("a\nb\nc", "a\nc")).toEqual(["= a | a", "≠ b | ∅", "= c | c"]);
  expect(shape("a\nb", "a\nB\nc")).toEqual(["= a | a", "≠ b | B", "≠ ∅ | c"]);
  expect(shape("same", "same")).toEqual(["= same | same"]);
  expect(shape("x\na", "a\ny")).toEqual(["≠ x | ∅", "= a | a", "≠ ∅ | y"]);
});

test("what is equal and far from a difference is folded away", () => {
  const many = Array.from({ length: 9 }, (_, n) => `line ${n}`);
  const changed = many.with(4, "other");
  const blocks = folded(sideBySide(many.join("\n"), changed.join("\n")));
  expect(blocks.map(({ folded: gone, lines }) => [gone, lines.length])).toEqual([
    [true, 2],
    [false, 5],
    [true, 2],
  ]);
  expect(folded(sideBySide("same", "same"))).toMatchObject([{ folded: false }]);
  expect(folded(sideBySide("a\nb\nc", "a\nb\nc"))).toMatchObject([{ folded: true }]);
});

test("texts without a line in common are shown whole, soon", () => {
  const left = Array.from({ length: 3000 }, (_, n) => `left ${n}`).join("\n");
  const right = Array.from({ length: 3000 }, (_, n) => `right ${n}`).join("\n");
  const lines = sideBySide(left, right);
  expect(lines.length).toBe(3000);
  expect(lines.every((line) => !line.same)).toBe(true);
});
