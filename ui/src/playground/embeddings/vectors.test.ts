import { expect, test } from "vitest";
import { cosine, nearest, vectorsOf } from "./vectors";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

test("vectors are read in the order of the texts", () => {
  const data = [
    { index: 1, embedding: [0, 1] },
    { index: 0, embedding: [1, 0] },
  ];
  expect(vectorsOf(bytes({ data, usage: { prompt_tokens: 3 } }))).toEqual({
    vectors: [
      [1, 0],
      [0, 1],
    ],
    tokens: 3,
  });
});

test("what holds no vectors is not taken for some", () => {
  for (const sent of ["no JSON", {}, { data: [] }, { data: [{ index: 0, embedding: "AACAPw==" }] }]) {
    expect(vectorsOf(bytes(sent)), JSON.stringify(sent)).toBeNull();
  }
});

test("alike is a matter of direction alone", () => {
  const cases: [number[], number[], number | null][] = [
    [[1, 2], [2, 4], 1],
    [[1, 0], [0, 5], 0],
    [[1, 0], [-3, 0], -1],
    [[0.1, 0.2, 0.3], [0.1, 0.2, 0.3], 1],
    [[0, 0], [1, 0], null],
    [[1], [1, 0], null],
  ];
  for (const [a, b, value] of cases) {
    if (value === null) expect(cosine(a, b)).toBeNull();
    else expect(cosine(a, b), `${a} | ${b}`).toBeCloseTo(value, 12);
  }
  const same = cosine([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]) ?? 2;
  expect(same).toBeLessThanOrEqual(1);
});

test("the nearest two are found, and one alone has none", () => {
  expect(
    nearest([
      [1, 0],
      [0, 1],
      [1, 0.1],
    ]),
  ).toMatchObject({ a: 0, b: 2 });
  expect(nearest([[1, 0]])).toBeNull();
});
