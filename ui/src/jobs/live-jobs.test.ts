import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Job, JobPage } from "../api/types";
import { aFilm, aJob } from "../test/records";
import { liveJobs } from "./live-jobs";

const ACTIVE = ["jobs", "active", {}];
const ENDED = ["jobs", "ended", {}];

let cache: QueryClient;

beforeEach(() => {
  vi.useFakeTimers();
  cache = new QueryClient();
  cache.setQueryData<JobPage>(ACTIVE, { data: [aJob()], next: null, active: 1 });
  cache.setQueryData(ENDED, { pages: [{ data: [aFilm()], next: null, active: 1 }], pageParams: [""] });
});
afterEach(() => vi.useRealTimers());

const isOld = (key: unknown[]) => cache.getQueryState(key)?.isInvalidated;

/** Somebody looks at this list. */
function look(key: unknown[], read: () => JobPage) {
  const queryFn = vi.fn(async () => read());
  new QueryObserver(cache, { queryKey: key, queryFn, staleTime: Number.POSITIVE_INFINITY }).subscribe(() => undefined);
  return queryFn;
}

test("a job in a list that is looked at changes in its place, and nothing is asked", async () => {
  const asked = look(ACTIVE, () => ({ data: [], next: null, active: 0 }));
  const live = liveJobs(cache);
  live.changed(aJob({ progress: 80 }));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(cache.getQueryData<JobPage>(ACTIVE)?.data.map(({ progress }) => progress)).toEqual([80]);
  expect(asked).not.toHaveBeenCalled();
});

test("a job that came or ended is asked for, once for many", async () => {
  const now: Job[] = [aJob(), aJob({ id: "video_3" })];
  const asked = look(ACTIVE, () => ({ data: now, next: null, active: 2 }));
  const live = liveJobs(cache);
  for (const id of ["video_3", "video_4", "video_5"]) live.changed(aJob({ id }));
  live.changed(aFilm());
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveBeenCalledOnce();
  expect(cache.getQueryData<JobPage>(ACTIVE)?.data).toHaveLength(2);
});

test("a list that nobody looks at stays out of date, however often another job moves", async () => {
  const live = liveJobs(cache);
  live.changed(aFilm({ id: "video_9" }));
  await vi.advanceTimersByTimeAsync(1_000);
  live.changed(aFilm());
  live.changed(aJob());
  expect([isOld(ACTIVE), isOld(ENDED)]).toEqual([true, true]);
});
