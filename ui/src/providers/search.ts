/** What of the providers screen is open: the dialog of a model, the test of a provider, or that of a new one. */
export interface ProvidersSearch {
  model?: string;
  provider?: string;
  add?: true;
}

export function readSearch(raw: Record<string, unknown>): ProvidersSearch {
  const text = (name: string) => (typeof raw[name] === "string" && raw[name] !== "" ? { [name]: raw[name] } : {});
  return { ...text("model"), ...text("provider"), ...(raw.add === "true" || raw.add === true ? { add: true } : {}) };
}
