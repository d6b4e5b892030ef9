import type { QueryClient } from "@tanstack/react-query";
import { liveJobs } from "../jobs/live-jobs";
import type { AdminClient } from "./client";
import type { LiveReader } from "./live";
import { liveLog } from "./live-log";
import type { Job, RequestRow, Status } from "./types";

/** Figures that every request changes (budgets, last use) are fetched again at most this often. */
const FIGURES_MS = 2_000;

/** Turns the stream of events into what the screens read. */
export function liveCache(
  cache: QueryClient,
  client: AdminClient,
): Pick<LiveReader, "onEvent" | "onOpen"> & { stop(): void } {
  const log = liveLog(cache, client);
  const jobs = liveJobs(cache);
  let figures: ReturnType<typeof setTimeout> | undefined;

  function inFlight(step: number) {
    cache.setQueryData<Status>(
      ["status"],
      (status) => status && { ...status, in_flight: Math.max(0, status.in_flight + step) },
    );
  }

  function refreshFigures() {
    figures ??= setTimeout(() => {
      figures = undefined;
      void cache.invalidateQueries({ queryKey: ["keys"] });
      void cache.invalidateQueries({ queryKey: ["status"] });
      void cache.invalidateQueries({ queryKey: ["providers"] });
      void cache.invalidateQueries({ queryKey: ["volume"] });
      // Over a long time they take a while: what is under way is not begun anew, or it might never end.
      void cache.invalidateQueries({ queryKey: ["overview"] }, { cancelRefetch: false });
    }, FIGURES_MS);
  }

  return {
    onOpen: () => void cache.invalidateQueries(),
    onEvent({ event, data }) {
      switch (event) {
        case "request.started":
          inFlight(1);
          return log.changed(JSON.parse(data) as RequestRow);
        case "request.finished":
          inFlight(-1);
          refreshFigures();
          return log.changed(JSON.parse(data) as RequestRow);
        case "request.changed":
          return log.changed(JSON.parse(data) as RequestRow);
        case "requests.deleted":
          refreshFigures();
          return log.removed((JSON.parse(data) as { ids: string[] }).ids);
        case "settings.changed":
          void cache.invalidateQueries({ queryKey: ["settings"] });
          return void cache.invalidateQueries({ queryKey: ["status"] });
        case "status.changed":
        case "client.seen":
          return void cache.invalidateQueries({ queryKey: ["status"] });
        case "keys.changed":
          return void cache.invalidateQueries({ queryKey: ["keys"] });
        case "files.changed":
          return void cache.invalidateQueries({ queryKey: ["files"] });
        case "job.changed":
          return jobs.changed(JSON.parse(data) as Job);
        case "jobs.changed":
          return void cache.invalidateQueries({ queryKey: ["jobs"] });
        case "models.changed":
          void cache.invalidateQueries({ queryKey: ["models"] });
          return void cache.invalidateQueries({ queryKey: ["providers"] });
        case "lagged":
          return void cache.invalidateQueries();
      }
    },
    stop() {
      log.stop();
      jobs.stop();
      clearTimeout(figures);
    },
  };
}
