import { isPanel, type PanelId } from "./panels";

/** The playground's place in the route: what is tried, the models that are asked, a captured request to start from, a key to ask as. */
export interface PlaygroundSearch {
  panel?: PanelId;
  models?: string;
  from?: string;
  key?: string;
  /** The id of a file to attach. */
  file?: string;
}

export function readSearch(raw: Record<string, unknown>): PlaygroundSearch {
  const text = (name: string) => (typeof raw[name] === "string" && raw[name] !== "" ? { [name]: raw[name] } : {});
  const panel = isPanel(raw.panel) ? { panel: raw.panel } : {};
  return { ...panel, ...text("models"), ...text("from"), ...text("key"), ...text("file") };
}
