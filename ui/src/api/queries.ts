import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "./client";
import { EMPTY_LOG, type Log, type LogQuery, period, refreshed } from "./log";
import type { Key, Model, Provider, ProviderHealth, RequestDetail, RequestPage, Status, Volume } from "./types";

/** The first rows have to be quick; who scrolls on wants many. */
const FIRST_PAGE = 100;
const PAGE = 500;

// Events keep what is shown fresh; a slow poll covers what no event tells (uptime, a cooldown that ends).
const SLOWLY = 15_000;

export const statusQuery = (client: AdminClient) =>
  queryOptions({ queryKey: ["status"], queryFn: () => answer<Status>(client.GET("/status")), refetchInterval: SLOWLY });

export const keysQuery = (client: AdminClient) =>
  queryOptions({ queryKey: ["keys"], queryFn: async () => (await answer<{ data: Key[] }>(client.GET("/keys"))).data });

export const modelsQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["models"],
    queryFn: async () => (await answer<{ data: Model[] }>(client.GET("/models"))).data,
  });

export const providersQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["providers"],
    queryFn: async () => (await answer<{ data: Provider[] }>(client.GET("/providers"))).data,
    refetchInterval: SLOWLY,
  });

/** How each provider did over the last day. */
export const healthQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["providers", "health"],
    queryFn: async () => (await answer<{ data: ProviderHealth[] }>(client.GET("/providers/health"))).data,
    refetchInterval: SLOWLY,
  });

export const requestQuery = (client: AdminClient, id: string) =>
  queryOptions({
    queryKey: ["request", id],
    queryFn: () => answer<RequestDetail>(client.GET("/requests/{id}", { params: { path: { id } } })),
  });

/** A live list: fetched once, then kept by the stream of events (`live-cache.ts`). */
export const logQuery = (client: AdminClient, cache: QueryClient, wanted: LogQuery) =>
  queryOptions({
    queryKey: ["log", wanted],
    queryFn: async () => {
      const page = await fetchPage(client, wanted, {});
      const known = cache.getQueryData<Log>(["log", wanted]) ?? EMPTY_LOG;
      return refreshed(known, page);
    },
    // Rows keep their identity, so there is nothing to gain from comparing thousands of them in depth.
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    // A list may be long: one that nobody looks at any more is not worth its memory.
    gcTime: 60_000,
  });

/** A page of the log: the newest rows, or those on one side of a row. */
export function fetchPage(client: AdminClient, wanted: LogQuery, where: { before?: string; after?: string }) {
  const limit = where.before || where.after ? PAGE : FIRST_PAGE;
  const query = { ...asked(wanted), ...where, limit };
  return answer<RequestPage>(client.GET("/requests", { params: { query } }));
}

/** How many requests there were when: kept fresh by the stream of events too. */
export const volumeQuery = (client: AdminClient, wanted: LogQuery, buckets: number) =>
  queryOptions({
    queryKey: ["volume", wanted, buckets],
    queryFn: () => answer<Volume>(client.GET("/requests/volume", { params: { query: { ...asked(wanted), buckets } } })),
    placeholderData: (before) => before,
    gcTime: 60_000,
  });

/** The query as the gateway takes it. */
export function asked(wanted: LogQuery) {
  return { ...(wanted.filter ? { filter: wanted.filter } : {}), ...period(wanted, Date.now()) };
}
