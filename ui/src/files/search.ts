import type { FileKind } from "../api/types";

export const KINDS = ["image", "pdf", "text", "audio", "video", "other"] as const satisfies readonly FileKind[];
export const ORDERS = ["created", "filename", "bytes"] as const;
export type Order = (typeof ORDERS)[number];

/** The files screen in the route: which files, how they are sorted, and which one is open. */
export interface FilesSearch {
  /** What their names hold. */
  q?: string;
  kind?: FileKind;
  /** The id of a key. */
  key?: string;
  order?: Order;
  ascending?: true;
  id?: string;
}

/** Reads the route; anything it does not know is dropped. */
export function readSearch(raw: Record<string, unknown>): FilesSearch {
  const text = (name: string) => (raw[name] === undefined || raw[name] === "" ? {} : { [name]: String(raw[name]) });
  const kind = KINDS.find((known) => known === raw.kind);
  const order = ORDERS.find((known) => known === raw.order);
  return {
    ...text("q"),
    ...text("key"),
    ...text("id"),
    ...(kind ? { kind } : {}),
    ...(order ? { order } : {}),
    ...(String(raw.ascending) === "true" ? { ascending: true } : {}),
  };
}

/** Only what decides which files there are, so that opening one asks for no other list. */
export function wantedOf({ q, kind, key, order, ascending }: FilesSearch) {
  return {
    ...(q ? { text: q } : {}),
    ...(kind ? { kind } : {}),
    ...(key ? { key } : {}),
    ...(order ? { order } : {}),
    ...(ascending ? { ascending } : {}),
  };
}

export type Wanted = ReturnType<typeof wantedOf>;

/** Is the list less than all files? */
export function isNarrowed({ q, kind, key }: FilesSearch): boolean {
  return Boolean(q || kind || key);
}
