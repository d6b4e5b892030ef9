import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { AudioLines, Film, Play } from "lucide-react";
import { useGateway } from "../api/gateway";
import type { Job } from "../api/types";
import { contentQuery, fileQuery } from "../files/queries";
import { useInSight } from "../parts/useInSight";
import { canPlay } from "./canPlay";
import { frameOf } from "./frame";

/** A longer film is worth its bytes only to who opens it. */
const LARGEST = 16_000_000;

/** A frame of the film once there is one, or a picture of what it is. */
export function Thumbnail({ job: { kind, state, files } }: { job: Job }) {
  const { box, seen } = useInSight<HTMLSpanElement>();
  const [file] = files;
  const done = state === "completed" && file !== undefined;
  const frame = useFrame(kind === "video" && done && seen ? file : undefined);
  const Mark = kind === "video" ? Film : AudioLines;
  return (
    <span
      ref={box}
      aria-hidden
      className="relative flex h-16 w-30 shrink-0 items-center justify-center overflow-hidden rounded-control bg-active text-subtlest @max-[45rem]/jobs:w-20"
    >
      {frame ? <img src={frame} alt="" className="size-full object-cover" /> : <Mark size={24} strokeWidth={1.5} />}
      {done && (
        <span className="absolute right-1.5 bottom-1.5 flex size-5 items-center justify-center rounded-full bg-surface/85 text-text">
          <Play size={11} fill="currentColor" />
        </span>
      )}
    </span>
  );
}

function useFrame(id: string | undefined): string | null {
  const { client } = useGateway();
  const cache = useQueryClient();
  const { data } = useQuery(
    queryOptions({
      queryKey: ["file frame", id],
      queryFn: () =>
        frameOf(async () => {
          const file = await cache.fetchQuery(fileQuery(client, id ?? ""));
          const worthIt = file.bytes <= LARGEST && canPlay(file.media_type);
          return worthIt ? cache.fetchQuery(contentQuery(client, file.id)) : null;
        }),
      enabled: id !== undefined,
      // An id never names other bytes.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  );
  return data ?? null;
}
