import { expect, test } from "vitest";
import type { Key } from "../../api/types";
import { aHealth, aKey, aStatus } from "../../test/records";
import { someSettings } from "../../test/settings";
import { someFigures, someTotals } from "../testing";
import { concerns, type Known } from "./concerns";

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const found = (known: Partial<Known>) => concerns({ now: NOW, ...known });
const ids = (known: Partial<Known>) => found(known).map(({ id }) => id);

test("what is unknown or in order needs no attention", () => {
  expect(found({})).toEqual([]);
  expect(
    found({
      status: aStatus(),
      keys: [aKey()],
      dead: [],
      health: { data: [aHealth({}), aHealth({ state: "degraded" }), aHealth({ state: "unknown" })], at: NOW },
      settings: someSettings(),
      figures: someFigures(),
    }),
  ).toEqual([]);
});

test("a budget is told of from four fifths on, and what requests in flight hold counts", () => {
  const key = (change: Partial<Key>) => aKey({ budget: { credits: "10", period: "month" }, ...change });
  const cases: [string, Partial<Key>, string[]][] = [
    ["below", { spent: "7.9" }, []],
    ["reached by what is held", { spent: "7.9", held: "0.1" }, ["budget:k1"]],
    ["spent", { spent: "10" }, ["budget:k1"]],
    ["of a key that is off", { spent: "10", disabled: true }, []],
    ["nothing to spend at all", { budget: { credits: "0", period: "day" } }, ["budget:k1"]],
  ];
  for (const [name, change, expected] of cases) expect(ids({ keys: [key(change)] }), name).toEqual(expected);
  const [nearly] = found({ keys: [key({ spent: "8.58", period_ends_at: NOW + 8 * DAY })] });
  expect(nearly).toMatchObject({ tone: "warning", tag: "85 %", way: { to: "/keys", search: { edit: "k1" } } });
  expect(nearly?.text).toBe("Key Default has 1.42 of 10 credits left; they start anew in 8 days.");
  expect(found({ keys: [key({ spent: "12" })] })[0]?.tone).toBe("danger");
});

test("a key is told of in its last week, not after it", () => {
  const expiring = (expires_at: number | null, disabled = false) => ids({ keys: [aKey({ expires_at, disabled })] });
  expect(expiring(NOW + 3 * DAY)).toEqual(["expiry:k1"]);
  expect(expiring(NOW + 8 * DAY)).toEqual([]);
  expect(expiring(NOW - 1)).toEqual([]);
  expect(expiring(NOW + DAY, true)).toEqual([]);
  expect(expiring(null)).toEqual([]);
});

test("a provider that cools counts down from when it was asked about", () => {
  const cooling = [{ upstream: "large", seconds: 42, message: "503 from Acme" }];
  const [concern] = found({ health: { data: [aHealth({ state: "cooling", cooling })], at: NOW - 10_000 } });
  expect(concern?.text).toBe("acme failed for large, next try in 32 s: 503 from Acme");
});

test("a provider that serves nothing says since when, why and what to do, and once only", () => {
  const cooling = [{ upstream: "large", seconds: 42, message: null }];
  const health = { data: [aHealth({ state: "cooling", cooling })], at: NOW };
  const one = { id: "acme", since: NOW - 20 * 60_000, reason: "Connection refused", remedy: "address" as const };
  const [down, ...others] = found({ health, dead: [one] });
  expect(others).toEqual([]);
  expect(down).toMatchObject({ tone: "danger", tag: "down", way: { to: "/providers", search: { provider: "acme" } } });
  expect(down?.text).toMatch(
    /^acme fails every request since .+ \(20 min ago\): Connection refused\. See that it runs/,
  );
  const [locked] = found({ dead: [{ ...one, since: null, reason: null, remedy: "unlock" }] });
  expect(locked?.text).toMatch(/^The key of acme can not be read/);
  expect(locked?.way).toEqual({ to: "/settings", search: { section: "secrets" } });
});

test("one model without a price leads to its price, several to their requests", () => {
  const model = (id: string, unpriced: number) => ({ id, requests: 5, series: [], credits: "0.000000", unpriced });
  const totals = someTotals({ requests: 9, unpriced: 3 });
  const [one] = found({ figures: someFigures({ totals, models: [model("llama", 3), model("gpt", 0)] }) });
  expect(one?.text).toBe("3 requests have no price: that of llama is unknown, so nothing was charged.");
  expect(one?.way).toEqual({ to: "/providers", search: { model: "llama" } });
  const [several] = found({ figures: someFigures({ totals, models: [model("llama", 2), model("gpt", 1)] }) });
  expect(several?.way).toEqual({ to: "/requests", search: { q: "is:unpriced" } });
});

test("a log that can not be written and secrets that are not kept come before everything else", () => {
  const secrets = { backend: "none", state: "unavailable", message: "Install a keychain." };
  const status = aStatus({ log_writable: false, secrets });
  const all = found({ status, keys: [aKey({ expires_at: NOW + DAY })] });
  expect(all.map(({ id }) => id)).toEqual(["log", "secrets", "expiry:k1"]);
  expect(all[1]?.text).toBe("Install a keychain.");
  expect(ids({ status: aStatus({ secrets: { backend: "keychain", state: "waiting", message: null } }) })).toEqual([]);
});

test("storage is told of when it is nearly full, by its own limits or the disk's", () => {
  const storage = { requests: 1, oldest_at: 1, database_bytes: 0, bodies: 0, bodies_bytes: 0, free_bytes: null };
  const settings = someSettings({ log_limit_mb: 100, body_limit_mb: 10 });
  const texts = (change: Partial<typeof storage> | { free_bytes: number }) =>
    found({ storage: { ...storage, ...change }, settings }).map(({ tag, text }) => `${tag} ${text}`);
  expect(texts({})).toEqual([]);
  expect(texts({ database_bytes: 89 << 20 })).toEqual([]);
  expect(texts({ database_bytes: 95 << 20 })[0]).toMatch(/^95 % The request log holds/);
  expect(texts({ bodies_bytes: 10 << 20 })[0]).toMatch(/^100 % Kept bodies hold/);
  expect(texts({ free_bytes: 5e8 })[0]).toBe("disk Only 500 MB are free on the disk.");
});
