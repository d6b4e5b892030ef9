import { expect, test } from "vitest";
import { aHealth, aProvider } from "../test/records";
import { coolingSeconds, countdown, healthOf, secondsLeft, successOf } from "./health";

const HEALTH = aHealth({
  state: "degraded",
  cooling: [
    { upstream: "a", seconds: 3, message: null },
    { upstream: "b", seconds: 40, message: "slow down" },
  ],
});

test("a provider is first what its owner did with it, then what the gateway found", () => {
  const provider = aProvider();
  expect(healthOf(provider, HEALTH)).toBe("degraded");
  expect(healthOf({ ...provider, credential_readable: false }, HEALTH)).toBe("unreadable");
  expect(healthOf({ ...provider, has_credential: false, credential_readable: false }, HEALTH)).toBe("degraded");
  expect(healthOf({ ...provider, credential_readable: false, disabled: true }, HEALTH)).toBe("off");
  expect(healthOf(provider, undefined)).toBe("unknown");
  const cooling = [{ model: "a", seconds: 3, last_error: null }];
  expect(healthOf({ ...provider, cooling }, undefined)).toBe("cooling");
});

test("a cooldown counts down from when it was told", () => {
  expect(coolingSeconds(aProvider(), HEALTH)).toBe(40);
  expect(coolingSeconds(aProvider(), undefined)).toBe(0);
  const left = [-3_000, 0, 1, 999, 1_000, 39_001, 60_000].map((passed) => secondsLeft(40, 5_000, 5_000 + passed));
  expect(left).toEqual([40, 40, 40, 40, 39, 1, 0]);
  expect([1, 42, 60, 245].map(countdown)).toEqual(["1 s", "42 s", "1 m 00 s", "4 m 05 s"]);
});

test("what was never asked has no success, and nothing that failed rounds up to all of it", () => {
  const cases: [number, number, string][] = [
    [0, 0, "—"],
    [10, 0, "100 %"],
    [10_000, 1, ">99.9 %"],
    [3, 1, "66.7 %"],
    [2, 2, "0 %"],
  ];
  for (const [attempts, failed, said] of cases) expect(successOf(attempts, failed), `${failed}`).toBe(said);
});
