import type { Model } from "../api/types";
import type { PlaygroundSearch } from "./search";

/** What can be tried, in the order of the tabs. */
export const PANELS = ["chat", "images", "speech", "transcription", "embeddings", "video", "music"] as const;
export type PanelId = (typeof PANELS)[number];

/** The kind of model that each is for. */
export const KINDS: Record<PanelId, string> = {
  chat: "chat",
  images: "image",
  speech: "speech",
  transcription: "transcription",
  embeddings: "embedding",
  video: "video",
  music: "music",
};

export function isPanel(word: unknown): word is PanelId {
  return PANELS.some((panel) => panel === word);
}

/** Where a model of this kind is tried. */
export function panelFor(kind: string): PanelId | undefined {
  return PANELS.find((panel) => KINDS[panel] === kind);
}

/** What the route shows; null while that hangs on models that are still being read. `last`: what was shown before. */
export function panelOf(search: PlaygroundSearch, models: readonly Model[] | undefined, last: PanelId): PanelId | null {
  if (search.panel) return search.panel;
  if (search.from !== undefined || search.file !== undefined) return "chat";
  const [first] = search.models?.split(",") ?? [];
  if (!first) return last;
  if (!models) return null;
  const kind = models.find(({ id }) => id === first)?.kind;
  return (kind === undefined ? undefined : panelFor(kind)) ?? "chat";
}
