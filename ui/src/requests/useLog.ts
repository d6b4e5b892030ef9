import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { useGateway } from "../api/gateway";
import { append, follow, type Log, type LogFilters } from "../api/log";
import { fetchPage, logQuery } from "../api/queries";

/** A live list of requests, with the ways to look further back and to follow. */
export function useLog(filters: LogFilters) {
  const { client } = useGateway();
  const cache = useQueryClient();
  const options = logQuery(client, cache, filters);
  const query = useQuery(options);
  const loading = useRef(false);
  const key = JSON.stringify(filters);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the filters
  const loadMore = useCallback(async () => {
    const next = cache.getQueryData<Log>(options.queryKey)?.next;
    if (!next || loading.current) return;
    loading.current = true;
    try {
      const page = await fetchPage(client, filters, next);
      cache.setQueryData<Log>(options.queryKey, (log) => log && append(log, page));
    } catch {
      // The banner tells that the gateway is away; scrolling on asks again.
    } finally {
      loading.current = false;
    }
  }, [cache, client, key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the filters
  const setFollowing = useCallback(
    (following: boolean) => {
      cache.setQueryData<Log>(options.queryKey, (log) => log && follow(log, following));
    },
    [cache, key],
  );

  return { ...query, loadMore, setFollowing };
}
