import { isAccepted } from "../api/try";
import type { RequestRow } from "../api/types";
import { Glyph, type Shape } from "../parts/Glyph";
import { strings } from "../strings";

interface Look {
  shape: Shape;
  tone: string;
  code: string | null;
  word: string;
  /** What the word leaves open, as a code. */
  why?: string | null;
}

/** Colour, shape and word of a request's status. */
export function lookOf(row: Pick<RequestRow, "state" | "status" | "error" | "attempt_outcomes">): Look {
  const { status } = row;
  const words = strings.status;
  if (row.state === "running") return { shape: "dashed", tone: "text-subtle", code: null, word: words.live };
  if (status === 499 || row.attempt_outcomes.at(-1) === "cancelled") {
    return { shape: "slashed", tone: "text-subtle", code: null, word: words.cancelled };
  }
  const code = String(status);
  if (isAccepted(row) && row.error) {
    return { shape: "cross", tone: "text-danger", code, word: words.failed, why: row.error.code };
  }
  // Its job was cancelled: nothing was made, and nothing is charged.
  if (isAccepted(row) && row.state === "released") {
    return { shape: "slashed", tone: "text-subtle", code: null, word: words.cancelled };
  }
  if (row.error?.code === "insufficient_quota") {
    return { shape: "triangle", tone: "text-warning", code, word: words.budget };
  }
  if (status >= 500) return { shape: "cross", tone: "text-danger", code, word: words.words[status] ?? words.failed };
  if (status >= 400)
    return { shape: "triangle", tone: "text-warning", code, word: words.words[status] ?? words.refused };
  // The status had left when the stream broke: it is no success for whoever read it.
  if (row.error) return { shape: "triangle", tone: "text-warning", code, word: words.cut };
  if (status >= 300) return { shape: "diamond", tone: "text-info", code, word: words.ok };
  return { shape: "dot", tone: "text-success", code, word: words.ok };
}

/** `● 200 OK`; `short` leaves the word to those who hear the page. */
export function Status({ row, short = false }: { row: RequestRow; short?: boolean }) {
  const look = lookOf(row);
  const { shape, tone, code, word, why } = look;
  const shown = code ?? (short && row.status > 0 && row.state !== "running" ? String(row.status) : null);
  return (
    <span
      className={`inline-flex h-[1lh] max-w-full items-center gap-1.5 align-top font-medium ${tone}`}
      title={titleOf(look)}
    >
      <Glyph shape={shape} />
      <span className="truncate">
        {shown && <span className="tabular-nums">{shown} </span>}
        <span className={shown ? (short ? "sr-only" : "font-normal text-meta") : ""}>
          {word}
          {why && !short && `: ${why}`}
        </span>
      </span>
    </span>
  );
}

/** `202 failed: job_lost`, for who asks what stands there. */
export function titleOf({ code, word, why }: Look): string {
  return `${code ? `${code} ` : ""}${word}${why ? `: ${why}` : ""}`;
}

const OUTCOMES = {
  served: { shape: "check", tone: "text-success" },
  failed: { shape: "cross", tone: "text-danger" },
  cancelled: { shape: "slashed", tone: "text-subtle" },
} as const;

/** One mark per attempt, in order: ✕✕✓. */
export function Attempts({ outcomes }: { outcomes: RequestRow["attempt_outcomes"] }) {
  if (outcomes.length === 0) return null;
  const words = outcomes.map((outcome) => strings.attempts.outcome[outcome]).join(", ");
  return (
    <span
      role="img"
      aria-label={strings.attempts.spoken(words)}
      title={words}
      className="inline-flex h-[1lh] items-center gap-1.5 align-top"
    >
      {outcomes.map((outcome, index) => (
        <Glyph key={index} shape={OUTCOMES[outcome].shape} className={OUTCOMES[outcome].tone} />
      ))}
    </span>
  );
}
