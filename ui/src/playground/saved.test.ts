import { expect, test, vi } from "vitest";
import { NO_TRIAL } from "../api/try";
import { aDetail } from "../test/records";
import { newDraft, userTurn } from "./draft";
import { creditsOf, figuresOf } from "./figures";
import {
  MOST_RUNS,
  runOf,
  saveDraft,
  savedDraft,
  savedPresets,
  savedRuns,
  savePresets,
  saveRuns,
  trialOf,
  withPreset,
  withRun,
} from "./saved";

const trial = { ...NO_TRIAL, phase: "done" as const, text: "Hi", credits: "0.000100", events: [{ at: 1, data: "{}" }] };

test("the draft comes back as it was, and an unreadable one as a new one", () => {
  const draft = { ...newDraft(), system: "Be brief.", turns: [userTurn("Hi")] };
  expect(saveDraft(draft)).toBe(true);
  expect(savedDraft()).toEqual(draft);
  for (const broken of ["", "{", "null", '{"columns":[]}', '{"columns":[{"id":"a","model":"b"}]}']) {
    localStorage.setItem("turnpike.playground.draft", broken);
    expect(savedDraft(), broken).toMatchObject({ system: "", columns: [{ model: "sandbox-chat" }] });
  }
});

test("a store without room is told, not passed over", () => {
  const setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  vi.stubGlobal("localStorage", { setItem });
  expect(saveDraft(newDraft())).toBe(false);
  vi.unstubAllGlobals();
});

test("presets stand in the order of their names; the same name replaces", () => {
  const draft = newDraft();
  const presets = ["b", "a", "b"].reduce(
    (all, name, index) => withPreset(all, { name, draft: { ...draft, system: String(index) } }),
    savedPresets(),
  );
  expect(presets.map(({ name, draft: kept }) => `${name}${kept.system}`)).toEqual(["a1", "b2"]);
  savePresets(presets);
  expect(savedPresets()).toEqual(presets);
});

test("the history keeps the last hundred runs, and their answers without the events", () => {
  let runs = savedRuns();
  for (let at = 0; at <= MOST_RUNS; at += 1) runs = withRun(runs, runOf(newDraft(), { c1: trial }, at));
  expect(runs).toHaveLength(MOST_RUNS);
  expect([runs[0]?.at, runs.at(-1)?.at]).toEqual([MOST_RUNS, 1]);
  saveRuns(runs);
  const outcome = savedRuns()[0]?.outcomes.c1;
  expect(outcome && trialOf(outcome)).toEqual({ ...trial, events: [] });
});

test("large pictures are left out of the history, and told to be", () => {
  const draft = { ...newDraft(), turns: [userTurn("See", [`data:image/png;base64,${"A".repeat(300_000)}`])] };
  const [kept] = withRun([], runOf(draft, { c1: trial }, 1));
  expect(kept).toMatchObject({ withoutPictures: true, draft: { turns: [{ text: "See", pictures: [] }] } });
  expect(JSON.stringify(kept).length).toBeLessThan(5_000);
});

test("figures are the stream's own, or the log's where it ended early", () => {
  const usage = { prompt_tokens: 10, completion_tokens: 21, credits_used: null };
  const streamed = { ...NO_TRIAL, firstTokenMs: 100, lastTokenMs: 600, durationMs: 650, usage, credits: null };
  expect(figuresOf(streamed, undefined)).toEqual({
    firstTokenMs: 100,
    durationMs: 650,
    tokensPerSecond: 40,
    input: 10,
    output: 21,
  });
  expect(creditsOf(streamed, undefined)).toBeNull();
  const stopped = { ...NO_TRIAL, firstTokenMs: 100, lastTokenMs: 612 };
  expect(figuresOf(stopped, undefined)).toMatchObject({ input: null, output: null, tokensPerSecond: null });
  expect(creditsOf(stopped, undefined)).toBeUndefined();
  expect(creditsOf(stopped, aDetail({ state: "running", credits_used: null }))).toBeUndefined();
  expect(figuresOf(stopped, aDetail())).toMatchObject({ input: 3410, output: 512 });
  expect(creditsOf(stopped, aDetail())).toBe("0.218400");
  const rates: [number, number | null, number | null][] = [
    [1, 600, null],
    [21, 110, null],
    [21, null, null],
  ];
  for (const [completion_tokens, lastTokenMs, expected] of rates) {
    const trial = { ...streamed, lastTokenMs, usage: { ...usage, completion_tokens } };
    expect(figuresOf(trial, undefined).tokensPerSecond, `${completion_tokens} ${lastTokenMs}`).toBe(expected);
  }
});
