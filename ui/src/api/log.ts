import type { RequestRow } from "./types";

/** A stretch of time that ends now. */
export const RANGES = { "15m": 15, "1h": 60, "24h": 24 * 60, "7d": 7 * 24 * 60, "30d": 30 * 24 * 60 } as const;
export type Range = keyof typeof RANGES | "today";

/** What a list of requests is limited to: a filter that the gateway reads, and a time that ends now or is fixed. */
export interface LogQuery {
  filter?: string;
  range?: Range;
  /** Unix milliseconds. */
  from?: number;
  to?: number;
}

/** A live list of requests, newest first: by id, since ids begin with their time. */
export interface Log {
  rows: RequestRow[];
  /** Arrived while nobody was following: shown as a count until asked for, so that nothing moves under the reader. */
  held: RequestRow[];
  /** Where older rows begin, or null at the end of the log. */
  next: string | null;
  following: boolean;
  /** What the last batch put on top; only these rows slide in. */
  arrived: ReadonlySet<string>;
  /** How many rows came on top so far: counted from there, a row's place is the same after others have come above it. */
  risen: number;
}

/** A list that follows for hours must not grow for hours: older rows can be fetched again. */
const LONGEST_FOLLOWED = 10_000;
/** Who scrolls further back than this narrows the time first. */
export const LONGEST = 100_000;

const NONE: ReadonlySet<string> = new Set();
export const EMPTY_LOG: Log = { rows: [], held: [], next: null, following: true, arrived: NONE, risen: 0 };

/** Takes in rows that belong to the list. Known rows change in place, new ones go on top or wait. */
export function absorb(log: Log, incoming: readonly RequestRow[]): Log {
  const known = update(log, incoming);
  const fresh = unknown(log, incoming).sort(newestFirst);
  if (fresh.length === 0) return known;
  if (!log.following) return { ...known, held: merge(fresh, known.held) };
  const rows = merge(fresh, known.rows);
  const full = rows.length > LONGEST_FOLLOWED;
  if (full) rows.length = LONGEST_FOLLOWED;
  return {
    ...known,
    rows,
    next: full ? (rows.at(-1)?.id ?? null) : log.next,
    arrived: new Set(fresh.map((row) => row.id)),
    risen: log.risen + fresh.length,
  };
}

/** Changes the rows that are known already. */
export function update(log: Log, incoming: readonly RequestRow[]): Log {
  const rows = replaced(log.rows, incoming);
  const held = replaced(log.held, incoming);
  return rows === log.rows && held === log.held ? log : { ...log, rows, held };
}

/** Those that the list does not have, and that older pages will not bring. */
export function unknown(log: Log, incoming: readonly RequestRow[]): RequestRow[] {
  const oldest = log.next === null ? undefined : log.rows.at(-1);
  return incoming.filter(
    (row) => indexOf(log.rows, row.id) < 0 && indexOf(log.held, row.id) < 0 && !(oldest && row.id < oldest.id),
  );
}

/** Adds a page of older rows at the end. */
export function append(log: Log, page: { data: RequestRow[]; next: string | null }): Log {
  const older = page.data.filter((row) => indexOf(log.rows, row.id) < 0 && indexOf(log.held, row.id) < 0);
  return { ...log, rows: merge(log.rows, older), next: page.next };
}

/** A fresh first page, after the stream was away. Where it does not reach what is known, the list starts anew. */
export function refreshed(log: Log, page: { data: RequestRow[]; next: string | null }): Log {
  const overlaps = page.data.some((row) => indexOf(log.rows, row.id) >= 0 || indexOf(log.held, row.id) >= 0);
  const unfinished = new Set(page.data.map((row) => row.id));
  const stranded = log.rows.some((row) => row.state === "running" && !unfinished.has(row.id));
  if (!overlaps || stranded) return { ...EMPTY_LOG, rows: [...page.data].sort(newestFirst), next: page.next };
  return { ...absorb(log, page.data), arrived: NONE };
}

/** Starts or stops following. Starting brings in what waited. */
export function follow(log: Log, following: boolean): Log {
  if (following === log.following) return log;
  if (!following) return { ...log, following };
  const risen = log.risen + log.held.length;
  return { ...log, following, rows: merge(log.held, log.rows), held: [], arrived: NONE, risen };
}

export function remove(log: Log, ids: ReadonlySet<string>): Log {
  const stays = (row: RequestRow) => !ids.has(row.id);
  return { ...log, rows: log.rows.filter(stays), held: log.held.filter(stays) };
}

/** Where a row is in a list, or -1. Lists are long and asked often: this halves its way. */
export function indexOf(rows: readonly RequestRow[], id: string): number {
  const at = place(rows, id);
  return rows[at]?.id === id ? at : -1;
}

/** How many rows are newer than `id`. */
export function place(rows: readonly RequestRow[], id: string): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.id ?? "") > id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The stretch of time in figures, for a question that is asked now. */
export function period({ range, from, to }: LogQuery, now: number): { from?: number; to?: number } {
  if (range === "today") return { from: new Date(now).setHours(0, 0, 0, 0) };
  if (range) return { from: now - RANGES[range] * 60_000 };
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Is the row of the time asked for? What belongs to a filter is the gateway's to say. */
export function inTime(row: RequestRow, query: LogQuery, now: number): boolean {
  const { from = 0, to = Number.POSITIVE_INFINITY } = period(query, now);
  return row.started_at >= from && row.started_at < to;
}

/** Did another model serve than the one asked for? */
export function fellBack(row: RequestRow): boolean {
  return row.fallback_depth > 0 || (row.model_used !== null && row.model !== null && row.model_used !== row.model);
}

/** A late "started" must not undo a "finished". */
function newer(known: RequestRow, incoming: RequestRow): RequestRow {
  return known.state !== "running" && incoming.state === "running" ? known : incoming;
}

function replaced(rows: RequestRow[], incoming: readonly RequestRow[]): RequestRow[] {
  let changed = rows;
  for (const row of incoming) {
    const at = indexOf(rows, row.id);
    const known = changed[at];
    if (!known) continue;
    if (changed === rows) changed = [...rows];
    changed[at] = newer(known, row);
  }
  return changed;
}

function newestFirst(a: RequestRow, b: RequestRow): number {
  return a.id < b.id ? 1 : -1;
}

/** Two sorted lists in one. Mostly the one ends before the other begins. */
function merge(upper: RequestRow[], lower: RequestRow[]): RequestRow[] {
  const end = upper.at(-1);
  const begin = lower[0];
  const all = [...upper, ...lower];
  return end && begin && end.id < begin.id ? all.sort(newestFirst) : all;
}
