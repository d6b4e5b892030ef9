import type { JobKind } from "../api/types";

export const KINDS = ["video", "music"] as const satisfies readonly JobKind[];

/** The jobs screen in the route: which jobs, and which one is open. */
export interface JobsSearch {
  kind?: JobKind;
  /** What their prompts and models hold. */
  q?: string;
  id?: string;
}

/** Reads the route; anything it does not know is dropped. */
export function readSearch(raw: Record<string, unknown>): JobsSearch {
  const text = (name: string) => (raw[name] === undefined || raw[name] === "" ? {} : { [name]: String(raw[name]) });
  const kind = KINDS.find((known) => known === raw.kind);
  return { ...(kind ? { kind } : {}), ...text("q"), ...text("id") };
}

/** Only what decides which jobs there are, so that opening one asks for no other list. */
export function wantedOf({ kind, q }: JobsSearch) {
  return { ...(kind ? { kind } : {}), ...(q ? { text: q } : {}) };
}

export type Wanted = ReturnType<typeof wantedOf>;
