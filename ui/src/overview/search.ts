import { type LogQuery, period, type Range } from "../api/log";
import { aligned } from "../charts/axis";

export const OFFERED = ["today", "1h", "24h", "7d", "30d"] as const satisfies readonly Range[];
const USUAL: Range = "24h";

/** The overview in the route: which time, and what is unfolded. */
export interface OverviewSearch {
  range?: Range;
  from?: number;
  to?: number;
  /** The first steps are wanted again. */
  steps?: true;
  /** Costs are compared. */
  compare?: true;
}

/** Reads the route; anything it does not know is dropped. */
export function readSearch(raw: Record<string, unknown>): OverviewSearch {
  const range = OFFERED.find((known) => known === raw.range);
  const from = Number(raw.from) || undefined;
  const to = Number(raw.to) || undefined;
  const time = range ? { range } : from && (!to || from < to) ? { from, ...(to ? { to } : {}) } : {};
  return { ...time, ...flag("steps", raw), ...flag("compare", raw) };
}

function flag(name: "steps" | "compare", raw: Record<string, unknown>) {
  return raw[name] === "true" || raw[name] === true ? { [name]: true } : {};
}

/** The time asked for. Without any in the route it is the last day. */
export function timeOf({ range, from, to }: OverviewSearch): LogQuery {
  if (from !== undefined) return { from, ...(to === undefined ? {} : { to }) };
  return { range: range ?? USUAL };
}

const MINUTE = 60_000;
/** As long as the gateway's buckets of that range, so that they begin where a clock's do, and stay where they are. */
const GRAIN: { readonly [Name in Range]?: number } = {
  "1h": 2 * MINUTE,
  "24h": 30 * MINUTE,
  "7d": 180 * MINUTE,
  "30d": 1_440 * MINUTE,
};

/** The same in figures, for a question that is asked now. */
export function spanOf(time: LogQuery, now: number): { from: number; to?: number } {
  const { from = 0, to } = period(time, now);
  const grain = time.range && GRAIN[time.range];
  return { from: grain ? aligned(from, grain) : from, ...(to === undefined ? {} : { to }) };
}
