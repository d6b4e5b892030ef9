import { type LogQuery, RANGES, type Range } from "../api/log";
import { DETAIL_TABS, type DetailTab } from "./detail/tabs";

/** The requests screen in the route: what is asked for, which row is open, on which tab, or which two are compared. */
export interface RequestsSearch {
  /** The filter, as it is typed. */
  q?: string;
  range?: Range;
  from?: number;
  to?: number;
  id?: string;
  tab?: DetailTab;
  /** Two ids, with a comma between them. */
  compare?: string;
}

/** Reads the route; anything it does not know is dropped. */
export function readSearch(raw: Record<string, unknown>): RequestsSearch {
  const text = (name: string) => (raw[name] === undefined || raw[name] === "" ? undefined : String(raw[name]));
  const time = (name: string) => Number(raw[name]) || undefined;
  const range = text("range");
  return present({
    q: text("q"),
    range: range !== undefined && (range === "today" || Object.hasOwn(RANGES, range)) ? (range as Range) : undefined,
    from: time("from"),
    to: time("to"),
    id: text("id"),
    tab: DETAIL_TABS.find((known) => known === raw.tab),
    compare: text("compare"),
  });
}

/** What the list is limited to, in a fixed order, so that the same question is the same list. */
export function queryOf({ q, range, from, to }: RequestsSearch): LogQuery {
  return present({ filter: q, range, from, to });
}

/** The time of a route, to put another in its place. */
export const ANY_TIME = { range: undefined, from: undefined, to: undefined };

type Loose<T> = { [K in keyof T]: T[K] | undefined };

function present<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
