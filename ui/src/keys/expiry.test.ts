import { expect, test } from "vitest";
import { aKey } from "../test/records";
import { dayIn, dayOf, endOfDay, stateOf } from "./expiry";

const NOW = new Date(2026, 10, 23, 14, 3).getTime();
const DAY = 86_400_000;

test("a key that ends within a week is expiring, and one that has ended is expired", () => {
  const cases = [
    [null, "active"],
    [NOW + 8 * DAY, "active"],
    [NOW + 7 * DAY, "expiring"],
    [NOW + 1, "expiring"],
    [NOW, "expired"],
  ] as const;
  for (const [expires_at, state] of cases) expect(stateOf(aKey({ expires_at }), NOW), String(expires_at)).toBe(state);
  expect(stateOf(aKey({ expires_at: NOW - 1, disabled: true }), NOW)).toBe("disabled");
});

test("a day lasts until its last moment, and has to be on the calendar", () => {
  expect(dayOf(NOW)).toBe("2026-11-23");
  expect(dayIn(7, NOW)).toBe("2026-11-30");
  expect(dayIn(30, NOW)).toBe("2026-12-23");
  expect(endOfDay("2026-11-23")).toBe(new Date(2026, 10, 23, 23, 59, 59, 999).getTime());
  for (const wrong of ["", "soon", "2026-02-30", "2026-13-01", "23.11.2026"]) expect(endOfDay(wrong), wrong).toBeNull();
});
