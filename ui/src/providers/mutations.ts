import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { type AdminClient, answer } from "../api/client";
import { ApiError } from "../api/error";
import { useGateway } from "../api/gateway";
import type { Model, Provider } from "../api/types";
import { strings } from "../strings";
import { rememberAnswer } from "./dead/useDead";
import type { ModelFields, NewProvider, ProviderChange, TestResult, Vendor } from "./types";

export const vendorsQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["vendors"],
    queryFn: async () => (await answer<{ data: Vendor[] }>(client.GET("/vendors"))).data,
    // They come with the gateway's version.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What can be done with providers. Lists show the outcome at once; the event that follows confirms it. */
export function useProviderActions() {
  const { client } = useGateway();
  const cache = useQueryClient();
  const refresh = useRefresh();

  const create = useMutation({
    mutationFn: (body: NewProvider) => answer<Provider>(client.POST("/providers", { body })),
    onSuccess: refresh,
  });
  const change = useMutation({
    mutationFn: ({ id, body }: { id: string; body: ProviderChange }) =>
      answer<Provider>(client.PATCH("/providers/{id}", { params: { path: { id } }, body })),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => answer<undefined>(client.DELETE("/providers/{id}", { params: { path: { id } } })),
    onSuccess: refresh,
  });
  const test = useMutation({
    mutationFn: (id: string) => answer<TestResult>(client.POST("/providers/{id}/test", { params: { path: { id } } })),
    onSuccess: ({ ok }, id) => ok && rememberAnswer(cache, id),
  });
  return { create, change, remove, test };
}

/** What can be done with models. */
export function useModelActions() {
  const { client } = useGateway();
  const refresh = useRefresh();
  const put = (body: ModelFields) => answer<Model>(client.PUT("/models", { body }));

  const save = useMutation({ mutationFn: put, onSuccess: refresh });
  const saveAll = useMutation({
    // One after the other. One that is refused is no reason to leave out the next.
    async mutationFn(models: readonly ModelFields[]) {
      const refused: string[] = [];
      for (const model of models) {
        await put(model).catch((error) => {
          if (!(error instanceof ApiError)) throw error;
          refused.push(`${model.id}: ${error.message}`);
        });
      }
      if (refused.length > 0) throw new Error(strings.providers.offer.refused(refused.length, models.length, refused));
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => answer<undefined>(client.DELETE("/models", { params: { query: { id } } })),
    onSuccess: refresh,
  });
  const removeAll = useMutation({
    async mutationFn(ids: readonly string[]) {
      for (const id of ids) await answer<undefined>(client.DELETE("/models", { params: { query: { id } } }));
    },
    onSettled: refresh,
  });
  return { save, saveAll, remove, removeAll };
}

function useRefresh() {
  const cache = useQueryClient();
  return () => {
    void cache.invalidateQueries({ queryKey: ["providers"] });
    void cache.invalidateQueries({ queryKey: ["models"] });
    void cache.invalidateQueries({ queryKey: ["discovery"] });
    void cache.invalidateQueries({ queryKey: ["route"] });
  };
}
