import type { LogFilters } from "../api/log";

export const DETAIL_TABS = ["summary", "timeline", "routing", "bodies"] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

/** The requests screen in the route: what is filtered, which row is open, on which tab. */
export interface RequestsSearch extends LogFilters {
  id?: string;
  tab?: DetailTab;
}

/** Reads the route; anything it does not know is dropped. */
export function readSearch(raw: Record<string, unknown>): RequestsSearch {
  const text = (name: string) =>
    typeof raw[name] === "string" && raw[name] !== "" ? (raw[name] as string) : undefined;
  const tab = DETAIL_TABS.find((known) => known === raw.tab);
  return present({
    status: text("status"),
    key: text("key"),
    model: text("model"),
    provider: text("provider"),
    fallback: raw.fallback === "true" || raw.fallback === true ? true : undefined,
    id: text("id"),
    tab,
  });
}

/** The filters alone, in a fixed order, so that the same filters are the same list. */
export function filtersOf(search: RequestsSearch): LogFilters {
  const { status, key, model, provider, fallback } = search;
  return present({ status, key, model, provider, fallback });
}

type Loose<T> = { [K in keyof T]: T[K] | undefined };

function present<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
