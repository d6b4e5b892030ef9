import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer } from "../api/client";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import type { Status } from "../api/types";
import { tell } from "../parts/undo";

/** Stops and starts what clients can reach; requests under way go on. `paused` is undefined until the gateway said. */
export function usePause() {
  const { client } = useGateway();
  const cache = useQueryClient();
  const paused = useQuery(statusQuery(client)).data?.paused;
  const { mutate, isPending } = useMutation({
    mutationFn: () => answer<Status>(paused ? client.POST("/resume") : client.POST("/pause")),
    onSuccess: (status) => cache.setQueryData(["status"], status),
    onError: (error) => tell(error.message),
  });
  return { paused, toggle: () => mutate(), busy: isPending };
}
