import {
  type CSSProperties,
  type MouseEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { indexOf } from "../api/log";
import type { RequestRow } from "../api/types";
import { useNow } from "../format/time";
import { useAppearance, useRowHeight } from "../shell/appearance";
import { strings } from "../strings";
import type { Column, ColumnId } from "./grid/columns";
import { Headings, scaleOf } from "./grid/Headings";
import { arrange, type Layout, moved, resized } from "./grid/layout";
import { Row } from "./grid/Row";
import { slowest } from "./grid/slowest";
import { useRowWindow } from "./grid/useRowWindow";

/** The headings' height, at a zoom of 100 %. */
const HEADINGS = 30;
/** Older rows are fetched while so many are still to come: who drags the bar is fast. */
const AHEAD = 300;
const NO_LAYOUT: Layout = {};
const NONE: ReadonlySet<string> = new Set();

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
  selected?: ReadonlySet<string>;
  /** True when it took the click for itself, as one with Ctrl. */
  onPick?: (event: MouseEvent, id: string) => boolean;
  onMenu?: (event: MouseEvent) => void;
  layout?: Layout;
  onLayout?: (layout: Layout) => void;
  /** From where rows are counted so that each keeps its node when others come on top. */
  risen?: number;
  onNearEnd?: () => void;
  onScroll?: (top: number) => void;
  scroller?: RefObject<HTMLDivElement | null>;
}

/**
 * The list of requests: only the rows in sight exist, however many there are, and their nodes are used again. The grid
 * has the focus and names the row that the keyboard is on.
 */
export function RequestGrid(props: GridProps) {
  const { rows, cursorId, whole = false, layout = NO_LAYOUT, selected = NONE, risen = 0, onNearEnd, onLayout } = props;
  const own = useRef<HTMLDivElement>(null);
  const scroller = props.scroller ?? own;
  const rowHeight = useRowHeight();
  const { density, zoom } = useAppearance();
  const headings = Math.round((HEADINGS * zoom) / 100);
  const width = useWidth(scroller, zoom);
  const now = useNow();
  const columns = useMemo(() => arrange(layout, width), [layout, width]);
  const seen = useRowWindow(scroller, rows.length, rowHeight);
  const { start, end } = whole ? { start: 0, end: rows.length } : seen;
  const p95 = useMemo(() => slowest(rows), [rows]);

  useEffect(() => {
    if (end >= rows.length - AHEAD) onNearEnd?.();
  }, [end, rows.length, onNearEnd]);

  const cursor = cursorId === undefined ? -1 : indexOf(rows, cursorId);
  // Follows the keyboard; a row that is only pushed down by new ones does not pull the list along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useLayoutEffect(() => {
    const element = scroller.current;
    if (cursor < 0 || !element || whole) return;
    const top = cursor * rowHeight;
    const room = element.clientHeight - headings - rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
  }, [cursorId]);

  function showWidth(column: Column, to: number) {
    const changed = resized(layout, column, to).widths?.[column.id] ?? column.width;
    const shown = columns.map((each) => (each.id === column.id ? { ...each, width: changed } : each));
    scroller.current?.style.setProperty("--columns", template(shown));
  }

  function click(event: MouseEvent) {
    const id = rowAt(event.target);
    if (id && !props.onPick?.(event, id)) props.onOpen(id);
  }

  const total = columns.reduce((sum, column) => sum + column.width, 2);
  const pool = end - start + 1;
  const drawn = rows.slice(start, end);
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={strings.requests.grid}
      aria-rowcount={rows.length + 1}
      aria-multiselectable={props.onPick ? true : undefined}
      aria-activedescendant={cursor >= start && cursor < end ? `request-${cursorId}` : undefined}
      className={`relative focus-visible:outline-offset-0 ${whole ? "overflow-hidden" : "h-full overflow-auto overscroll-contain [contain:strict]"}`}
      data-frozen={total > width ? "" : undefined}
      style={
        {
          "--columns": template(columns),
          "--p95": p95,
          ...(whole ? { height: headings + rows.length * rowHeight } : {}),
        } as CSSProperties
      }
      onClick={click}
      onContextMenu={props.onMenu}
      onScroll={(event) => props.onScroll?.(event.currentTarget.scrollTop)}
    >
      <div role="rowgroup" className="sticky top-0 z-[1] min-w-(--row-width)" style={rowWidth(total)}>
        <Headings
          columns={columns}
          height={headings}
          fixed={onLayout === undefined}
          onResizing={showWidth}
          onResized={(column, to) => onLayout?.(resized(layout, column, to))}
          onMove={(id: ColumnId, before) => onLayout?.(moved(layout, id, before))}
        />
      </div>
      <div
        role="rowgroup"
        className="relative min-w-(--row-width)"
        style={{ ...rowWidth(total), height: rows.length * rowHeight }}
      >
        {drawn.map((row, offset) => (
          <Row
            key={whole ? row.id : modulo(start + offset - risen, pool)}
            row={row}
            index={start + offset}
            height={rowHeight}
            tall={density === "roomy"}
            columns={columns}
            now={now}
            open={row.id === props.openId}
            selected={selected.has(row.id)}
            underCursor={row.id === cursorId}
            arriving={props.arrived.has(row.id)}
          />
        ))}
      </div>
    </div>
  );
}

/** The request whose row was hit. */
export function rowAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-request-id]")?.dataset.requestId : undefined;
}

function template(columns: readonly Column[]): string {
  return columns.map((column) => `${column.width / 16}rem`).join(" ");
}

function rowWidth(total: number): CSSProperties {
  return { "--row-width": `${total / 16}rem` } as CSSProperties;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** The list's width, at a zoom of 100 %. */
function useWidth(element: RefObject<HTMLElement | null>, zoom: number): number {
  const [width, setWidth] = useState(1080);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another zoom is another width
  useLayoutEffect(() => {
    const grid = element.current;
    if (!grid) return;
    const measure = () => setWidth(Math.floor((grid.clientWidth || 1080) / scaleOf()) - 2);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(grid);
    return () => observer.disconnect();
  }, [element, zoom]);
  return width;
}
