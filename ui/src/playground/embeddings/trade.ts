import type { Basics, Trade } from "../bench/bench";
import { embeddings as words } from "./strings";

/** More of them would be too small to be read. */
export const MOST_TEXTS = 12;

export interface EmbeddingsDraft extends Basics {
  texts: readonly string[];
  /** As it is written; empty is not sent. */
  dimensions: string;
}

export const EMBEDDINGS: Trade<EmbeddingsDraft> = {
  name: "embeddings",
  fresh: { model: "sandbox-embed", key: null, simulate: null, texts: ["", ""], dimensions: "" },
  sentOf: ({ model, texts, dimensions }) => ({
    path: "embeddings",
    body: {
      model,
      input: written(texts),
      ...(dimensions.trim() === "" ? {} : { dimensions: Number(dimensions) }),
    },
  }),
  problemOf({ texts, dimensions }) {
    if (written(texts).length === 0) return words.nothing;
    return isDimensions(dimensions) ? null : words.dimensionsWrong;
  },
};

/** What is sent: an empty text has no meaning to be compared. */
export function written(texts: readonly string[]): string[] {
  return texts.filter((text) => text.trim() !== "");
}

export function isDimensions(text: string): boolean {
  return text.trim() === "" || /^[1-9]\d*$/.test(text.trim());
}
