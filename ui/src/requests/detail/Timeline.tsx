import type { RequestDetail } from "../../api/types";
import { count } from "../../format/numbers";
import { duration } from "../../format/time";
import { strings } from "../../strings";
import { failureWord } from "./Routing";
import { type Span, scaleOf, spansOf } from "./spans";

const words = strings.requests.detail.timeline;

const OUTCOME_COLOURS = { served: "bg-success", failed: "bg-danger", cancelled: "bg-subtlest" };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** A waterfall: the checks, every attempt and every wait on one scale, which two requests can share. */
export function Timeline({ detail, scale = scaleOf(detail) }: { detail: RequestDetail; scale?: number }) {
  const speed = tokensPerSecond(detail);
  return (
    <div className="@container flex flex-col gap-3">
      <table className="w-full table-fixed">
        <colgroup>
          <col className="w-[148px] @xl:w-[240px]" />
          <col />
          <col className="w-[76px]" />
        </colgroup>
        <thead>
          <tr className="h-7 text-meta text-subtlest tabular-nums">
            <td />
            <th scope="col" aria-label={words.axis} className="relative font-normal">
              {TICKS.map((tick) => (
                <span
                  key={tick}
                  className={`absolute bottom-1.5 whitespace-nowrap ${place(tick)} ${tick % 0.5 === 0 ? "" : "hidden @xl:inline"}`}
                  style={{ left: `${tick * 100}%` }}
                >
                  {tick === 0 ? "0" : duration(tick * scale)}
                </span>
              ))}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {spansOf(detail).map((span) => (
            <Line key={`${span.kind}-${span.mark}-${span.from}-${span.attempt?.model}`} {...{ span, scale, detail }} />
          ))}
        </tbody>
      </table>
      {speed !== null && <p className="text-meta text-subtle tabular-nums">{words.speed(speed)}</p>}
      {detail.attempts.length === 0 && <p className="text-subtle">{words.none}</p>}
    </div>
  );
}

function Line({ span, scale, detail }: { span: Span; scale: number; detail: RequestDetail }) {
  const note = noteOf(span);
  const waited = span.attempt?.outcome === "served" ? detail.first_token_ms : null;
  return (
    <tr className="border-t border-line-subtle">
      <th scope="row" className="py-1.5 pr-2.5 text-left align-top font-normal">
        <span className="block truncate" title={nameOf(span)}>
          {nameOf(span)}
        </span>
        {note && <span className="block text-meta text-subtle [overflow-wrap:anywhere]">{note}</span>}
      </th>
      <td className="relative" title={words.span(duration(span.from), duration(span.to))}>
        {TICKS.map((tick) => (
          <span key={tick} className="absolute inset-y-0 w-px bg-line-subtle" style={{ left: `${tick * 100}%` }} />
        ))}
        <span
          className={`absolute top-2.5 h-2.5 min-w-[3px] rounded-[3px] ${colourOf(span)}`}
          style={{ left: `min(${percent(span.from, scale)}, 100% - 3px)`, width: percent(span.to - span.from, scale) }}
        >
          {waited !== null && waited > span.from && (
            <span
              className="absolute inset-y-0 left-0 rounded-l-[3px] bg-surface/55"
              style={{ width: percent(Math.min(waited, span.to) - span.from, Math.max(1, span.to - span.from)) }}
            />
          )}
        </span>
      </td>
      <td className="num py-1.5 pl-2.5 align-top text-subtle">
        {duration(span.kind === "mark" ? span.from : span.to - span.from)}
      </td>
    </tr>
  );
}

function place(tick: number): string {
  if (tick === 0) return "";
  return tick === 1 ? "-translate-x-full" : "-translate-x-1/2";
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

/** Who was asked, and what went wrong there. */
function noteOf({ attempt }: Span): string | null {
  if (!attempt) return null;
  const failed = attempt.outcome === "served" ? null : failureWord(attempt.failure);
  return [attempt.provider, attempt.status, failed].filter(Boolean).join(" · ");
}

/** How fast the answer came once it had begun. */
function tokensPerSecond({ first_token_ms: first, duration_ms: total, usage }: RequestDetail): string | null {
  if (first === null || !usage || usage.completion_tokens < 2 || total - first < 1) return null;
  return count(Math.round((usage.completion_tokens - 1) / ((total - first) / 1000)));
}

function colourOf({ kind, mark, attempt }: Span): string {
  if (attempt) return OUTCOME_COLOURS[attempt.outcome];
  if (kind === "mark") return mark === "firstToken" ? "bg-accent-fill" : "bg-info";
  return kind === "pause" ? "bg-line-input" : "bg-subtlest";
}
