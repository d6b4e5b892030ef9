import type { LogFilters } from "../api/log";
import type { Key, Model, Provider } from "../api/types";
import { strings } from "../strings";

const words = strings.requests.filter;

/** One thing that the list can be limited to. */
export interface FilterItem {
  field: keyof LogFilters;
  value: string;
  /** `key: agent`, as its chip says. */
  label: string;
  hint: string;
}

interface Known {
  keys: readonly Key[];
  models: readonly Model[];
  providers: readonly Provider[];
}

/** Everything that can be chosen now. */
export function choices({ keys, models, providers }: Known): FilterItem[] {
  return [
    ...Object.entries(words.status).map(([value, hint]) => item("status", value, value, hint)),
    item("fallback", "true", words.used, words.fallback),
    ...keys.map((key) => item("key", key.id, key.name, key.prefix)),
    ...models.map((model) => item("model", model.id, model.id, model.provider)),
    ...providers.map((provider) => item("provider", provider.id, provider.id, "")),
  ];
}

/** What is typed may name a filter that no list offers: `status:418`, or a model that is gone. */
export function typed(text: string): FilterItem | null {
  const found = /^\s*(status|model|provider)\s*:\s*(\S+)\s*$/.exec(text);
  const [, field, value] = found ?? [];
  if (!field || !value) return null;
  return item(field as "status" | "model" | "provider", value, value, "");
}

/** A request id, pasted whole. */
export function asRequestId(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : null;
}

export function chosen(filters: LogFilters, known: Known): FilterItem[] {
  return Object.entries(filters).flatMap(([name, value]) => {
    const field = name as keyof LogFilters;
    const text = String(value);
    const match = choices(known).find((choice) => choice.field === field && choice.value === text);
    return [match ?? item(field, text, text, "")];
  });
}

/** One value per field: a second choice for the same field replaces the first. */
export function toFilters(items: readonly FilterItem[]): LogFilters {
  const filters: LogFilters = {};
  for (const { field, value } of items) {
    if (field === "fallback") filters.fallback = true;
    else filters[field] = value;
  }
  return filters;
}

export function same(a: FilterItem, b: FilterItem): boolean {
  return a.field === b.field && a.value === b.value;
}

/** Does what is typed so far fit, by name (`key:ag`) or by any part of it (`agent`)? */
export function fits(choice: FilterItem, text: string): boolean {
  const wanted = text
    .trim()
    .toLowerCase()
    .replace(/\s*:\s*/, ": ");
  return `${choice.label} ${choice.hint}`.toLowerCase().includes(wanted);
}

function item(field: keyof LogFilters, value: string, shown: string, hint: string): FilterItem {
  return { field, value, label: `${words.names[field]}: ${shown}`, hint };
}
