import type { Job } from "../api/types";
import { credits, exactCredits, UNKNOWN } from "../format/numbers";
import { ago, lapse, until } from "../format/time";
import { strings } from "../strings";
import { isActive } from "./state";

const words = strings.jobs;

/** Milliseconds from the submission to its end, or until now. */
export function elapsedOf({ created_at, ended_at }: Job, now: number): number {
  return (ended_at ?? now) - created_at;
}

/** What is to be known of its time at a glance, part by part. */
export function timeWords(job: Job, now: number): string[] {
  const elapsed = lapse(elapsedOf(job, now));
  if (isActive(job)) return [elapsed, leftOf(job, now)].filter((part) => part !== null);
  return [elapsed, job.ended_at === null ? null : ago(job.ended_at, now), linkWords(job, now)].filter(
    (part) => part !== null,
  );
}

function leftOf({ state, started_at, created_at, expected_ms }: Job, now: number): string | null {
  if (state === "downloading") return words.saving;
  if (expected_ms === null) return null;
  const left = (started_at ?? created_at) + expected_ms - now;
  return left > 0 ? words.left(lapse(left)) : words.longer(lapse(expected_ms));
}

/** What the trouble of a job under way is called; null where there is none. */
export function troubleWords(job: Job): string | null {
  if (job.trouble === null || !isActive(job)) return null;
  return job.state === "downloading" ? words.unfetched : words.trouble;
}

/** How long what it made can still be fetched at its provider, where that says so. */
export function linkWords({ state, link_expires_at, files }: Job, now: number): string | null {
  if (link_expires_at === null || (state !== "completed" && state !== "downloading")) return null;
  if (link_expires_at <= now) return null;
  const time = until(link_expires_at, now).replace(/^in /, "");
  return state === "completed" && files.length > 0 ? words.saved(time) : words.notSaved(time);
}

/** What it holds or has cost: short, and in full. */
export function creditWords(job: Job): { text: string; title: string | undefined } {
  const { credits_reserved: held, credits_used: used } = job;
  const unpriced = { text: strings.credits.unpriced, title: strings.credits.unpricedWhy };
  if (isActive(job)) {
    return held === null
      ? unpriced
      : { text: words.credits.held(credits(held)), title: strings.credits.exact(exactCredits(held)) };
  }
  if (isReleased(job)) {
    return {
      text: words.credits.released,
      title: held === null ? undefined : words.credits.releasedWhy(credits(held)),
    };
  }
  return used === null
    ? unpriced
    : { text: words.credits.settled(credits(used)), title: strings.credits.exact(exactCredits(used)) };
}

/** It ended without a result, and nothing was charged. */
export function isReleased(job: Job): boolean {
  return !isActive(job) && job.state !== "completed" && job.credits_used !== null && Number(job.credits_used) === 0;
}

/** The model that makes it, or else the one that was asked for. */
export function modelOf({ model, model_used }: Job): string {
  return model_used ?? model ?? UNKNOWN;
}
