import { GitBranch, Pin, StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import { fellBack } from "../../api/log";
import type { RequestRow } from "../../api/types";
import { count, UNKNOWN } from "../../format/numbers";
import { duration, exactTime, timeOfDay } from "../../format/time";
import { strings } from "../../strings";
import { CreditsCell } from "../CreditsCell";
import { Attempts } from "../Status";
import { StatusCell } from "./StatusCell";

export type ColumnId = keyof typeof strings.requests.columns;

/** What a cell knows besides its row. */
export interface CellSight {
  now: number;
  /** There is no room for words that only repeat. */
  tight: boolean;
  /** There is room for a second line. */
  tall: boolean;
}

export interface Column {
  id: ColumnId;
  /** At a zoom of 100 %, like all widths here. */
  width: number;
  least: number;
  /** Its width where the list has little room. */
  narrow?: number;
  /** Its share of the room that is left. */
  grow?: number;
  /** The lower, the longer it stays when there is little room; without one it is shown only when chosen. */
  rank?: number;
  numeric?: boolean;
  /** It says less than the others: smaller, or fainter. */
  look?: string;
  cell: (row: RequestRow, sight: CellSight) => ReactNode;
}

/** Every column, in the usual order. */
export const COLUMNS: readonly Column[] = [
  {
    id: "time",
    look: "text-meta text-subtlest tabular-nums",
    width: 104,
    narrow: 90,
    least: 80,
    rank: 1,
    cell: (row, sight) => <TimeCell row={row} sight={sight} />,
  },
  {
    id: "status",
    width: 114,
    narrow: 72,
    least: 72,
    rank: 2,
    cell: (row, { tight }) => <StatusCell row={row} short={tight} />,
  },
  { id: "endpoint", width: 94, least: 60, rank: 11, cell: (row) => row.endpoint.replace(".completions", "") },
  { id: "model", width: 206, narrow: 138, least: 80, rank: 3, grow: 5, cell: (row) => <ModelCell row={row} /> },
  {
    id: "attempts",
    width: 92,
    least: 52,
    rank: 6,
    cell: (row) => <Attempts outcomes={row.attempt_outcomes} />,
  },
  {
    id: "provider",
    look: "text-subtlest",
    width: 82,
    least: 60,
    rank: 8,
    grow: 1,
    cell: (row) => row.provider ?? UNKNOWN,
  },
  { id: "key", width: 88, least: 60, rank: 7, grow: 1, cell: (row) => row.key_name ?? UNKNOWN },
  {
    id: "in",
    width: 70,
    least: 56,
    rank: 9,
    numeric: true,
    cell: (row, { tall }) => <InCell row={row} tall={tall} />,
  },
  { id: "cached", width: 70, least: 56, numeric: true, cell: (row) => count(row.usage?.cached_tokens) },
  { id: "out", width: 62, least: 56, rank: 10, numeric: true, cell: (row) => count(row.usage?.completion_tokens) },
  { id: "credits", width: 94, least: 80, rank: 5, numeric: true, cell: (row) => <CreditsCell row={row} /> },
  { id: "firstToken", width: 88, least: 72, rank: 12, numeric: true, cell: (row) => duration(row.first_token_ms) },
  {
    id: "total",
    width: 80,
    narrow: 74,
    least: 64,
    rank: 4,
    numeric: true,
    look: "relative",
    cell: (row) => <TotalCell row={row} />,
  },
  { id: "speed", width: 76, least: 60, numeric: true, cell: (row) => speed(row) },
  { id: "finish", look: "text-subtlest", width: 84, least: 56, cell: (row) => row.finish_reason ?? UNKNOWN },
  {
    id: "stream",
    look: "text-subtlest",
    width: 62,
    least: 50,
    cell: (row) => (row.stream ? strings.requests.streamed : UNKNOWN),
  },
  { id: "client", look: "text-subtlest", width: 130, least: 60, grow: 1, cell: (row) => row.user_agent ?? UNKNOWN },
  { id: "price", look: "text-subtlest", width: 90, least: 60, cell: (row) => row.price_source ?? UNKNOWN },
  { id: "note", width: 140, least: 60, grow: 2, cell: (row) => row.note ?? "" },
  {
    id: "id",
    look: "font-mono text-meta text-subtlest",
    width: 270,
    least: 80,
    cell: (row) => row.id,
  },
];

function TimeCell({ row, sight }: { row: RequestRow; sight: CellSight }) {
  return (
    <>
      <time title={exactTime(row.started_at)}>{timeOfDay(row.started_at, sight.now, sight.tight)}</time>
      {row.pinned && (
        <Pin
          size={11}
          role="img"
          aria-label={strings.requests.pinned}
          className="ml-1 inline align-[-1px] text-accent"
        />
      )}
      {row.note !== null && !sight.tight && (
        <StickyNote
          size={11}
          role="img"
          aria-label={strings.requests.noted(row.note)}
          className="ml-1 inline align-[-1px] text-subtle"
        />
      )}
    </>
  );
}

/** `asked → served` when they differ; a small branch says so without reading. */
function ModelCell({ row }: { row: RequestRow }) {
  const asked = row.model ?? UNKNOWN;
  if (!fellBack(row) || row.model_used === null) return <span title={asked}>{asked}</span>;
  return (
    <span
      title={`${asked} → ${row.model_used}`}
      className="inline-flex h-[1lh] max-w-full items-center gap-1.5 align-top"
    >
      <GitBranch size={12} role="img" aria-label={strings.requests.fellBack} className="shrink-0 text-success" />
      <span className="truncate">
        {asked} <span className="text-subtlest">→</span> {row.model_used}
      </span>
    </span>
  );
}

function InCell({ row, tall }: { row: RequestRow; tall: boolean }) {
  const cached = row.usage?.cached_tokens ?? 0;
  const tokens = count(row.usage?.prompt_tokens);
  if (cached === 0) return tokens;
  if (!tall) return <span title={strings.requests.cachedTokens(count(cached))}>{tokens}</span>;
  return (
    <span className="block leading-tight">
      {tokens}
      <span className="block text-subtlest text-tiny">{strings.requests.cachedShort(count(cached))}</span>
    </span>
  );
}

/** The full length of the bar is what 95 of 100 of these requests stay within (`--p95` of the grid). */
function TotalCell({ row }: { row: RequestRow }) {
  if (row.state === "running") return UNKNOWN;
  return (
    <>
      <span
        aria-hidden
        className="absolute inset-y-0 left-1 max-w-[calc(100%-0.5rem)] rounded-[3px] bg-active"
        style={{ width: `calc(${row.duration_ms} / var(--p95, 1e9) * (100% - 0.5rem))` }}
      />
      <span className="relative">{duration(row.duration_ms)}</span>
    </>
  );
}

function speed(row: RequestRow): string {
  const tokens = row.usage?.completion_tokens ?? 0;
  const ms = row.duration_ms - (row.first_token_ms ?? 0);
  if (row.state === "running" || tokens === 0 || ms <= 0) return UNKNOWN;
  return count(Math.round((tokens / ms) * 1000));
}
