import { isAccepted } from "../../../api/try";
import type { Attempt, Key, RequestDetail } from "../../../api/types";
import { count, roughCredits } from "../../../format/numbers";
import { duration, exactTime, timeOfDay } from "../../../format/time";
import { explain as explainJob } from "../../../jobs/explain";
import { strings } from "../../../strings";

const words = strings.requests.detail.explain;

/** What is known beside the request itself. */
export interface Facts {
  /** The key that called, as it is now. */
  key: Key | undefined;
  /** How many of the key's requests of that minute were refused like this one. */
  refused: { refused: number; asked: number } | undefined;
}

type Place = "job" | "new-key" | "new-model" | "connect" | "settings" | "diagnostics" | "replay" | "request";

/** Where the fix is made. */
export type Fix = { at: "key"; id: string | null } | { at: "provider" | "model"; id: string } | { at: Place };

export interface Explanation {
  sentence: string;
  /** What the fix is called on its button. */
  label: string;
  fix: Fix;
}

type Rule = (detail: RequestDetail, facts: Facts) => Explanation;

/** Says in one plain sentence what went wrong and what to do about it; nothing where nothing did. */
export function explain(detail: RequestDetail, facts: Facts): Explanation | null {
  if (detail.state === "running") return null;
  const code = detail.error?.code ?? "";
  if (isAccepted(detail) && detail.error) return jobFailed(detail.error);
  if (code === "stopped_by_owner") return stopped(detail);
  if (detail.status === 499 || (!detail.error && lastOf(detail)?.outcome === "cancelled")) return left(detail);
  if (detail.error && WRONG_ADDRESS.includes(code)) return wrongAddress(detail.error.message);
  const failed = failedAttempts(detail);
  if (!detail.error) return failed.length > 0 && detail.status < 400 ? fellBack(detail) : null;
  if (failed.length > 0) return allFailed(detail);
  const rule = BY_CODE[code] ?? BY_STATUS[detail.status] ?? (detail.status < 500 ? invalid : internal);
  return rule(detail, facts);
}

/** Does this row owe its reader an explanation that needs the key's figures of that minute? */
export function isOwnLimit(detail: RequestDetail): boolean {
  const code = detail.error?.code;
  return detail.attempts.length === 0 && (code === "rate_limit_exceeded" || code === "insufficient_quota");
}

const atKey =
  (sentence: (name: string, detail: RequestDetail) => string, label: string): Rule =>
  (detail) => ({
    sentence: sentence(detail.key_name ?? words.thatKey, detail),
    label,
    fix: { at: "key", id: detail.key },
  });

const plain =
  (sentence: string, label: string, at: Place): Rule =>
  () => ({ sentence, label, fix: { at } });

/** What the gateway itself refuses, by its code. */
export const BY_CODE: Record<string, Rule | undefined> = {
  invalid_api_key: (detail, facts) => wrongKey(detail, facts),
  rate_limit_exceeded: (detail, facts) => rateLimited(detail, facts),
  insufficient_quota: (detail, facts) => overBudget(detail, facts),
  endpoint_not_allowed: atKey((name, { endpoint }) => words.endpoint(name, endpoint), words.fix.allowEndpoint),
  model_not_allowed: atKey((name, { model }) => words.modelNotAllowed(name, model ?? ""), words.fix.allowModel),
  host_not_allowed: plain(words.host, words.fix.settings, "settings"),
  origin_not_allowed: plain(words.origin, words.fix.settings, "settings"),
  model_not_found: ({ model }) => ({
    sentence: words.noModel(model ?? ""),
    label: words.fix.addModel,
    fix: { at: "new-model" },
  }),
  no_target: (detail) => ({
    sentence: `${words.noTarget(detail.model ?? "")}${passedOver(detail)}`,
    label: words.fix.provider,
    fix: detail.skipped[0] ? { at: "provider", id: detail.skipped[0].provider } : { at: "new-model" },
  }),
  unsupported_value: (detail) => {
    if (detail.skipped.length === 0) return invalid(detail);
    const sentence = `${words.lacks(detail.model ?? "")}${passedOver(detail)}`;
    return { sentence, label: words.fix.fallback, fix: { at: "model", id: detail.model ?? "" } };
  },
  audio_not_supported_by_model: (detail) => ({
    sentence: words.deaf(detail.model ?? ""),
    label: words.fix.request,
    fix: { at: "request" },
  }),
  file_not_found: plain(words.noFile, words.fix.request, "request"),
  unsupported_file: plain(words.untakeable, words.fix.request, "request"),
  overloaded: plain(words.busy, words.fix.again, "replay"),
  paused: plain(words.paused, words.fix.again, "replay"),
  method_not_supported: plain(words.method, words.fix.connect, "connect"),
};

/** What has no code of its own. */
const BY_STATUS: Record<number, Rule | undefined> = {
  401: plain(words.noKey, words.fix.connect, "connect"),
  404: plain(words.noPath, words.fix.connect, "connect"),
  413: plain(words.tooLarge, words.fix.request, "request"),
  415: plain(words.mediaType, words.fix.connect, "connect"),
  431: plain(words.headers, words.fix.connect, "connect"),
};

function wrongKey(detail: RequestDetail, facts: Facts): Explanation {
  const { key } = facts;
  const message = detail.error?.message ?? "";
  if (message.includes("switched off")) return atKey(words.keyOff, words.fix.key)(detail, facts);
  if (message.includes("expired")) {
    const at = key?.expires_at ? exactTime(key.expires_at) : null;
    return atKey((name) => words.keyExpired(name, at), words.fix.key)(detail, facts);
  }
  return { sentence: words.wrongKey, label: words.fix.newKey, fix: { at: "new-key" } };
}

function rateLimited(detail: RequestDetail, { key, refused }: Facts): Explanation {
  const message = detail.error?.message ?? "";
  if (message.includes("your address")) {
    return { sentence: words.addressLimit, label: words.fix.settings, fix: { at: "settings" } };
  }
  // The limit that refused stands in the error; the key's own may have been raised since.
  const limit =
    /limit ([\d.,]+) /.exec(message)?.[1] ?? (key?.requests_per_minute ? `${key.requests_per_minute}` : "?");
  const at = timeOfDay(detail.started_at, detail.started_at);
  const sentence = words.rateLimit(detail.key_name ?? words.thatKey, limit, at);
  return { sentence: `${sentence}${share(refused)}`, label: words.fix.raiseLimit, fix: { at: "key", id: detail.key } };
}

function overBudget(detail: RequestDetail, { key, refused }: Facts): Explanation {
  const name = detail.key_name ?? words.thatKey;
  // The source of the limit is not in the record, only in what the client read.
  if (detail.error?.message.startsWith("Requests in flight")) {
    return { sentence: words.budgetHeld(name), label: words.fix.again, fix: { at: "replay" } };
  }
  const spent = key?.budget
    ? words.spent(roughCredits(key.spent), roughCredits(key.budget.credits), key.budget.period)
    : "";
  const sentence = `${words.budget(name)}${spent}${share(refused)}`;
  return { sentence, label: words.fix.raiseBudget, fix: { at: "key", id: detail.key } };
}

function share(refused: Facts["refused"]): string {
  if (!refused || refused.asked < 2) return "";
  return words.share(count(refused.refused), count(refused.asked));
}

function stopped(detail: RequestDetail): Explanation {
  return { sentence: words.stopped(duration(detail.duration_ms)), label: words.fix.again, fix: { at: "replay" } };
}

/** In the words that its job has for it. */
function jobFailed({ code, message }: NonNullable<RequestDetail["error"]>): Explanation {
  const told = explainJob({ state: "failed", error: { code: code ?? "", message } });
  const sentence = [told?.why, told?.todo].filter(Boolean).join(" ");
  return { sentence, label: strings.jobs.follow, fix: { at: "job" } };
}

function left(detail: RequestDetail): Explanation {
  const before = detail.first_token_ms === null ? words.leftBefore : words.leftDuring;
  return { sentence: before(duration(detail.duration_ms)), label: words.fix.again, fix: { at: "replay" } };
}

function invalid(detail: RequestDetail): Explanation {
  const param = detail.error?.param;
  return {
    sentence: param ? words.invalidField(param) : words.invalid,
    label: words.fix.request,
    fix: { at: "request" },
  };
}

/** Of files that a message points to; refused while an attempt is prepared, so that no provider is to blame. */
export const WRONG_ADDRESS = ["invalid_image_url", "invalid_file_url"];

/** The message says best whether it is the address that is wrong, or what it leads to. */
function wrongAddress(message: string): Explanation {
  return { sentence: message, label: words.fix.request, fix: { at: "request" } };
}

function internal(): Explanation {
  return { sentence: words.internal, label: words.fix.diagnostics, fix: { at: "diagnostics" } };
}

/** Every target that was asked failed. The fix is the last one's, since its failure is what the client saw. */
function allFailed(detail: RequestDetail): Explanation {
  const last = failedAttempts(detail).at(-1) as Attempt;
  const others = detail.skipped.length > 0 ? passedOver(detail) : words.noOther;
  const fix = FIXES[last.failure as keyof typeof FIXES] ?? FIXES.server;
  const retriable = fix.at === "fallback";
  return {
    sentence: `${clauses(detail)}${retriable ? others : ""}`,
    label: words.fix[fix.label],
    fix: fixOf(fix.at, last, detail),
  };
}

/** Another target served in the end: what did that cost, and who should come first? */
function fellBack(detail: RequestDetail): Explanation {
  const served = lastOf(detail);
  const waited = served ? duration(served.started_ms) : "";
  const sentence = `${clauses(detail)} ${words.served(served?.model ?? "", waited)}`;
  return { sentence, label: words.fix.order, fix: { at: "model", id: detail.model ?? "" } };
}

/** What helps against each kind of failure of a provider. */
export const FIXES = {
  connect: { at: "provider", label: "provider" },
  timeout: { at: "fallback", label: "fallback" },
  rate_limited: { at: "fallback", label: "fallback" },
  overloaded: { at: "fallback", label: "fallback" },
  server: { at: "fallback", label: "fallback" },
  bad_reply: { at: "provider", label: "provider" },
  truncated: { at: "replay", label: "again" },
  auth: { at: "provider", label: "credential" },
  permission: { at: "provider", label: "credential" },
  quota: { at: "fallback", label: "fallback" },
  model_not_found: { at: "model", label: "model" },
  context_length: { at: "request", label: "request" },
  invalid: { at: "request", label: "request" },
  content_policy: { at: "request", label: "request" },
  cancelled: { at: "replay", label: "again" },
} as const satisfies Record<string, { at: string; label: keyof typeof words.fix }>;

function fixOf(at: (typeof FIXES)[keyof typeof FIXES]["at"], attempt: Attempt, detail: RequestDetail): Fix {
  if (at === "provider") return { at, id: attempt.provider };
  if (at === "model") return { at, id: attempt.model };
  if (at === "fallback") return { at: "model", id: detail.model ?? attempt.model };
  return { at };
}

/** `acme refused twice: too many requests there. other did not answer in 2.0 s.` */
function clauses(detail: RequestDetail): string {
  const groups: { attempt: Attempt; times: number; took: number }[] = [];
  for (const attempt of failedAttempts(detail)) {
    const took = attempt.ended_ms - attempt.started_ms;
    const last = groups.at(-1);
    if (last && last.attempt.provider === attempt.provider && last.attempt.failure === attempt.failure) {
      last.times += 1;
      last.took += took;
    } else groups.push({ attempt, times: 1, took });
  }
  return groups
    .map(({ attempt, times, took }) => {
      const clause = words.failure[attempt.failure as keyof typeof words.failure] ?? words.failure.server;
      return `${clause(who(attempt, detail), { model: attempt.upstream, took: duration(took) })}${words.times(times)}.`;
    })
    .join(" ");
}

/** Who failed: the provider, or the model where one provider has several of the targets. */
function who({ model, provider }: Attempt, { attempts }: RequestDetail): string {
  return attempts.some((other) => other.provider === provider && other.model !== model) ? model : provider;
}

function passedOver(detail: RequestDetail): string {
  return detail.skipped.map(({ model, why }) => words.passedOver(model, why)).join("");
}

function failedAttempts(detail: RequestDetail): Attempt[] {
  return detail.attempts.filter((attempt) => attempt.outcome === "failed");
}

function lastOf(detail: RequestDetail): Attempt | undefined {
  return detail.attempts.at(-1);
}
