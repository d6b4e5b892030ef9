import type { RequestDetail } from "../api/types";
import { duration } from "../format/time";
import { strings } from "../strings";
import { failureWord } from "./Routing";
import { type Span, scaleOf, spansOf } from "./spans";

const words = strings.requests.detail.timeline;

const OUTCOME_COLOURS = { served: "bg-success", failed: "bg-danger", cancelled: "bg-subtlest" };

/** A waterfall: every attempt and every wait on one scale. */
export function Timeline({ detail }: { detail: RequestDetail }) {
  const scale = scaleOf(detail);
  return (
    <>
      <table className="w-full table-fixed">
        <colgroup>
          <col className="w-[136px]" />
          <col />
          <col className="w-[112px]" />
        </colgroup>
        <tbody>
          {spansOf(detail).map((span) => (
            <tr key={`${span.kind}-${span.mark}-${span.from}-${span.attempt?.model}`} className="h-[26px]">
              <th scope="row" className="truncate pr-2.5 text-left font-normal" title={nameOf(span)}>
                {nameOf(span)}
              </th>
              <td className="relative">
                <span
                  className={`absolute top-2 h-2.5 min-w-[3px] rounded-[3px] ${colourOf(span)}`}
                  style={{
                    left: `min(${percent(span.from, scale)}, 100% - 3px)`,
                    width: percent(span.to - span.from, scale),
                  }}
                />
              </td>
              <td className="num truncate pl-2.5 text-subtlest" title={noteOf(span)}>
                {noteOf(span)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {detail.attempts.length === 0 && <p className="mt-3 text-subtle">{words.none}</p>}
    </>
  );
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(2)}%`;
}

function nameOf({ kind, mark, attempt, again }: Span): string {
  if (kind === "before") return words.before;
  if (kind === "pause") return again ? words.backOff : words.switchOver;
  if (kind === "mark" || !attempt) return mark === "firstToken" ? words.firstToken : words.end;
  return again ? words.again(attempt.model) : attempt.model;
}

function noteOf({ kind, attempt, from, to }: Span): string {
  if (kind === "mark") return duration(from);
  if (kind !== "attempt" || !attempt) return duration(to - from);
  if (attempt.outcome === "served") return duration(to - from);
  // What went wrong is worth more than how long it took, and both would not fit.
  if (attempt.status === null) return failureWord(attempt.failure) ?? duration(to - from);
  return `${attempt.status} · ${duration(to - from)}`;
}

function colourOf({ kind, mark, attempt }: Span): string {
  if (attempt) return OUTCOME_COLOURS[attempt.outcome];
  if (kind === "mark") return mark === "firstToken" ? "bg-accent-fill" : "bg-info";
  return kind === "pause" ? "bg-line-input" : "bg-subtlest";
}
