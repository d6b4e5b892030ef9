import type { Course, Trial } from "../api/try";
import type { RequestDetail } from "../api/types";

/** What a run came to. Null: not known (yet). */
export interface Figures {
  firstTokenMs: number | null;
  durationMs: number | null;
  tokensPerSecond: number | null;
  input: number | null;
  output: number | null;
}

/** Over less time than this a rate is a measure of the clock. */
const LEAST_MS = 20;

/** The stream's own figures; where it ended too early to tell them, those of the log. */
export function figuresOf(trial: Trial, record: RequestDetail | undefined): Figures {
  const settled = settledOf(record);
  const output = trial.usage?.completion_tokens ?? settled?.usage?.completion_tokens ?? null;
  return {
    firstTokenMs: trial.firstTokenMs,
    durationMs: trial.durationMs,
    tokensPerSecond: rate(output, trial),
    input: trial.usage?.prompt_tokens ?? settled?.usage?.prompt_tokens ?? null,
    output,
  };
}

/** Text as the gateway sent it; null when unpriced, undefined until it is told. */
export function creditsOf(course: Course, record: RequestDetail | undefined): string | null | undefined {
  return course.credits === undefined ? settledOf(record)?.credits_used : course.credits;
}

function settledOf(record: RequestDetail | undefined): RequestDetail | undefined {
  return record && record.state !== "running" ? record : undefined;
}

/** The first token took the waiting; the others came one after the other. */
function rate(output: number | null, { firstTokenMs, lastTokenMs }: Trial): number | null {
  if (output === null || output < 2 || firstTokenMs === null || lastTokenMs === null) return null;
  const took = lastTokenMs - firstTokenMs;
  return took < LEAST_MS ? null : ((output - 1) * 1000) / took;
}
