import { queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "../api/client";
import type { components } from "../api/schema";

export type KeyUsage = components["schemas"]["KeyUsage"];
export type DryRunResult = components["schemas"]["DryRun"];

/** What each key spent on the last 30 days. Below `keys`, so that it is fetched again with them. */
export const usageQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["keys", "usage"],
    queryFn: async () => (await answer<{ data: KeyUsage[] }>(client.GET("/keys/usage"))).data,
  });
