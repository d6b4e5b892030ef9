/** What of the providers screen is open: the dialog of a model, the test of a provider or a route, or a new provider. */
export interface ProvidersSearch {
  model?: string;
  provider?: string;
  /** The model whose route is looked at. */
  route?: string;
  add?: true;
}

export function readSearch(raw: Record<string, unknown>): ProvidersSearch {
  const text = (name: string) => (typeof raw[name] === "string" && raw[name] !== "" ? { [name]: raw[name] } : {});
  return {
    ...text("model"),
    ...text("provider"),
    ...text("route"),
    ...(raw.add === "true" || raw.add === true ? { add: true } : {}),
  };
}
