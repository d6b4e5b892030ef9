import { GitBranch } from "lucide-react";
import type { ReactNode } from "react";
import { type Course, isAccepted, type Trial } from "../api/try";
import type { RequestDetail } from "../api/types";
import { count, credits } from "../format/numbers";
import { duration } from "../format/time";
import { Glyph, type Shape } from "../parts/Glyph";
import { strings } from "../strings";
import { creditsOf, figuresOf } from "./figures";

const words = strings.playground;

const MARKS: Record<Course["phase"], { shape: Shape; look: string }> = {
  waiting: { shape: "dashed", look: "text-subtle" },
  streaming: { shape: "dashed", look: "text-subtle" },
  done: { shape: "dot", look: "text-success" },
  failed: { shape: "cross", look: "text-danger" },
  stopped: { shape: "slashed", look: "text-subtle" },
};

/** It went well, but there would have been more to say. */
const CUT_SHORT = new Set(["length", "content_filter"]);
const CUT = { shape: "triangle", look: "text-warning" } as const;

/** How a chat went, in figures. */
export function ChatFigures({ trial, record }: { trial: Trial; record: RequestDetail | undefined }) {
  const figures = figuresOf(trial, record);
  return (
    <FigureRow course={trial} record={record} finish={trial.finishReason}>
      {figures.firstTokenMs !== null && (
        <Figure name="first token">{words.figures.firstToken(duration(figures.firstTokenMs))}</Figure>
      )}
      {figures.tokensPerSecond !== null && (
        <Figure name="rate">{words.figures.rate(rounded(figures.tokensPerSecond))}</Figure>
      )}
      {figures.durationMs !== null && <Figure name="total">{words.figures.total(duration(figures.durationMs))}</Figure>}
      {figures.output !== null && (
        <Figure name="tokens">{words.figures.tokens(count(figures.input), count(figures.output))}</Figure>
      )}
    </FigureRow>
  );
}

/** How a request went: its end, the figures of its kind, and what it cost. */
export function FigureRow(props: {
  course: Course;
  record: RequestDetail | undefined;
  finish?: string | null;
  children?: ReactNode;
}) {
  const { course, record, finish } = props;
  const { phase, status, fallbackFrom, modelUsed } = course;
  const spent = creditsOf(course, record);
  const { shape, look } = phase === "done" && CUT_SHORT.has(finish ?? "") ? CUT : MARKS[phase];
  const over = phase !== "waiting" && phase !== "streaming";
  const end = isAccepted(course) ? words.accepted : finish && (words.finish[finish] ?? finish);
  return (
    <dl
      aria-label={words.figures.label}
      data-testid="figures"
      data-phase={phase}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 text-meta text-subtle tabular-nums [&_dt]:sr-only"
    >
      <Figure name="status">
        <span className={`inline-flex items-center gap-1.5 font-medium ${look}`}>
          <Glyph shape={shape} />
          {[status, phase === "done" && end ? end : words.phases[phase]].filter(Boolean).join(" ")}
        </span>
      </Figure>
      {props.children}
      {spent !== undefined ? (
        <Figure name="credits">
          {spent === null ? (
            <span title={strings.credits.unpricedWhy}>{strings.credits.unpriced}</span>
          ) : (
            <span title={strings.credits.exact(spent)}>{words.figures.credits(credits(spent))}</span>
          )}
        </Figure>
      ) : (
        over &&
        course.id !== null &&
        !record &&
        !isAccepted(course) && <Figure name="credits">{words.figures.counting}</Figure>
      )}
      {fallbackFrom && modelUsed && (
        <Figure name="fallback">
          <span
            className="inline-flex min-w-0 items-center gap-1.5 text-text"
            title={words.fallbackLong(fallbackFrom, modelUsed)}
          >
            <GitBranch size={12} aria-hidden className="shrink-0 text-success" />
            <code className="font-mono [overflow-wrap:anywhere]">{words.fallback(fallbackFrom, modelUsed)}</code>
          </span>
        </Figure>
      )}
    </dl>
  );
}

export function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function rounded(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : count(Math.round(rate));
}
