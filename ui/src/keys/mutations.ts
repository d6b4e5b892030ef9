import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer } from "../api/client";
import { useGateway } from "../api/gateway";
import type { Key, KeyChange, MadeKey, NewKey } from "../api/types";
import { keepMadeSecret } from "../connect/made-secret";

/** What can be done with keys. The list shows the outcome at once; the event that follows confirms it. */
export function useKeyActions() {
  const { client } = useGateway();
  const cache = useQueryClient();
  const refresh = () => cache.invalidateQueries({ queryKey: ["keys"] });
  const made = ({ key, secret }: MadeKey) => {
    keepMadeSecret(cache, { id: key.id, secret });
    void refresh();
  };

  const create = useMutation({
    mutationFn: (body: NewKey) => answer<MadeKey>(client.POST("/keys", { body })),
    onSuccess: made,
  });
  const change = useMutation({
    mutationFn: ({ id, body }: { id: string; body: KeyChange }) =>
      answer<Key>(client.PATCH("/keys/{id}", { params: { path: { id } }, body })),
    onSuccess(changed) {
      cache.setQueryData<Key[]>(["keys"], (keys) => keys?.map((key) => (key.id === changed.id ? changed : key)));
      void refresh();
    },
  });
  const rotate = useMutation({
    mutationFn: ({ id, overlap }: { id: string; overlap: number }) =>
      answer<MadeKey>(
        client.POST("/keys/{id}/rotate", { params: { path: { id } }, body: { overlap_seconds: overlap } }),
      ),
    onSuccess: made,
  });
  const remove = useMutation({
    mutationFn: (id: string) => answer<undefined>(client.DELETE("/keys/{id}", { params: { path: { id } } })),
    onSuccess(_nothing, id) {
      cache.setQueryData<Key[]>(["keys"], (keys) => keys?.filter((key) => key.id !== id));
      void refresh();
    },
  });
  return { create, change, rotate, remove };
}
