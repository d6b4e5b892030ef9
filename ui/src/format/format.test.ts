import { expect, test } from "vitest";
import { count, credits, dollars, rate, roughCredits } from "./numbers";
import { ago, duration, lapse, timeOfDay, until, uptime } from "./time";

test("credits have four places in rows, and nothing that costs is shown as nothing", () => {
  const shown = ["0.218400", "0.000000", "0.000012", "0.000050", "1204.500000"].map(credits);
  expect(shown).toEqual(["0.2184", "0", "<0.0001", "0.0001", "1,204.5000"]);
  expect([roughCredits("38.100000"), roughCredits("100.000000"), roughCredits(0)]).toEqual(["38.10", "100", "0"]);
  expect([dollars(25), dollars(0.2184), dollars(0)]).toEqual(["$0.25", "$0.002184", "$0.00"]);
  expect([rate("0.150000"), rate("0.600000"), rate("0.003625")]).toEqual(["0.15", "0.60", "0.003625"]);
  expect([count(3410), count(null), count(undefined)]).toEqual(["3,410", "—", "—"]);
});

test("durations keep three figures", () => {
  const shown = [0, 812, 1240, 12_400, 125_000, null].map(duration);
  expect(shown).toEqual(["<1 ms", "812 ms", "1.24 s", "12.4 s", "2 m 05 s", "—"]);
});

test("a time that passes is read like a clock", () => {
  const shown = [0, 499, 48_000, 725_000, 3_725_000, -5].map(lapse);
  expect(shown).toEqual(["0:00", "0:00", "0:48", "12:05", "1:02:05", "0:00"]);
});

test("times are near or far", () => {
  const now = new Date(2026, 10, 23, 14, 3, 22).getTime();
  expect(timeOfDay(now - 1000, now)).toBe("14:03:21");
  expect(timeOfDay(now - 30 * 3_600_000, now)).toBe("Nov 22, 08:03");
  expect([0, 12, 300, 7200].map((s) => ago(now - s * 1000, now))).toEqual(["now", "12 s ago", "5 min ago", "2 h ago"]);
  expect([2400, 5 * 3600, 3 * 86_400].map((s) => until(now + s * 1000, now))).toEqual([
    "in 40 min",
    "in 5 h",
    "in 3 days",
  ]);
  expect([12, 300, 12_000, 400_000].map(uptime)).toEqual(["12 s", "5 min", "3 h 20 min", "4 days"]);
});
