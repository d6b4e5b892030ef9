import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "../api/client";
import type { JobDetail, JobPage } from "../api/types";
import type { Wanted } from "./search";

const PAGE = 50;
/** More at a time than any provider takes of one account. */
const MOST_ACTIVE = 200;

/** Those under way, all at once; events of the gateway keep them fresh. */
export const activeJobsQuery = (client: AdminClient, wanted: Wanted) =>
  queryOptions({
    queryKey: ["jobs", "active", wanted],
    queryFn: () => {
      const query = { ...wanted, active: true, limit: MOST_ACTIVE };
      return answer<JobPage>(client.GET("/jobs", { params: { query } }));
    },
    placeholderData: (before) => before,
    gcTime: 60_000,
  });

/** Those that have ended, the newest first, page by page. */
export const endedJobsQuery = (client: AdminClient, wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: ["jobs", "ended", wanted],
    queryFn: ({ pageParam }) => {
      const query = { ...wanted, active: false, ...(pageParam ? { after: pageParam } : {}), limit: PAGE };
      return answer<JobPage>(client.GET("/jobs", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page: JobPage) => page.next,
    placeholderData: (before) => before,
    gcTime: 60_000,
  });

export const jobQuery = (client: AdminClient, id: string) =>
  queryOptions({
    queryKey: ["jobs", "one", id],
    queryFn: () => answer<JobDetail>(client.GET("/jobs/{id}", { params: { path: { id } } })),
  });
