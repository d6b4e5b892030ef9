import type { RequestRow } from "../../api/types";

/** Enough to know the scale of a list, however long it is. */
const SAMPLE = 500;

/** The time within which 95 of 100 of the newest requests were done: the full length of the bars. */
export function slowest(rows: readonly RequestRow[]): number {
  const times: number[] = [];
  for (let at = 0; at < rows.length && times.length < SAMPLE; at += 1) {
    const row = rows[at];
    if (row && row.state !== "running") times.push(row.duration_ms);
  }
  times.sort((a, b) => a - b);
  return Math.max(1, times[Math.floor((times.length - 1) * 0.95)] ?? 1);
}
