/** The playground's place in the route: the models of its columns, a captured request to start from, a key to ask as. */
export interface PlaygroundSearch {
  models?: string;
  from?: string;
  key?: string;
}

export function readSearch(raw: Record<string, unknown>): PlaygroundSearch {
  const text = (name: string) => (typeof raw[name] === "string" && raw[name] !== "" ? { [name]: raw[name] } : {});
  return { ...text("models"), ...text("from"), ...text("key") };
}
