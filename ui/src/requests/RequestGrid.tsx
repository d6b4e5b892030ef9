import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { RequestRow } from "../api/types";
import { useNow } from "../format/time";
import { strings } from "../strings";
import { type Column, columnsFor, type Room, roomFor } from "./columns";

export const ROW_HEIGHT = 32;
const HEAD_HEIGHT = 30;

interface GridProps {
  rows: RequestRow[];
  arrived: ReadonlySet<string>;
  /** The row whose detail is open. */
  openId?: string | undefined;
  /** The row that the keyboard is on. */
  cursorId?: string | undefined;
  onOpen: (id: string) => void;
  /** All rows at their full height, for short lists inside a page. */
  whole?: boolean;
  onNearEnd?: () => void;
  onScroll?: (top: number) => void;
  scroller?: RefObject<HTMLDivElement | null>;
}

/**
 * The list of requests: only the rows in sight exist, however many there are. A table element can not recycle its
 * rows, so these are divs with a grid's roles; the grid has the focus and names the row that the keyboard is on.
 */
export function RequestGrid(props: GridProps) {
  const { rows, cursorId, onNearEnd, onScroll } = props;
  const own = useRef<HTMLDivElement>(null);
  const scroller = props.scroller ?? own;
  const room = useRoom(scroller);
  const now = useNow();
  const columns = useMemo(() => columnsFor(room), [room]);
  const template = columns.map((column) => column.width).join(" ");
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    // Only the Requests screen scrolls; a whole list shows every row.
    initialRect: { width: 0, height: props.whole ? rows.length * ROW_HEIGHT : 600 },
  });
  const shown = virtual.getVirtualItems();

  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= rows.length - 30) onNearEnd?.();
  }, [last, rows.length, onNearEnd]);

  const cursor = cursorId === undefined ? -1 : rows.findIndex((row) => row.id === cursorId);
  // Follows the keyboard; a row that is only pushed down by new ones does not pull the list along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (cursor >= 0) virtual.scrollToIndex(cursor, { align: "auto" });
  }, [cursorId]);

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={strings.requests.grid}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={cursor >= 0 ? `request-${cursorId}` : undefined}
      className={`relative focus-visible:-outline-offset-2 ${props.whole ? "overflow-hidden" : "h-full overflow-auto overscroll-contain [contain:strict]"}`}
      style={props.whole ? { height: HEAD_HEIGHT + rows.length * ROW_HEIGHT } : undefined}
      onScroll={(event) => onScroll?.(event.currentTarget.scrollTop)}
    >
      <div role="rowgroup" className="sticky top-0 z-[1] bg-surface">
        <div
          role="row"
          aria-rowindex={1}
          className="grid items-center border-b border-line-subtle text-meta font-medium text-subtlest"
          style={{ gridTemplateColumns: template, height: HEAD_HEIGHT }}
        >
          {columns.map((column) => (
            <span key={column.id} role="columnheader" className={`px-2 ${column.numeric ? "num" : ""}`}>
              {strings.requests.columns[column.id]}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <Row
                key={item.key}
                row={row}
                index={item.index}
                top={item.start - HEAD_HEIGHT}
                columns={columns}
                template={template}
                room={room}
                now={now}
                open={row.id === props.openId}
                underCursor={row.id === cursorId}
                arriving={props.arrived.has(row.id)}
                onOpen={props.onOpen}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  row: RequestRow;
  index: number;
  top: number;
  columns: Column[];
  template: string;
  room: Room;
  now: number;
  open: boolean;
  underCursor: boolean;
  arriving: boolean;
  onOpen: (id: string) => void;
}

const Row = memo(function Row(props: RowProps) {
  const { row, open, underCursor } = props;
  const look = open ? "bg-accent-soft" : "hover:bg-hover";
  return (
    <div
      role="row"
      id={`request-${row.id}`}
      data-request-id={row.id}
      data-state={row.state}
      aria-rowindex={props.index + 2}
      aria-selected={open}
      className="absolute inset-x-0 top-0"
      style={{ height: ROW_HEIGHT, transform: `translateY(${props.top}px)` }}
      onClick={() => props.onOpen(row.id)}
    >
      <div
        role="presentation"
        className={`grid h-full items-center border-b border-line-subtle ${look} ${props.arriving ? "appear" : ""} ${underCursor ? "shadow-[inset_2px_0_0_var(--accent)]" : ""}`}
        style={{ gridTemplateColumns: props.template }}
      >
        {props.columns.map((column) => (
          <span key={column.id} role="gridcell" className={`min-w-0 truncate px-2 ${column.numeric ? "num" : ""}`}>
            {column.cell(row, props.now, props.room)}
          </span>
        ))}
      </div>
    </div>
  );
}, sameRow);

/** The time of day changes its look only at midnight: not a reason to draw every row each tick. */
function sameRow(a: RowProps, b: RowProps): boolean {
  const names = Object.keys(a) as (keyof RowProps)[];
  return names.every((name) => (name === "now" ? Math.abs(a.now - b.now) < 60_000 : a[name] === b[name]));
}

function useRoom(element: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>("normal");
  useLayoutEffect(() => {
    const grid = element.current;
    if (!grid) return;
    setRoom(roomFor(grid.clientWidth || 1080));
    const observer = new ResizeObserver(() => setRoom(roomFor(grid.clientWidth || 1080)));
    observer.observe(grid);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
