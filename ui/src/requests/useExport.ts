import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type AdminClient, answer } from "../api/client";
import { useGateway } from "../api/gateway";
import { LONGEST, type LogQuery } from "../api/log";
import { asked, requestQuery, statusQuery } from "../api/queries";
import type { RequestDetail } from "../api/types";
import { count } from "../format/numbers";
import { saveFile } from "../host/saveFile";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { chunks } from "./chunks";
import { harOf } from "./har";

const words = strings.requests.export;

/** What any number of rows can be saved as. */
export const TABLES = ["csv", "jsonl"] as const;
/** What selected requests can be saved as. */
export const FORMATS = [...TABLES, "har"] as const;
export type Table = (typeof TABLES)[number];
export type Format = (typeof FORMATS)[number];

/** More than this the gateway does not export at once. */
export const MOST_EXPORTED = LONGEST;
/** So many ids fit into an address. */
const MOST_IN_ADDRESS = 500;
/** An archive holds whole bodies, and each request is fetched for itself. */
const MOST_IN_ARCHIVE = 1_000;
const AT_ONCE = 8;

/** Saves requests as a file: all that match, or those that are selected. */
export function useExport() {
  const { client } = useGateway();
  const cache = useQueryClient();

  async function save(format: Format, parts: () => Promise<string[]>) {
    try {
      const name = `turnpike-requests-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.${format}`;
      tell(words.done(await saveFile(name, new Blob(await parts()))));
    } catch (error) {
      tell(`${words.failed} ${error instanceof Error ? error.message : ""}`);
    }
  }

  return {
    saveAll: (format: Table, query: LogQuery) => save(format, async () => [await table(client, format, asked(query))]),
    saveSelected: (format: Format, ids: readonly string[]) =>
      save(format, () => (format === "har" ? archive(client, cache, ids) : tables(client, format, ids))),
  };
}

function table(client: AdminClient, format: Table, which: object) {
  const query = { format, ...which };
  return answer<string>(client.GET("/requests/export", { params: { query }, parseAs: "text" }));
}

async function tables(client: AdminClient, format: Table, ids: readonly string[]) {
  const parts: string[] = [];
  for (const some of chunks([...ids].sort().reverse(), MOST_IN_ADDRESS)) {
    const part = await table(client, format, { ids: some.join(",") });
    // Only the first part keeps its line of names.
    parts.push(format === "csv" && parts.length > 0 ? part.slice(part.indexOf("\n") + 1) : part);
  }
  return parts;
}

async function archive(client: AdminClient, cache: QueryClient, ids: readonly string[]) {
  if (ids.length > MOST_IN_ARCHIVE) throw new Error(words.tooMany(count(MOST_IN_ARCHIVE)));
  const status = await cache.ensureQueryData(statusQuery(client));
  const details: RequestDetail[] = [];
  // Ids begin with their time.
  for (const some of chunks([...ids].sort(), AT_ONCE)) {
    details.push(...(await Promise.all(some.map((id) => cache.fetchQuery(requestQuery(client, id))))));
  }
  return [JSON.stringify(harOf(details, status))];
}
