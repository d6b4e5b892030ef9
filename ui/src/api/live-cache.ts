import type { QueryClient } from "@tanstack/react-query";
import type { LiveReader } from "./live";
import { absorb, type Log, type LogFilters } from "./log";
import type { RequestRow, Status } from "./types";

/** Rows that arrive within this time are drawn together. */
const BATCH_MS = 250;
/** Figures that every request changes (budgets, last use) are fetched again at most this often. */
const FIGURES_MS = 2_000;

/** Turns the stream of events into what the screens read. */
export function liveCache(cache: QueryClient): Pick<LiveReader, "onEvent" | "onOpen"> & { stop(): void } {
  let batch = new Map<string, RequestRow>();
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let figures: ReturnType<typeof setTimeout> | undefined;

  function flush() {
    flushing = undefined;
    const rows = [...batch.values()];
    batch = new Map();
    for (const query of cache.getQueryCache().findAll({ queryKey: ["log"] })) {
      const filters = query.queryKey[1] as LogFilters;
      cache.setQueryData<Log>(query.queryKey, (log) => log && absorb(log, rows, filters));
    }
    for (const row of rows) {
      if (row.state !== "running") void cache.invalidateQueries({ queryKey: ["request", row.id] });
    }
  }

  function changed(row: RequestRow) {
    batch.set(row.id, row);
    flushing ??= setTimeout(flush, BATCH_MS);
  }

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
    }, FIGURES_MS);
  }

  return {
    onOpen: () => void cache.invalidateQueries(),
    onEvent({ event, data }) {
      switch (event) {
        case "request.started":
          inFlight(1);
          return changed(JSON.parse(data) as RequestRow);
        case "request.finished":
          inFlight(-1);
          refreshFigures();
          return changed(JSON.parse(data) as RequestRow);
        case "client.seen":
          return void cache.invalidateQueries({ queryKey: ["status"] });
        case "keys.changed":
          return void cache.invalidateQueries({ queryKey: ["keys"] });
        case "models.changed":
          void cache.invalidateQueries({ queryKey: ["models"] });
          return void cache.invalidateQueries({ queryKey: ["providers"] });
        case "lagged":
          return void cache.invalidateQueries();
      }
    },
    stop() {
      clearTimeout(flushing);
      clearTimeout(figures);
    },
  };
}
