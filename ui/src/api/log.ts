import type { RequestRow } from "./types";

/** What a list of requests is limited to; also its query string and its place in the route. */
export interface LogFilters {
  status?: string;
  key?: string;
  model?: string;
  provider?: string;
  fallback?: boolean;
}

/** A live list of requests, newest first. */
export interface Log {
  rows: RequestRow[];
  /** Arrived while nobody was following: shown as a count until asked for, so that nothing moves under the reader. */
  held: RequestRow[];
  /** Where older rows begin, or null at the end of the log. */
  next: string | null;
  following: boolean;
  /** What the last batch put on top; only these rows slide in. */
  arrived: ReadonlySet<string>;
}

/** A list that follows for hours must not grow for hours: older rows can be fetched again. */
const LONGEST = 10_000;

export const EMPTY_LOG: Log = { rows: [], held: [], next: null, following: true, arrived: new Set() };

/** Takes in rows that are new or have changed. Known rows change in place, new ones go on top or wait. */
export function absorb(log: Log, incoming: readonly RequestRow[], filters: LogFilters): Log {
  const latest = new Map(incoming.map((row) => [row.id, row]));
  const update = (row: RequestRow) => {
    const changed = latest.get(row.id);
    latest.delete(row.id);
    return changed ? newer(row, changed) : row;
  };
  const rows = log.rows.map(update);
  const held = log.held.map(update);
  const fresh = [...latest.values()].filter((row) => matches(row, filters)).sort(newestFirst);
  if (fresh.length === 0) return { ...log, rows, held };
  if (!log.following) return { ...log, rows, held: merge(fresh, held) };
  const all = merge(fresh, rows);
  const kept = all.length > LONGEST ? all.slice(0, LONGEST) : all;
  return {
    ...log,
    rows: kept,
    held,
    next: kept === all ? log.next : (kept.at(-1)?.id ?? null),
    arrived: new Set(fresh.map((row) => row.id)),
  };
}

/** Adds a page of older rows at the end. */
export function append(log: Log, page: { data: RequestRow[]; next: string | null }): Log {
  const known = new Set([...log.rows, ...log.held].map((row) => row.id));
  return { ...log, rows: [...log.rows, ...page.data.filter((row) => !known.has(row.id))], next: page.next };
}

/** A fresh first page, after the stream was away. Where it does not reach what is known, the list starts anew. */
export function refreshed(log: Log, page: { data: RequestRow[]; next: string | null }, filters: LogFilters): Log {
  const known = new Set([...log.rows, ...log.held].map((row) => row.id));
  const overlaps = page.data.some((row) => known.has(row.id)) || known.size === 0;
  const unfinished = new Set(page.data.map((row) => row.id));
  const stranded = log.rows.some((row) => row.state === "running" && !unfinished.has(row.id));
  if (!overlaps || stranded || log.rows.length === 0)
    return { ...EMPTY_LOG, rows: [...page.data].sort(newestFirst), next: page.next };
  return { ...absorb(log, page.data, filters), arrived: new Set() };
}

/** Starts or stops following. Starting brings in what waited. */
export function follow(log: Log, following: boolean): Log {
  if (following === log.following) return log;
  if (!following) return { ...log, following };
  return { ...log, following, rows: merge(log.held, log.rows), held: [], arrived: new Set() };
}

/** The same choice that the gateway makes, for rows that arrive live. */
export function matches(row: RequestRow, filters: LogFilters): boolean {
  if (filters.key && row.key !== filters.key) return false;
  if (filters.model && row.model !== filters.model && row.model_used !== filters.model) return false;
  if (filters.provider && row.provider !== filters.provider) return false;
  if (filters.fallback && !fellBack(row)) return false;
  return !filters.status || (row.state !== "running" && hasStatus(row.status, filters.status));
}

/** Did another model serve than the one asked for? */
export function fellBack(row: RequestRow): boolean {
  return row.fallback_depth > 0 || (row.model_used !== null && row.model !== null && row.model_used !== row.model);
}

function hasStatus(status: number, wanted: string): boolean {
  if (wanted === "ok") return status < 400;
  if (wanted === "error") return status >= 400;
  if (/^[1-5]xx$/.test(wanted)) return Math.floor(status / 100) === Number(wanted[0]);
  return String(status) === wanted;
}

/** A late "started" must not undo a "finished". */
function newer(known: RequestRow, incoming: RequestRow): RequestRow {
  return known.state !== "running" && incoming.state === "running" ? known : incoming;
}

function newestFirst(a: RequestRow, b: RequestRow): number {
  return b.started_at - a.started_at || (a.id < b.id ? 1 : -1);
}

function merge(fresh: RequestRow[], rows: RequestRow[]): RequestRow[] {
  const oldest = fresh.at(-1);
  const top = rows[0];
  const all = [...fresh, ...rows];
  return oldest && top && newestFirst(oldest, top) > 0 ? all.sort(newestFirst) : all;
}
