import { expect, test } from "vitest";
import { chainOf } from "./chain";
import type { RoutePreview, RouteTarget } from "./queries";

function preview(model: string, step: string, why: string | null = null): [string, RoutePreview] {
  const target: RouteTarget = { model, provider: "acme", upstream: model, step, why, price: null, price_source: null };
  return [model, { model, refusal: null, targets: [target] }];
}
const said = (targets: readonly RouteTarget[]) => targets.map(({ model, step, why }) => `${model} ${step} ${why}`);

test("the model is asked first, then its fallbacks in their order, and who can not be asked comes last", () => {
  const previews = new Map([preview("a", "skipped", "is switched off"), preview("b", "first"), preview("c", "first")]);
  expect(said(chainOf(["a", "c", "b"], previews))).toEqual([
    "c first null",
    "b next null",
    "a skipped is switched off",
  ]);
});

test("who failed lately is asked only when nobody else is left", () => {
  const tired = preview("a", "first", "failed lately, asked all the same");
  expect(said(chainOf(["a", "b"], new Map([tired, preview("b", "first")])))).toEqual([
    "b first null",
    "a skipped failed lately",
  ]);
  expect(said(chainOf(["a"], new Map([tired])))).toEqual(["a first failed lately, asked all the same"]);
});

test("a fallback that is gone is told, one that is not known yet is not", () => {
  const gone: RoutePreview = { model: "b", refusal: { status: 404, code: null, message: "" }, targets: [] };
  const previews = new Map([preview("a", "first"), ["b", gone] as const]);
  expect(said(chainOf(["a", "b", "c"], previews))).toEqual(["a first null", "b skipped does not exist"]);
});
