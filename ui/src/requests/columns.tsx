import { GitBranch } from "lucide-react";
import type { ReactNode } from "react";
import { fellBack } from "../api/log";
import type { RequestRow } from "../api/types";
import { count, UNKNOWN } from "../format/numbers";
import { duration, exactTime, timeOfDay } from "../format/time";
import { strings } from "../strings";
import { CreditsCell } from "./CreditsCell";
import { Attempts, Status } from "./Status";

/** How much room the list has. */
export type Room = "tight" | "normal" | "wide";

export interface Column {
  id: keyof typeof strings.requests.columns;
  width: string;
  numeric?: boolean;
  cell: (row: RequestRow, now: number, room: Room) => ReactNode;
}

const ALL: readonly Column[] = [
  {
    id: "time",
    width: "98px",
    cell: (row, now, room) => (
      <time className="text-meta text-subtlest tabular-nums" title={exactTime(row.started_at)}>
        {timeOfDay(row.started_at, now, room === "tight")}
      </time>
    ),
  },
  { id: "status", width: "124px", cell: (row, _now, room) => <Status row={row} short={room === "tight"} /> },
  { id: "endpoint", width: "94px", cell: (row) => row.endpoint.replace(".completions", "") },
  { id: "model", width: "minmax(140px, 1fr)", cell: (row) => <ModelCell row={row} /> },
  { id: "attempts", width: "72px", cell: (row) => <Attempts outcomes={row.attempt_outcomes} /> },
  { id: "provider", width: "82px", cell: (row) => <span className="text-subtlest">{row.provider ?? UNKNOWN}</span> },
  { id: "key", width: "88px", cell: (row) => row.key_name ?? <span className="text-subtlest">{UNKNOWN}</span> },
  { id: "in", width: "70px", numeric: true, cell: (row) => count(row.usage?.prompt_tokens) },
  { id: "out", width: "62px", numeric: true, cell: (row) => count(row.usage?.completion_tokens) },
  { id: "credits", width: "94px", numeric: true, cell: (row) => <CreditsCell row={row} /> },
  { id: "firstToken", width: "88px", numeric: true, cell: (row) => duration(row.first_token_ms) },
  {
    id: "total",
    width: "74px",
    numeric: true,
    cell: (row) => (row.state === "running" ? UNKNOWN : duration(row.duration_ms)),
  },
];

const SHOWN: Record<Room, readonly Column["id"][]> = {
  tight: ["time", "status", "model", "attempts", "credits", "total"],
  normal: ["time", "status", "endpoint", "model", "attempts", "provider", "key", "in", "out", "credits", "total"],
  wide: ALL.map((column) => column.id),
};

const TIGHT: Record<string, string> = {
  time: "80px",
  status: "72px",
  model: "minmax(110px, 1fr)",
  attempts: "72px",
  credits: "94px",
  total: "74px",
};

const WIDE: Record<string, string> = { provider: "110px", key: "130px", in: "76px", out: "76px" };

/** The columns that fit, with the status narrower where its word is left out. */
export function columnsFor(room: Room): Column[] {
  const shown = ALL.filter((column) => SHOWN[room].includes(column.id));
  if (room === "wide") return shown.map((column) => ({ ...column, width: WIDE[column.id] ?? column.width }));
  if (room === "normal") return shown;
  return shown.map((column) => ({ ...column, width: TIGHT[column.id] ?? column.width }));
}

/** Widths in px, of the list itself. */
export function roomFor(width: number): Room {
  if (width < 900) return "tight";
  return width < 1240 ? "normal" : "wide";
}

/** `asked → served` when they differ; a small branch says so without reading. */
function ModelCell({ row }: { row: RequestRow }) {
  const asked = row.model ?? UNKNOWN;
  if (!fellBack(row) || row.model_used === null) return <span title={asked}>{asked}</span>;
  return (
    <span
      title={`${asked} → ${row.model_used}`}
      className="inline-flex max-w-full h-[1lh] items-center gap-1.5 align-top"
    >
      <GitBranch size={12} role="img" aria-label={strings.requests.fellBack} className="shrink-0 text-success" />
      <span className="truncate">
        {asked} <span className="text-subtlest">→</span> {row.model_used}
      </span>
    </span>
  );
}
