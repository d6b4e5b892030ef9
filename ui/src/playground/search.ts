/** The playground's place in the route: the models of its columns, and a captured request to start from. */
export interface PlaygroundSearch {
  models?: string;
  from?: string;
}

export function readSearch(raw: Record<string, unknown>): PlaygroundSearch {
  const { models, from } = raw;
  return {
    ...(typeof models === "string" && models !== "" ? { models } : {}),
    ...(typeof from === "string" && from !== "" ? { from } : {}),
  };
}
