import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AdminClient, answer } from "../api/client";
import { useGateway } from "../api/gateway";
import type { SettingChange, Settings } from "../api/types";

export const settingsQuery = (client: AdminClient) =>
  queryOptions({ queryKey: ["settings"], queryFn: () => answer<Settings>(client.GET("/settings")) });

export const changesQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["settings", "changes"],
    queryFn: async () => (await answer<{ data: SettingChange[] }>(client.GET("/settings/changes"))).data,
  });

/** One setting of the gateway: what it is, and how to change it. */
export function useSetting<Name extends keyof Settings>(name: Name) {
  const { client } = useGateway();
  const value = useQuery(settingsQuery(client)).data?.[name];
  const take = useTake();
  const change = useMutation({
    mutationFn: (to: Settings[Name]) =>
      answer<Settings>(client.PATCH("/settings", { body: { [name]: to } as Partial<Settings> })),
    onSuccess: take,
  });
  return {
    value,
    save: (to: Settings[Name], done?: () => void) => change.mutate(to, done && { onSuccess: done }),
    busy: change.isPending,
    /** When it was taken last, so that each time is told. */
    savedAt: change.isSuccess ? change.submittedAt : null,
    error: change.error,
  };
}

export function useRevert() {
  const { client } = useGateway();
  const take = useTake();
  return useMutation({
    mutationFn: (id: number) =>
      answer<Settings>(client.POST("/settings/changes/{id}/revert", { params: { path: { id } } })),
    onSuccess: take,
  });
}

/** Shows the new settings at once; where the gateway can be reached may have changed with them. */
function useTake() {
  const cache = useQueryClient();
  return (settings: Settings) => {
    cache.setQueryData(["settings"], settings);
    void cache.invalidateQueries({ queryKey: ["settings", "changes"] });
    void cache.invalidateQueries({ queryKey: ["settings", "prices"] });
    void cache.invalidateQueries({ queryKey: ["status"] });
  };
}
