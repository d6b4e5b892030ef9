import { expect, test } from "vitest";
import type { StepName } from "../../api/types";
import { stretchesOf } from "./steps";

test("looks that found nothing new are one line, and whatever went wrong keeps its own", () => {
  const event = (at: number, step: StepName, percent: number | null = null, message: string | null = null) => ({
    at,
    step,
    percent,
    message,
  });
  const events = [
    event(1, "submitted"),
    event(2, "queued"),
    event(3, "queued"),
    event(4, "progress", 10),
    event(5, "progress", 10),
    event(6, "look_failed", 10, "429"),
    event(7, "look_failed", 10, "429"),
    event(8, "progress", 20),
    event(9, "completed"),
  ];
  expect(stretchesOf(events).map(({ step, from, to, looks }) => `${step} ${from.at}-${to.at} ${looks}`)).toEqual([
    "submitted 1-1 1",
    "queued 2-3 2",
    "progress 4-5 2",
    "look_failed 6-6 1",
    "look_failed 7-7 1",
    "progress 8-8 1",
    "completed 9-9 1",
  ]);
});
