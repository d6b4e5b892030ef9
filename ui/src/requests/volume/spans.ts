import type { Volume } from "../../api/types";

/** The chosen bars, the lower first; without a choice the last one. */
export function barsBetween(chosen: { from: number; to: number } | null, last: number): [number, number] {
  const { from, to } = chosen ?? { from: last, to: last };
  return [Math.min(from, to, last), Math.min(Math.max(from, to), last)];
}

/** The time that these bars stand for. */
export function spanOf({ buckets, bucket_ms }: Volume, low: number, high: number): { from: number; to: number } | null {
  const first = buckets[low];
  const last = buckets[high];
  return first && last ? { from: first.at, to: last.at + bucket_ms } : null;
}
