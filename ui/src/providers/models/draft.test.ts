import { expect, test } from "vitest";
import { aModel } from "../../test/records";
import { draftOf, modelErrors, moved, sourceOf, toModel } from "./draft";

const mine = (capabilities: string[]) => ({ capabilities, capabilities_source: "yours" });

test("fallbacks move to where they are put and stop at the ends", () => {
  const list = ["a", "b", "c"];
  expect(moved(list, 1, 0)).toEqual(["b", "a", "c"]);
  expect(moved(list, 1, 2)).toEqual(["a", "c", "b"]);
  expect(moved(list, 0, -1)).toEqual(list);
  expect(moved(list, 2, 3)).toEqual(list);
  expect(moved(list, 0, 2)).toEqual(["b", "c", "a"]);
});

test("an emptied price goes back to the price list's, and what is not shown stays", () => {
  const price = { input: "0.150000", cached_input: "0.050000", output: "0.600000", per_request: null };
  const own = aModel({ price, price_source: "yours", fallbacks: ["b"], ...mine(["tools"]) });
  const draft = draftOf(own);
  expect(draft).toEqual({
    upstream: "small",
    input: "0.15",
    cached: "0.05",
    output: "0.6",
    capabilities: ["tools"],
    fallbacks: ["b"],
  });
  expect(toModel({ ...draft, input: "0.2" }, own)).toMatchObject({
    price: { input: "0.2", cached_input: "0.05", output: "0.6" },
    capabilities: ["tools"],
  });
  expect(toModel({ ...draft, input: "", cached: "", output: " " }, own).price).toBeNull();
  const perRequest = { input: null, cached_input: null, output: null, per_request: "2" };
  const flat = aModel({ price: perRequest, price_source: "yours" });
  expect(toModel(draftOf(flat), flat).price).toEqual(perRequest);
  const listed = aModel({ price, price_source: "genai-prices@0.2.1" });
  expect(draftOf(listed)).toMatchObject({ input: "", cached: "", output: "" });
  expect(toModel(draftOf(listed), listed).price).toBeNull();
});

test("a price is whole, or not given", () => {
  const good = { upstream: "small", input: "0.15", cached: "", output: "0.6", capabilities: null, fallbacks: [] };
  expect(modelErrors(good, "chat")).toEqual({});
  expect(modelErrors({ ...good, input: "", output: "" }, "chat")).toEqual({});
  expect(modelErrors({ ...good, output: "" }, "chat")).toEqual({ output: true });
  expect(modelErrors({ ...good, output: "" }, "embedding")).toEqual({});
  expect(modelErrors({ ...good, input: "" }, "chat")).toEqual({ input: true });
  expect(modelErrors({ ...good, input: "", output: "", cached: "0.1" }, "chat")).toEqual({ input: true });
  expect(modelErrors({ ...good, cached: "x" }, "chat")).toEqual({ cached: true });
  for (const input of ["-1", "1e3", "1,5"])
    expect(modelErrors({ ...good, input }, "chat"), input).toEqual({ input: true });
  expect(modelErrors({ ...good, upstream: " " }, "chat")).toEqual({ upstream: true });
});

test("a price is the user's, the list's or nobody's", () => {
  const price = { input: "1", cached_input: null, output: "2", per_request: null };
  expect(sourceOf(aModel({ price, price_source: "yours" }))).toBe("yours");
  expect(sourceOf(aModel({ price, price_source: "genai-prices@0.2.1" }))).toBe("built_in");
  expect(sourceOf(aModel())).toBe("none");
});

test("capabilities are the user's own, or what is known", () => {
  expect(draftOf(aModel()).capabilities).toBeNull();
  const known = aModel({ capabilities: ["tools", "pdf"], capabilities_source: "litellm@1.109.1" });
  expect(draftOf(known).capabilities).toBeNull();
  expect(toModel(draftOf(known), known).capabilities).toBeNull();
  const own = aModel(mine(["vision", "tools"]));
  expect(draftOf(own).capabilities).toEqual(["tools", "vision"]);
  expect(toModel(draftOf(aModel(mine([]))), own).capabilities).toEqual([]);
});
