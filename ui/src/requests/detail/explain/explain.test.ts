import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { RequestDetail } from "../../../api/types";
import { aDetail, aKey } from "../../../test/records";
import { BY_CODE, explain, FIXES, WRONG_ADDRESS } from "./explain";

const CRATES = "../src-tauri";
const files = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".rs") && !entry.parentPath.includes("/admin"))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
/** The gateway's own source: what it can answer with is not told anywhere else. */
const text = files(`${CRATES}/gateway`)
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");
const failures = readFileSync(`${CRATES}/domain/failure.rs`, "utf8");

const MARKS = { bodies: null };
const NO_FACTS = { key: undefined, refused: undefined };
const AN_ATTEMPT = { model: "chat", provider: "acme", upstream: "chat-1", outcome: "failed", status: null } as const;

function refused(status: number, code: string | null, change: Partial<RequestDetail> = {}): RequestDetail {
  const error = { message: "words", type: "invalid_request_error", param: null, code };
  return { ...aDetail({ status, error, attempts: [], state: "released" }), ...MARKS, ...change };
}

function failing(failure: string, change: Partial<RequestDetail> = {}): RequestDetail {
  const attempts = [{ ...AN_ATTEMPT, failure, message: "words", started_ms: 0, ended_ms: 400 }];
  return refused(502, "upstream_error", { attempts, ...change });
}

/** Codes that no row of the log has: those of the admin API, of files and of jobs, and what is a warning instead of an error. */
const NEVER_LOGGED = [
  "invalid_admin_token",
  "address_in_use",
  "price_unknown",
  "storage_limit_exceeded",
  "disk_full",
  "under_way",
];
/** Codes of a provider's failure: there, the attempts say more. */
const OF_PROVIDERS = ["upstream_error", "upstream_auth", "upstream_timeout", "upstream_permission"];
/** Codes that only say in more detail that the request is wrong. */
const OF_REQUESTS = ["invalid_value", "context_length_exceeded", "content_policy_violation"];

test("every code that the gateway can answer with has its own explanation", () => {
  const emitted = new Set(
    [
      /Some\("([a-z_]+)"\), (?:None|Some\()/g,
      /coded\(\s*Kind::\w+,\s*"([a-z_]+)"/g,
      /not_allowed\(\s*"([a-z_]+)"/g,
      /Cow::Borrowed\("([a-z_]+)"\)/g,
    ]
      .flatMap((pattern) => [...text.matchAll(pattern)])
      .map((match) => match[1] as string),
  );
  expect(emitted.size).toBeGreaterThan(12);
  const known = [
    ...Object.keys(BY_CODE),
    "stopped_by_owner",
    ...NEVER_LOGGED,
    ...OF_PROVIDERS,
    ...OF_REQUESTS,
    ...WRONG_ADDRESS,
  ];
  expect([...emitted].filter((code) => !known.includes(code))).toEqual([]);
});

test("every kind of failure of a provider has a sentence and a fix", () => {
  const kinds = [...failures.matchAll(/Self::\w+ => "([a-z_]+)",/g)].map((match) => match[1] as string);
  expect(kinds).toEqual(Object.keys(FIXES));
  const sentences = kinds.map((kind) => explain(failing(kind), NO_FACTS)?.sentence);
  expect(new Set(sentences).size, "each has its own").toBe(kinds.length);
});

test("what has no code is explained by its status", () => {
  const fixes = [400, 401, 404, 413, 415, 431, 500].map((status) => explain(refused(status, null), NO_FACTS)?.fix.at);
  expect(fixes).toEqual(["request", "connect", "connect", "request", "connect", "connect", "diagnostics"]);
});

test("a file that can not be fetched is explained by its address, not by the provider that was to get it", () => {
  for (const code of ["invalid_image_url", "invalid_file_url"]) {
    const message = "Invalid 'messages[0].content[0].image_url.url': the address leads to a server that answers 404.";
    const error = { message, type: "invalid_request_error", param: "messages[0].content[0].image_url.url", code };
    const told = explain(failing("invalid", { status: 400, error }), NO_FACTS);
    expect(told).toEqual({ sentence: message, label: "See the request", fix: { at: "request" } });
  }
});

test("a job that failed is explained in the words of its job, whoever was asked before", () => {
  const { error } = refused(202, "content_policy_violation");
  for (const attempts of [[], failing("timeout").attempts]) {
    const failed = explain(refused(202, "content_policy_violation", { error, attempts }), NO_FACTS);
    expect(failed).toEqual({
      sentence:
        "The provider refused it for what the prompt or the image shows. Word it differently, or ask another model.",
      label: "Open in Jobs",
      fix: { at: "job" },
    });
  }
  const cancelled = aDetail({ status: 202, state: "released" });
  for (const well of [aDetail({ status: 202 }), cancelled]) expect(explain(well, NO_FACTS)).toBeNull();
});

test("a limit says whose it is, how high, when, and how many it hit", () => {
  const message = "Rate limit reached for key 'ci': limit 60 requests per minute. Please try again in 3s.";
  const error = { message, type: "requests", param: null, code: "rate_limit_exceeded" };
  const detail = refused(429, null, { error, key_name: "ci", started_at: new Date(2026, 10, 23, 12, 3, 11).getTime() });
  expect(explain(detail, { key: aKey(), refused: { refused: 4, asked: 9 } })).toEqual({
    sentence:
      "The key ci had used up its 60 requests a minute at 12:03:11. 4 of its 9 requests of that minute were refused.",
    label: "Raise the limit",
    fix: { at: "key", id: "k1" },
  });
});

test("a budget says how much of it is gone, unless requests in flight hold the rest", () => {
  const key = aKey({ budget: { credits: "100", period: "month" }, spent: "99.500000" });
  const budget = (message: string) => {
    const error = { message, type: "insufficient_quota", param: null, code: "insufficient_quota" };
    return explain(refused(429, null, { error, key_name: "ci" }), { ...NO_FACTS, key });
  };
  expect(budget("You exceeded this key's budget: …")?.sentence).toContain("99.50 of 100 credits this month");
  expect(budget("Requests in flight hold what is left of …")?.fix).toEqual({ at: "replay" });
});

test("the words that tell two causes of one code apart are the gateway's own", () => {
  for (const phrase of ["is switched off", "has expired", "your address", "Requests in flight hold"]) {
    expect(text, phrase).toContain(phrase);
  }
});

test("repeated failures are told once, with what came of them", () => {
  const again = { ...AN_ATTEMPT, failure: "rate_limited", message: null };
  const served = {
    ...AN_ATTEMPT,
    outcome: "served",
    failure: null,
    message: null,
    model: "backup",
    provider: "local",
  } as const;
  const attempts = [
    { ...again, started_ms: 0, ended_ms: 300 },
    { ...again, started_ms: 600, ended_ms: 900 },
    { ...again, provider: "other", failure: "timeout", started_ms: 900, ended_ms: 2900 },
  ];
  expect(explain(refused(504, "upstream_timeout", { attempts }), NO_FACTS)?.sentence).toBe(
    "acme refused: too many requests there, twice. other did not answer in 2.00 s. There was no other target left to try.",
  );
  const fine = refused(200, null, {
    error: null,
    attempts: [...attempts, { ...served, started_ms: 2900, ended_ms: 3000 }],
  });
  expect(explain(fine, NO_FACTS)).toMatchObject({
    sentence: expect.stringMatching(/backup took over after 2.90 s and served it\.$/),
    fix: { at: "model", id: "chat" },
  });
});

test("what nobody could serve says why for each", () => {
  const skipped = [
    { model: "chat", provider: "acme", why: "is switched off" },
    { model: "backup", provider: "local", why: "failed lately, next try in 9 s" },
  ];
  expect(explain(refused(503, "no_target", { skipped }), NO_FACTS)).toMatchObject({
    sentence: "Nothing that serves chat could be asked. chat is switched off. backup failed lately, next try in 9 s.",
    fix: { at: "provider", id: "acme" },
  });
});

test("a request that went well, or is still running, needs no explanation", () => {
  const fine = { ...aDetail(), ...MARKS };
  expect(explain(fine, NO_FACTS)).toBeNull();
  expect(explain({ ...fine, state: "running" }, NO_FACTS)).toBeNull();
});

test("one that was stopped or left says after how long", () => {
  expect(explain(refused(503, "stopped_by_owner"), NO_FACTS)?.sentence).toContain("stopped here after 2.91 s");
  const left = refused(499, null, { error: null, first_token_ms: null });
  expect(explain(left, NO_FACTS)?.sentence).toBe("The client went away after 2.91 s, before the answer began.");
});
