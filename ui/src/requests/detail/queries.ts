import { queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "../../api/client";
import type { Exchange, RequestDetail, Volume } from "../../api/types";
import { isOwnLimit } from "./explain/explain";

export const exchangesQuery = (client: AdminClient, id: string) =>
  queryOptions({
    queryKey: ["exchanges", id],
    queryFn: async () =>
      (await answer<{ data: Exchange[] }>(client.GET("/requests/{id}/exchanges", { params: { path: { id } } }))).data,
    staleTime: Number.POSITIVE_INFINITY,
  });

const MINUTE = 60_000;

/** How many of the key's requests of the minute before were refused as this one was. */
export const refusedQuery = (client: AdminClient, detail: RequestDetail) =>
  queryOptions({
    queryKey: ["refused", detail.id],
    enabled: isOwnLimit(detail) && detail.key !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const matched = async (filter: string) => {
        const query = { filter, from: detail.started_at - MINUTE, to: detail.started_at + 1, buckets: 1 };
        return (await answer<Volume>(client.GET("/requests/volume", { params: { query } }))).matched;
      };
      const key = `key:${detail.key}`;
      const [refused, asked] = await Promise.all([matched(`${key} status:${detail.status}`), matched(key)]);
      return { refused, asked };
    },
  });
