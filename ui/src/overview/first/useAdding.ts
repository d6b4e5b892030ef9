import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useGateway } from "../../api/gateway";
import { modelsQuery } from "../../api/queries";
import { toModels } from "../../providers/draft";
import { useModelActions, useProviderActions } from "../../providers/mutations";
import type { NewProvider } from "../../providers/types";

/** More than these are chosen from, not all taken. */
export const FEW = 12;

/** What became of it. A provider that does not answer is there all the same, and is said not to answer. */
export type Added =
  | { is: "added"; id: string; milliseconds: number; models: number }
  | { is: "toChoose"; id: string; milliseconds: number; models: number }
  | { is: "unanswered"; id: string; why: string | null };

/** Makes a provider of what was found, asks it for its models, and takes those when they are few. */
export function useAdding() {
  const { client } = useGateway();
  const cache = useQueryClient();
  const { create, test } = useProviderActions();
  const { saveAll } = useModelActions();

  async function take(id: string): Promise<Added> {
    const { ok, error, milliseconds, models } = await test.mutateAsync(id);
    if (!ok) return { is: "unanswered", id, why: error };
    if (models.length === 0 || models.length > FEW) return { is: "toChoose", id, milliseconds, models: models.length };
    const known = await cache.fetchQuery(modelsQuery(client));
    const missing = models.filter(
      (name) => !known.some(({ provider, upstream }) => provider === id && upstream === name),
    );
    await saveAll.mutateAsync(toModels(missing, id, known));
    return { is: "added", id, milliseconds, models: models.length };
  }

  const settle = () => void cache.invalidateQueries({ queryKey: ["discovery"] });
  const add = useMutation({
    mutationFn: async (provider: NewProvider) => take((await create.mutateAsync(provider)).id),
    onSettled: settle,
  });
  const again = useMutation({ mutationFn: take, onSettled: settle });
  const latest = again.submittedAt > add.submittedAt ? again : add;
  return {
    add: (provider: NewProvider) => add.mutate(provider),
    again: (id: string) => again.mutate(id),
    busy: add.isPending || again.isPending,
    added: latest.data,
    error: latest.error,
  };
}
