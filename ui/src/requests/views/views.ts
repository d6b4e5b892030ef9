import { useState } from "react";
import { remember, remembered } from "../../host/remembered";
import { strings } from "../../strings";
import { type Layout, readLayout } from "../grid/layout";
import { queryOf, type RequestsSearch, readSearch } from "../search";

const words = strings.requests.views;

/** A filter, a time and columns under a name. */
export interface View {
  name: string;
  search: RequestsSearch;
  layout?: Layout;
}

export const BUILT_IN: readonly View[] = [
  { name: words.all, search: {} },
  { name: words.errors, search: { q: "status:error", range: "today" } },
  { name: words.fallbacks, search: { q: "is:fallback" } },
  { name: words.expensive, search: { q: "credits>1" } },
];

/** The views somebody saved, remembered. */
export function useViews(): [readonly View[], (views: readonly View[]) => void] {
  const [views, setViews] = useState<readonly View[]>(() => readViews(remembered("views")));
  const change = (next: readonly View[]) => {
    setViews(next);
    remember("views", JSON.stringify(next));
  };
  return [views, change];
}

/** With one more view; one of the same name gives way to it. */
export function withView(views: readonly View[], added: View): View[] {
  return [...views.filter((view) => view.name !== added.name), added];
}

export function sameSearch(one: RequestsSearch, other: RequestsSearch): boolean {
  return JSON.stringify(queryOf(one)) === JSON.stringify(queryOf(other));
}

/** What was kept may be of another version: only what is known of it counts. */
export function readViews(text: string | null): View[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept
      .filter((view) => typeof view?.name === "string" && view.name !== "")
      .map(({ name, search, layout }) => ({
        name,
        search: readSearch(search ?? {}),
        ...(layout ? { layout: readLayout(JSON.stringify(layout)) } : {}),
      }));
  } catch {
    return [];
  }
}
