import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer } from "../../api/client";
import { useGateway } from "../../api/gateway";
import type { RequestDetail, RequestRow } from "../../api/types";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";

const words = strings.requests.detail;

/** Writes down what the user thinks of a request; an empty note is none. */
export function useNote(id: string) {
  const { client } = useGateway();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (note: string) =>
      answer<RequestRow>(
        client.PATCH("/requests/{id}", { params: { path: { id } }, body: { note: note.trim() || null } }),
      ),
    onSuccess: ({ note }) =>
      cache.setQueryData<RequestDetail>(["request", id], (detail) => detail && { ...detail, note }),
  });
}

/** Ends a request under way; what it used until then is charged. */
export function useStop(id: string) {
  const { client } = useGateway();
  return useMutation({
    mutationFn: () => answer<undefined>(client.POST("/requests/{id}/stop", { params: { path: { id } } })),
    onError: (error) => tell(error.message),
  });
}

/** Keeps bodies from now on. A key with a choice of its own keeps none until that is changed. */
export function useKeepBodies(key: { id: string; capture: string | null } | undefined) {
  const { client } = useGateway();
  const cache = useQueryClient();
  const own = key !== undefined && key.capture !== null && key.capture !== "all" ? key.id : null;
  return useMutation({
    mutationFn: () =>
      own === null
        ? // The document does not tell the settings one by one.
          answer<unknown>(client.PATCH("/settings", { body: { capture: "all" } as never }))
        : answer<unknown>(client.PATCH("/keys/{id}", { params: { path: { id: own } }, body: { capture: "all" } })),
    onSuccess() {
      tell(words.capture.on);
      void cache.invalidateQueries({ queryKey: ["settings"] });
      void cache.invalidateQueries({ queryKey: ["keys"] });
    },
    onError: (error) => tell(error.message),
  });
}
