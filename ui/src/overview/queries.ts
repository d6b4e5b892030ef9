import { queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "../api/client";
import type { LogQuery } from "../api/log";
import type { Storage } from "../api/types";
import { spanOf } from "./search";
import type { Costs, Figures } from "./types";

const SLOWLY = 60_000;

/** The figures of a time, kept fresh by events and by `RefreshChoice`. Another time keeps the last ones on the screen until its own are here. */
export const figuresQuery = (client: AdminClient, time: LogQuery) =>
  queryOptions({
    queryKey: ["overview", time],
    queryFn: () => answer<Figures>(client.GET("/overview", { params: { query: spanOf(time, Date.now()) } })),
    placeholderData: (before) => before,
  });

/** What the chats of that time would have cost; `model`: with this one only. */
export const costsQuery = (client: AdminClient, time: LogQuery, model: string | null = null) =>
  queryOptions({
    queryKey: ["overview", "elsewhere", time, model],
    queryFn: () => {
      const query = { ...spanOf(time, Date.now()), ...(model === null ? {} : { model }) };
      return answer<Costs>(client.GET("/overview/elsewhere", { params: { query } }));
    },
    placeholderData: model === null ? (before: Costs | undefined) => before : undefined,
  });

/** What the files hold. */
export const storageQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["storage"],
    queryFn: () => answer<Storage>(client.GET("/storage")),
    refetchInterval: SLOWLY,
  });
