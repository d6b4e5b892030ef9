/** What of the keys screen is open: a new key, or the one that is edited. */
export interface KeysSearch {
  create?: true;
  edit?: string;
}

export function readSearch(raw: Record<string, unknown>): KeysSearch {
  return {
    ...(raw.create === "true" || raw.create === true ? { create: true } : {}),
    ...(typeof raw.edit === "string" ? { edit: raw.edit } : {}),
  };
}
