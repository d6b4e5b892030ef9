import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "./client";
import { EMPTY_LOG, type Log, type LogFilters, refreshed } from "./log";
import type { Key, Model, Provider, RequestDetail, RequestPage, Status } from "./types";

/** How many rows one fetch brings. */
export const PAGE = 100;

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

export const requestQuery = (client: AdminClient, id: string) =>
  queryOptions({
    queryKey: ["request", id],
    queryFn: () => answer<RequestDetail>(client.GET("/requests/{id}", { params: { path: { id } } })),
  });

/** A live list: fetched once, then kept by the stream of events (`live-cache.ts`). */
export const logQuery = (client: AdminClient, cache: QueryClient, filters: LogFilters) =>
  queryOptions({
    queryKey: ["log", filters],
    queryFn: async () => {
      const page = await fetchPage(client, filters, null);
      const known = cache.getQueryData<Log>(["log", filters]) ?? EMPTY_LOG;
      return refreshed(known, page, filters);
    },
    // Rows keep their identity, so there is nothing to gain from comparing thousands of them in depth.
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

export function fetchPage(client: AdminClient, filters: LogFilters, before: string | null) {
  const query = { ...filters, limit: PAGE, ...(before === null ? {} : { before }) };
  return answer<RequestPage>(client.GET("/requests", { params: { query } }));
}
