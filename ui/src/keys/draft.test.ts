import { expect, test } from "vitest";
import { aKey } from "../test/records";
import { copyOf, draftOf, errorsOf, NEW_DRAFT, toKey, withPreset } from "./draft";
import { dayOf, endOfDay } from "./expiry";

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

test("a day that was not touched keeps its minute, another one lasts until its end", () => {
  const expires_at = new Date(2026, 11, 24, 9, 30).getTime();
  const draft = draftOf(aKey({ expires_at, capture: "errors" }));
  expect(draft.lastDay).toBe("2026-12-24");
  expect(toKey(draft)).toMatchObject({ expires_at, capture: "errors" });
  expect(toKey({ ...draft, lastDay: "2026-12-31" }).expires_at).toBe(endOfDay("2026-12-31"));
  expect(toKey({ ...draft, lastDay: "" }).expires_at).toBeNull();
});

test("a key can not be made to have ended, but one that has ended can be edited", () => {
  const now = new Date(2026, 10, 23, 14, 3).getTime();
  const over = draftOf(aKey({ expires_at: now - 86_400_000 }));
  expect(errorsOf(over, now)).toEqual({});
  expect(errorsOf({ ...over, lastDay: dayOf(now) }, now)).toEqual({});
  for (const lastDay of ["2026-11-21", "2026-02-30", "soon"]) {
    expect(errorsOf({ ...over, lastDay }, now), lastDay).toEqual({ lastDay: true });
  }
});

test("a copy has the same limits, a name of its own and no end that is over", () => {
  const key = aKey({ name: "ci", models: ["small"], expires_at: 5 });
  const keys = [key, aKey({ id: "k2", name: "ci 2" })];
  expect(copyOf(key, keys, 10)).toMatchObject({ name: "ci 3", models: ["small"], limit: "120", lastDay: "" });
  expect(copyOf(aKey({ name: "ci 2", expires_at: 5 }), keys, 1)).toMatchObject({ name: "ci 3", lastDay: dayOf(5) });
});
