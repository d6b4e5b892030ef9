import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import type { Log } from "../api/log";
import { keysQuery, modelsQuery, providersQuery } from "../api/queries";
import { SANDBOX } from "../providers/draft";
import { strings } from "../strings";
import { fits } from "./fuzzy";

const words = strings.commands.palette;
const RECENT = 20;

/** Somewhere the palette can go. */
export interface Place {
  id: string;
  group: "keys" | "models" | "providers" | "requests";
  name: string;
  hint: string;
  run: () => void;
}

/** Everything with a name of its own: keys, models, providers and the requests seen last. */
export function usePlaces(): Place[] {
  const { client } = useGateway();
  const { data: keys = [] } = useQuery(keysQuery(client));
  const { data: models = [] } = useQuery(modelsQuery(client));
  const { data: providers = [] } = useQuery(providersQuery(client));
  const logs = useQueryClient().getQueriesData<Log>({ queryKey: ["log"] });
  const navigate = useNavigate();
  const openRequest = (id: string) => void navigate({ to: "/requests", search: { id } });

  // What the sandbox has is as it is: nothing of it can be edited.
  const openModel = (model: string, provider: string) =>
    void navigate({ to: "/providers", search: provider === SANDBOX ? {} : { model } });

  const rows = new Map(logs.flatMap(([, log]) => log?.rows.slice(0, RECENT) ?? []).map((row) => [row.id, row]));
  const recent = [...rows.values()].sort((a, b) => b.started_at - a.started_at).slice(0, RECENT);
  return [
    ...keys.map((key) =>
      place("keys", key.id, key.name, key.prefix, () => void navigate({ to: "/keys", search: { edit: key.id } })),
    ),
    ...models.map(({ id, provider }) => place("models", id, id, provider, () => openModel(id, provider))),
    ...providers.map(({ id, label }) => place("providers", id, id, label, () => void navigate({ to: "/providers" }))),
    ...recent.map((row) => place("requests", row.id, row.id, row.model ?? "", () => openRequest(row.id))),
  ];
}

function place(group: Place["group"], id: string, name: string, hint: string, run: () => void): Place {
  return { id: `${group}:${id}`, group, name, hint, run };
}

/** A request that is not among the recent ones by its pasted id, or else all that hold what was typed. */
export function useRequestSearch(typed: string): Place[] {
  const navigate = useNavigate();
  const q = typed.trim();
  const id = q.toLowerCase();
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) {
    const search = () => void navigate({ to: "/requests", search: { q } });
    return q === "" ? [] : [place("requests", "search", words.searchRequests(q), "", search)];
  }
  return [place("requests", id, words.openRequest(id), "", () => void navigate({ to: "/requests", search: { id } }))];
}

/** What fits best first; without anything typed, all of it as it comes. */
export function ranked<Item extends { name: string; hint: string }>(items: readonly Item[], typed: string): Item[] {
  if (typed.trim() === "") return [...items];
  const scored = items.flatMap((item) => {
    const score = Math.max(fits(typed, item.name) ?? -1, (fits(typed, item.hint) ?? -1) - 2);
    return score < 0 ? [] : [{ item, score }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}
