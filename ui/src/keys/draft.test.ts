import { expect, test } from "vitest";
import { aKey } from "../test/records";
import { draftOf, errorsOf, NEW_DRAFT, toKey, withPreset } from "./draft";

test("an emptied field is sent as null, so that it is cleared", () => {
  const key = aKey({ budget: { credits: "25.500000", period: "day" }, models: ["chat"], endpoints: ["chat"] });
  const draft = draftOf(key);
  expect(draft).toMatchObject({ limit: "120", budget: "25.5", period: "day" });
  expect(toKey(draft)).toMatchObject({ budget: { credits: "25.5", period: "day" }, models: ["chat"] });
  expect(toKey({ ...draft, limit: " ", budget: "", models: [], endpoints: [] })).toMatchObject({
    requests_per_minute: null,
    budget: null,
    models: null,
    endpoints: null,
  });
});

test("a preset brings its limit, and custom keeps what is there", () => {
  expect(withPreset(NEW_DRAFT, "production").limit).toBe("400");
  expect(withPreset({ ...NEW_DRAFT, limit: "7" }, "custom").limit).toBe("7");
});

test("what the gateway would refuse is told before it is sent", () => {
  const good = { ...NEW_DRAFT, name: "ci" };
  expect(errorsOf(good)).toEqual({});
  expect(errorsOf({ ...good, name: "  " })).toEqual({ name: true });
  for (const limit of ["0", "-1", "1.5", "abc"]) expect(errorsOf({ ...good, limit }), limit).toEqual({ limit: true });
  for (const budget of ["0.1234567", "1e3", "-1", "1,5"]) {
    expect(errorsOf({ ...good, budget }), budget).toEqual({ budget: true });
  }
});
