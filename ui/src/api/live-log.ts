import type { Query, QueryClient } from "@tanstack/react-query";
import type { AdminClient } from "./client";
import { absorb, inTime, type Log, type LogQuery, place, refreshed, remove, unknown, update } from "./log";
import { fetchPage } from "./queries";
import type { RequestRow } from "./types";

/** Rows that arrive within this time are drawn together. */
const BATCH_MS = 250;
/** A filtered list asks the gateway what of the news belongs to it, at most this often. */
const ASK_MS = 500;

/** Keeps every list of requests up to date with what the stream of events tells. */
export function liveLog(cache: QueryClient, client: AdminClient) {
  let batch = new Map<string, RequestRow>();
  /** By list: the oldest of the rows that it may have to take in. */
  let asking = new Map<string, string>();
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const lists = () => cache.getQueryCache().findAll({ queryKey: ["log"] }) as Query<Log>[];

  function flush() {
    flushing = undefined;
    const rows = [...batch.values()];
    batch = new Map();
    for (const list of lists()) {
      const wanted = list.queryKey[1] as LogQuery;
      const log = list.state.data;
      if (!log) continue;
      const timely = rows.filter((row) => inTime(row, wanted, Date.now()));
      cache.setQueryData(list.queryKey, wanted.filter ? update(log, rows) : absorb(update(log, rows), timely));
      if (wanted.filter) remind(list, unknown(log, timely));
    }
    for (const row of rows) {
      if (row.state !== "running") void cache.invalidateQueries({ queryKey: ["request", row.id] });
    }
  }

  function remind(list: Query<Log>, rows: RequestRow[]) {
    if (rows.length === 0) return;
    // Nobody looks: it is fetched again when somebody does.
    if (!list.isActive()) return list.invalidate();
    const ids = rows.map((row) => row.id);
    const [oldest = ""] = [...ids, asking.get(list.queryHash) ?? ids[0] ?? ""].sort();
    asking.set(list.queryHash, oldest);
    waiting ??= setTimeout(ask, ASK_MS);
  }

  function ask() {
    waiting = undefined;
    const questions = asking;
    asking = new Map();
    for (const list of lists()) {
      const oldest = questions.get(list.queryHash);
      // A gateway that is away is told of in the banner, and lists are fetched again when it is back.
      if (oldest) void askFor(list, oldest).catch(() => undefined);
    }
  }

  async function askFor(list: Query<Log>, oldest: string) {
    const wanted = list.queryKey[1] as LogQuery;
    const below = list.state.data?.rows;
    const after = below?.[place(below, oldest)]?.id;
    const page = await fetchPage(client, wanted, after ? { after } : {});
    // More than a page of news: what is between them and the known rows is not here.
    if (after && page.next !== null) return void cache.invalidateQueries({ queryKey: list.queryKey, exact: true });
    cache.setQueryData<Log>(list.queryKey, (log) => log && (after ? absorb(log, page.data) : refreshed(log, page)));
  }

  return {
    changed(row: RequestRow) {
      batch.set(row.id, row);
      flushing ??= setTimeout(flush, BATCH_MS);
    },
    removed(ids: string[]) {
      const gone = new Set(ids);
      for (const id of ids) batch.delete(id);
      for (const list of lists()) {
        cache.setQueryData<Log>(list.queryKey, (log) => log && remove(log, gone));
      }
    },
    stop() {
      clearTimeout(flushing);
      clearTimeout(waiting);
    },
  };
}
