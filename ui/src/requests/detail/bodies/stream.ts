import { parseEvent } from "../../../api/sse";
import type { Piece } from "../../../api/types";

/** One event of a stream that was kept, and when it left; times in milliseconds from the request's start. */
export interface TimedEvent {
  event: string;
  data: string;
  /** Null where it is not known. */
  at: number | null;
  /** Since the event before, or since the request began. */
  gap: number | null;
}

/** A silence that a reader notices. */
export const LONG_GAP_MS = 1_000;

/** The events of a kept stream, each with the time of the piece that completed it. */
export function timedEvents(text: string, pieces: readonly Piece[]): TimedEvent[] {
  const events: TimedEvent[] = [];
  const encoder = new TextEncoder();
  let offset = 0;
  let piece = 0;
  let sent = pieces[0]?.bytes ?? 0;
  let before = 0;
  for (const [block, separator] of blocksOf(text)) {
    offset += encoder.encode(block).length;
    while (sent < offset && piece < pieces.length - 1) {
      piece += 1;
      sent += pieces[piece]?.bytes ?? 0;
    }
    offset += separator.length;
    const parsed = parseEvent(block.replace(/\r\n?/g, "\n"));
    if (!parsed) continue;
    const at = pieces[piece]?.at_ms ?? null;
    events.push({ ...parsed, at, gap: at === null ? null : at - before });
    before = at ?? before;
  }
  return events;
}

/** Did the body come as server-sent events? */
export function isEvents(text: string): boolean {
  return /^\s*(data|event|id|retry)?:/.test(text);
}

/** Blocks of lines, each with the empty line that ends it. */
function* blocksOf(text: string): Generator<[string, string]> {
  const ends = /\r\n\r\n|\n\n|\r\r/g;
  let from = 0;
  for (const end of text.matchAll(ends)) {
    yield [text.slice(from, end.index), end[0]];
    from = end.index + end[0].length;
  }
  if (from < text.length) yield [text.slice(from), ""];
}
