import { ArrowUp } from "lucide-react";
import type { MouseEvent, RefObject } from "react";
import { Unreachable } from "../api/error";
import { LONGEST, type LogQuery } from "../api/log";
import type { RequestRow } from "../api/types";
import { count } from "../format/numbers";
import { Button } from "../parts/Button";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { strings } from "../strings";
import { EmptyLog } from "./EmptyLog";
import type { Layout } from "./grid/layout";
import { RequestGrid } from "./RequestGrid";
import type { RequestsSearch } from "./search";
import type { useSelection } from "./selection/useSelection";
import type { useLog } from "./useLog";

const words = strings.requests;
const NONE: ReadonlySet<string> = new Set();

/** The rows, or why there are none. */
export function LogList(props: {
  log: ReturnType<typeof useLog>;
  rows: RequestRow[];
  query: LogQuery;
  /** The detail has its place. */
  hidden: boolean;
  /** Said elsewhere already. */
  wrongFilter: boolean;
  openId: string | undefined;
  selection: ReturnType<typeof useSelection>;
  layout: Layout;
  onLayout: (layout: Layout) => void;
  onOpen: (id: string) => void;
  onMenu: (event: MouseEvent) => void;
  onChange: (search: Partial<RequestsSearch>) => void;
  onFollow: () => void;
  onScroll: (top: number) => void;
  scroller: RefObject<HTMLDivElement | null>;
}) {
  const { rows, selection } = props;
  const { data: log, error, refetch, loadMore } = props.log;
  const held = log?.held.length ?? 0;
  return (
    <div
      className={`relative flex min-w-0 flex-1 flex-col pl-5 ${props.hidden ? "hidden" : ""} ${props.openId ? "" : "pr-5"}`}
    >
      {props.wrongFilter ? null : error && !log ? (
        error instanceof Unreachable ? (
          <Empty {...words.away} action={<Button onClick={() => void refetch()}>{words.away.action}</Button>} />
        ) : (
          <LoadFailed error={error} onRetry={() => void refetch()} />
        )
      ) : !log ? (
        <Skeleton rows={12} />
      ) : rows.length === 0 && held === 0 ? (
        <div className="min-h-0 overflow-y-auto">
          <EmptyLog query={props.query} onChange={props.onChange} />
        </div>
      ) : (
        <RequestGrid
          rows={rows}
          arrived={log.following ? log.arrived : NONE}
          openId={props.openId}
          cursorId={selection.current}
          selected={selection.ids}
          onOpen={props.onOpen}
          onPick={selection.pick}
          onMenu={props.onMenu}
          layout={props.layout}
          onLayout={props.onLayout}
          risen={log.risen}
          onNearEnd={loadMore}
          scroller={props.scroller}
          onScroll={props.onScroll}
        />
      )}
      {rows.length >= LONGEST && (
        <p role="status" className="border-line-subtle border-t py-1.5 text-center text-meta text-subtle">
          {words.full(count(rows.length))}
        </p>
      )}
      {held > 0 && (
        <button
          type="button"
          onClick={props.onFollow}
          aria-label={words.freshLabel(count(held))}
          className="appear absolute top-9 left-1/2 z-[2] inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full border border-accent-fill bg-accent-fill px-3 font-medium text-on-accent tabular-nums hover:bg-accent-fill-hover"
        >
          <ArrowUp size={13} aria-hidden />
          {words.fresh(count(held))}
        </button>
      )}
    </div>
  );
}
