import type { Attempt, RequestDetail } from "../../api/types";

/** One line of the waterfall. Times in milliseconds from the request's start. */
export interface Span {
  kind: "before" | "attempt" | "pause" | "mark";
  from: number;
  to: number;
  /** Only for attempts. */
  attempt?: Attempt;
  /** The same target again: then a pause is a back-off, else the way to the next target. */
  again?: boolean;
  /** Only for marks. */
  mark?: "firstToken" | "end";
}

type Timed = Pick<RequestDetail, "state" | "attempts" | "duration_ms" | "first_token_ms">;

/** Waits shorter than this are the gateway's own work, not a back-off. */
const SHORTEST_PAUSE_MS = 5;

/** What happened when, in order: before the first attempt, every attempt, the waits between, first and last byte. */
export function spansOf(detail: Timed): Span[] {
  const { attempts } = detail;
  const spans: Span[] = [{ kind: "before", from: 0, to: attempts[0]?.started_ms ?? detail.duration_ms }];
  attempts.forEach((attempt, index) => {
    const previous = attempts[index - 1];
    const again = previous?.model === attempt.model && previous?.provider === attempt.provider;
    if (previous && attempt.started_ms - previous.ended_ms >= SHORTEST_PAUSE_MS) {
      spans.push({ kind: "pause", from: previous.ended_ms, to: attempt.started_ms, again });
    }
    spans.push({ kind: "attempt", from: attempt.started_ms, to: attempt.ended_ms, attempt, again });
  });
  if (detail.first_token_ms !== null) {
    spans.push({ kind: "mark", mark: "firstToken", from: detail.first_token_ms, to: detail.first_token_ms });
  }
  if (attempts.length > 0 && detail.state !== "running") {
    spans.push({ kind: "mark", mark: "end", from: detail.duration_ms, to: detail.duration_ms });
  }
  return spans;
}

/** The right end of the scale; never zero. */
export function scaleOf(detail: Timed): number {
  return Math.max(1, detail.duration_ms, ...detail.attempts.map((attempt) => attempt.ended_ms));
}
