import { expect, test } from "vitest";
import type { OtherCost } from "../types";
import { compared, sorted } from "./compare";

const cost = (id: string, credits: string | null, provider = "acme"): OtherCost => ({
  id,
  provider,
  source: credits === null ? null : "built_in",
  credits,
  why_not: credits === null ? "The price of this model is unknown: give it one." : null,
});
const all = [cost("b", "5.000000"), cost("none", null), cost("a", "20.000000", "zeta"), cost("c", "10.000000")];

test("each model is set against what was paid", () => {
  const [b, none, a] = compared(10, all);
  expect(b).toMatchObject({ difference: -5, share: -0.5 });
  expect(none).toMatchObject({ difference: null, share: null });
  expect(a).toMatchObject({ difference: 10, share: 1 });
});

test("without anything paid there is a difference but no share; where that is unknown neither", () => {
  expect(compared(0, [cost("a", "2")])[0]).toMatchObject({ difference: 2, share: null });
  expect(compared(null, [cost("a", "2")])[0]).toMatchObject({ difference: null, share: null });
});

test("what is typed is searched in the model and its provider", () => {
  expect(compared(1, all, "ZETA/").map(({ id }) => id)).toEqual(["a"]);
  expect(compared(1, all, "  ").length).toBe(4);
});

test("models without a figure are last, whichever way the others go", () => {
  const models = compared(10, all);
  const order = (by: "credits" | "id" | "share" | "provider", down = false) =>
    sorted(models, { by, down }).map(({ id }) => id);
  expect(order("credits")).toEqual(["b", "c", "a", "none"]);
  expect(order("credits", true)).toEqual(["a", "c", "b", "none"]);
  expect(order("share", true)).toEqual(["a", "c", "b", "none"]);
  expect(order("id", true)).toEqual(["none", "c", "b", "a"]);
  expect(order("provider", true)).toEqual(["a", "b", "c", "none"]);
});
