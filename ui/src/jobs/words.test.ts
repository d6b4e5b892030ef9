import { expect, test } from "vitest";
import { aFilm, aJob } from "../test/records";
import { progressOf } from "./state";
import { creditWords, timeWords } from "./words";

const created = aJob().created_at;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

test("the time of a job is said as it needs to be known", () => {
  const at = (seconds: number) => created + seconds * SECOND;
  const expected = { expected_ms: 76 * SECOND, started_at: created };
  for (const [job, now, said] of [
    [aJob({ state: "queued", started_at: null }), at(12), "0:12"],
    [aJob(expected), at(46), "0:46 · about 0:30 left"],
    [aJob(expected), at(90), "1:30 · longer than the usual 1:16"],
    [aJob({ ...expected, state: "downloading" }), at(90), "1:30 · saving to Files"],
    [aFilm(), at(112) + 3 * MINUTE, "1:52 · 3 min ago"],
    [
      aFilm({ link_expires_at: at(112) + 41 * MINUTE }),
      at(112),
      "1:52 · now · expires at the provider in 41 min, saved",
    ],
    [aFilm({ link_expires_at: at(112) }), at(112) + 3 * MINUTE, "1:52 · 3 min ago"],
  ] as const) {
    expect(timeWords(job, now).join(" · ")).toBe(said);
  }
});

test("credits are held, then settled or free again; an unknown price is never 0", () => {
  for (const [job, said] of [
    [aJob(), "held 80.0000"],
    [aJob({ credits_reserved: null }), "unpriced"],
    [aFilm(), "settled 56.0000"],
    [aFilm({ credits_used: "0.000000" }), "settled 0"],
    [aFilm({ credits_used: null }), "unpriced"],
    [aFilm({ state: "failed", credits_used: "0.000000" }), "released"],
    [aFilm({ state: "cancelled", credits_used: "56.000000" }), "settled 56.0000"],
  ] as const) {
    expect(creditWords(job).text, `${job.state} ${job.credits_used}`).toBe(said);
  }
});

test("progress is the provider's word, or an estimate that never says it is over", () => {
  const estimated = { progress: null, started_at: created, expected_ms: 100 * SECOND };
  expect(progressOf(aJob(), created)).toEqual({ percent: 62, known: true });
  expect(progressOf(aJob(estimated), created + 40 * SECOND)).toEqual({ percent: 40, known: false });
  expect(progressOf(aJob(estimated), created + 900 * SECOND)).toEqual({ percent: 95, known: false });
  expect(progressOf(aJob({ progress: null }), created)).toBeNull();
});
