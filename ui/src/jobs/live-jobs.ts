import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Job, JobDetail, JobPage } from "../api/types";
import { isActive } from "./state";

/** Lists are asked for again at most this often, however many jobs end at once. */
const LISTS_MS = 300;

/** Keeps what is known of jobs up to date with what the stream of events tells. */
export function liveJobs(cache: QueryClient) {
  let asking: ReturnType<typeof setTimeout> | undefined;

  /** Who came or went is the gateway's to say: it knows what a filter means. */
  function askForLists() {
    asking ??= setTimeout(() => {
      asking = undefined;
      void cache.invalidateQueries({ queryKey: ["jobs", "active"] });
      void cache.invalidateQueries({ queryKey: ["jobs", "ended"] });
    }, LISTS_MS);
  }

  return {
    changed(job: Job) {
      const known = putJob(cache, job);
      if (!known || !isActive(job)) askForLists();
      void cache.invalidateQueries({ queryKey: ["jobs", "one", job.id] });
    },
    stop: () => clearTimeout(asking),
  };
}

/**
 * Puts a job in the place of what was known of it. False: it was in no list that is looked at. The others are read again
 * when somebody looks: what is put into one would count as just read, and hide that it is out of date.
 */
export function putJob(cache: QueryClient, job: Job): boolean {
  let known = false;
  const put = (jobs: Job[]) =>
    jobs.map((each) => {
      if (each.id !== job.id) return each;
      known = true;
      return job;
    });
  void cache.invalidateQueries({ queryKey: ["jobs"], type: "inactive", refetchType: "none" });
  cache.setQueriesData<JobPage>(
    { queryKey: ["jobs", "active"], type: "active" },
    (page) => page && { ...page, data: put(page.data) },
  );
  cache.setQueriesData<InfiniteData<JobPage>>(
    { queryKey: ["jobs", "ended"], type: "active" },
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, data: put(page.data) })) },
  );
  cache.setQueryData<JobDetail>(["jobs", "one", job.id], (detail) => detail && { ...detail, ...job });
  return known;
}
