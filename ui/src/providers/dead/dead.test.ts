import { expect, test } from "vitest";
import type { Provider, ProviderHealth } from "../../api/types";
import { aHealth, aProvider } from "../../test/records";
import { deadOf } from "./dead";

const NOW = Date.UTC(2026, 10, 23, 12);
const error = (kind: string) => ({ kind, message: "no", at: NOW - 1_000 });
const cooling = [{ upstream: "large", seconds: 9, message: null }];
const remedies = (health: Partial<ProviderHealth>, provider: Partial<Provider> = {}, tested = {}) =>
  deadOf({ providers: [aProvider(provider)], health: [aHealth(health)], tested, now: NOW }).map(({ remedy }) => remedy);

test("who serves nothing is dead, and the kind of the failure tells what to do", () => {
  const down = (kind: string) => ({ state: "down" as const, last_error: error(kind) });
  const cases: [string, Partial<ProviderHealth>, string[]][] = [
    ["up", {}, []],
    ["degraded", { state: "degraded", failing_since: NOW - 90_000 }, []],
    ["refuses the key", down("auth"), ["key"]],
    ["is away", down("connect"), ["address"]],
    ["is out of money", down("quota"), ["account"]],
    ["lost its model", down("model_not_found"), ["fetch"]],
    ["is broken", down("server"), ["wait"]],
    ["fails for no reason", { state: "down" }, ["wait"]],
    ["failed just now", { state: "cooling", cooling, failing_since: NOW - 5_000 }, []],
    ["cools since its key was refused", { ...down("auth"), state: "cooling", failing_since: NOW - 5_000 }, ["key"]],
    ["is only tried now and then", { state: "cooling", cooling, failing_since: NOW - 90_000 }, ["wait"]],
    ["cools for one model, but serves", { state: "cooling", cooling }, []],
  ];
  for (const [name, health, expected] of cases) expect(remedies(health), name).toEqual(expected);
});

test("a credential that can not be read is as bad, a provider that is switched off is not", () => {
  const locked = { credential_readable: false };
  expect(remedies({ state: "unknown" }, locked)).toEqual(["unlock"]);
  expect(remedies({ state: "down" }, { ...locked, disabled: true })).toEqual([]);
});

test("who has answered a test since is not dead any more", () => {
  const down = { state: "down", last_error: error("auth") } as const;
  expect(remedies(down, {}, { acme: NOW })).toEqual([]);
  expect(remedies(down, {}, { acme: NOW - 5_000 })).toEqual(["key"]);
});
