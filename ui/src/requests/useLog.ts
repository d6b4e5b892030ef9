import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { useGateway } from "../api/gateway";
import { append, follow, LONGEST, type Log, type LogQuery } from "../api/log";
import { fetchPage, logQuery } from "../api/queries";

/** A live list of requests, with the ways to look further back and to follow. */
export function useLog(wanted: LogQuery) {
  const { client } = useGateway();
  const cache = useQueryClient();
  const options = logQuery(client, cache, wanted);
  const query = useQuery({ ...options, placeholderData: keepPreviousData });
  const loading = useRef(false);
  const key = JSON.stringify(wanted);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what is wanted
  const loadMore = useCallback(async () => {
    const log = cache.getQueryData<Log>(options.queryKey);
    if (!log?.next || loading.current || log.rows.length >= LONGEST) return;
    loading.current = true;
    try {
      const page = await fetchPage(client, wanted, { before: log.next });
      cache.setQueryData<Log>(options.queryKey, (log) => log && append(log, page));
    } catch {
      // The banner tells that the gateway is away; scrolling on asks again.
    } finally {
      loading.current = false;
    }
  }, [cache, client, key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what is wanted
  const setFollowing = useCallback(
    (following: boolean) => {
      cache.setQueryData<Log>(options.queryKey, (log) => log && follow(log, following));
    },
    [cache, key],
  );

  return { ...query, loadMore, setFollowing };
}
