import type { Job } from "../api/types";
import { strings } from "../strings";

const words = strings.jobs.explain;

export interface Explanation {
  /** What happened, and what to do about it. */
  why: string;
  todo: string;
  /** Where that is done. */
  at: "playground" | "files" | "providers" | null;
}

const told = (what: { why: string; todo: string }, at: Explanation["at"] = null): Explanation => ({ ...what, at });

const BY_CODE: Record<string, Explanation | undefined> = {
  content_policy_violation: told(words.content_policy_violation, "playground"),
  deadline_exceeded: told(words.deadline_exceeded),
  job_lost: told(words.job_lost),
  interrupted: told(words.interrupted),
  storage_limit_exceeded: told(words.storage_limit_exceeded, "files"),
  auth: told(words.auth, "providers"),
  permission: told(words.auth, "providers"),
  upstream_auth: told(words.auth, "providers"),
  quota: told(words.quota),
  model_not_found: told(words.model_not_found, "providers"),
  rate_limited: told(words.busy, "providers"),
  overloaded: told(words.busy, "providers"),
  connect: told(words.trouble, "providers"),
  timeout: told(words.trouble, "providers"),
  server: told(words.trouble, "providers"),
  bad_reply: told(words.trouble, "providers"),
  truncated: told(words.trouble, "providers"),
  upstream_error: told(words.trouble, "providers"),
  upstream_timeout: told(words.trouble, "providers"),
  invalid: told(words.invalid, "playground"),
  invalid_value: told(words.invalid, "playground"),
  context_length: told(words.invalid, "playground"),
  download_failed: told(words.download),
};

/** Why there is nothing; null where there is something, or will be. */
export function explain({ state, error }: Pick<Job, "state" | "error">): Explanation | null {
  switch (state) {
    case "failed":
      return BY_CODE[error?.code ?? ""] ?? told(words.other);
    case "expired":
      return BY_CODE[error?.code ?? ""] ?? told(words.expired);
    case "cancelled":
      return told(words.cancelled);
    default:
      return null;
  }
}
