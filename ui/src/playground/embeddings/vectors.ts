/** What an embeddings request answers. */
export interface Vectors {
  /** In the order of the texts. */
  vectors: readonly (readonly number[])[];
  /** Tokens of the texts; null when it is not told. */
  tokens: number | null;
}

/** Null when there are none to be read. */
export function vectorsOf(bytes: Uint8Array): Vectors | null {
  try {
    const { data, usage } = JSON.parse(new TextDecoder().decode(bytes)) as {
      data: { index: number; embedding: number[] }[];
      usage?: { prompt_tokens?: number };
    };
    const vectors = [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    if (vectors.length === 0 || !vectors.every((vector) => Array.isArray(vector))) return null;
    return { vectors, tokens: usage?.prompt_tokens ?? null };
  } catch {
    return null;
  }
}

/** From -1, opposite, to 1, the same direction. Vectors without a direction are like nothing: null. */
export function cosine(a: readonly number[], b: readonly number[]): number | null {
  const lengths = Math.hypot(...a) * Math.hypot(...b);
  if (lengths === 0 || a.length !== b.length) return null;
  const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  // Rounding on the way must not make two texts more alike than the same.
  return Math.max(-1, Math.min(1, product / lengths));
}

/** The two that are most alike, by their places from 0; null when there are no two. */
export function nearest(vectors: Vectors["vectors"]): { a: number; b: number; value: number } | null {
  let best: { a: number; b: number; value: number } | null = null;
  for (const [a, one] of vectors.entries()) {
    for (const [b, other] of vectors.entries()) {
      const value = a < b ? cosine(one, other) : null;
      if (value !== null && (best === null || value > best.value)) best = { a, b, value };
    }
  }
  return best;
}
