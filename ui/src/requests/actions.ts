import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type AdminClient, answer } from "../api/client";
import { useGateway } from "../api/gateway";
import { type Log, remove, update } from "../api/log";
import type { RequestRow } from "../api/types";
import { count } from "../format/numbers";
import { later, tell, useUndo } from "../parts/undo";
import { strings } from "../strings";
import { chunks } from "./chunks";

const words = strings.requests;
/** So many ids the gateway takes at once. */
const MOST_DELETED = 1_000;

/** By the undo they wait for: requests that are gone for who looks, and not yet for the gateway. */
const leaving = new Map<string, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** What can be done with requests of the log. */
export function useLogActions() {
  const { client } = useGateway();
  const cache = useQueryClient();
  const { isPending } = useUndo();
  const waiting = [...leaving.keys()].filter(isPending).join(" ");
  const hidden = useMemo(() => {
    if (waiting === "") return NONE;
    return new Set(waiting.split(" ").flatMap((name) => [...(leaving.get(name) ?? [])]));
  }, [waiting]);

  /** Pins what is not pinned; when all of it is, lets it go. */
  async function pin(rows: readonly RequestRow[]) {
    const pinned = !rows.every((row) => row.pinned);
    try {
      for (const row of rows.filter((each) => each.pinned !== pinned)) {
        const params = { path: { id: row.id } };
        const call = client.PATCH("/requests/{id}", { params, body: { pinned } });
        shown(cache, (log) => update(log, [{ ...row, pinned }]));
        const changed = await answer<RequestRow>(call);
        shown(cache, (log) => update(log, [changed]));
      }
    } catch (error) {
      void cache.invalidateQueries({ queryKey: ["log"] });
      tell(`${words.selection.failed} ${error instanceof Error ? error.message : ""}`);
    }
  }

  function discard(rows: readonly RequestRow[]) {
    const ids = rows.map((row) => row.id);
    const [first] = ids;
    if (first === undefined) return;
    const name = `requests:${first}:${ids.length}`;
    leaving.set(name, new Set(ids));
    later({
      id: name,
      text: words.selection.removed(ids.length, count(ids.length)),
      run: () => deleteAll(client, cache, ids),
    });
  }

  return { hidden, pin, discard };
}

async function deleteAll(client: AdminClient, cache: QueryClient, ids: readonly string[]) {
  for (const some of chunks(ids, MOST_DELETED)) {
    await client.POST("/requests/delete", { body: { ids: some } });
    const gone = new Set(some);
    shown(cache, (log) => remove(log, gone));
  }
}

function shown(cache: QueryClient, change: (log: Log) => Log) {
  cache.setQueriesData<Log>({ queryKey: ["log"] }, (log) => log && change(log));
}
