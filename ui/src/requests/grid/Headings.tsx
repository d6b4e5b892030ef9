import { type PointerEvent, useState } from "react";
import { strings } from "../../strings";
import type { Column, ColumnId } from "./columns";
import { FROZEN } from "./Row";

/** So far a press may wander before it is a drag. */
const SLACK = 4;

/** The names of the columns: dragged by the name to another place, by the edge to another width. */
export function Headings(props: {
  columns: readonly Column[];
  height: number;
  /** Shows a width while it is dragged. */
  onResizing: (column: Column, width: number) => void;
  onResized: (column: Column, width: number) => void;
  onMove: (id: ColumnId, before: ColumnId | null) => void;
  fixed: boolean;
}) {
  const { columns, fixed } = props;
  const [drop, setDrop] = useState<{ id: ColumnId; before: ColumnId | null } | null>(null);

  function resize(event: PointerEvent<HTMLElement>, column: Column) {
    const widthAt = (moved: PointerEventInit) => column.width + ((moved.clientX ?? 0) - from) / scaleOf();
    const from = event.clientX;
    event.stopPropagation();
    drag(event, {
      onMove: (moved) => props.onResizing(column, widthAt(moved)),
      onEnd: (moved) => props.onResized(column, widthAt(moved)),
    });
  }

  function move(event: PointerEvent<HTMLElement>, column: Column) {
    const from = event.clientX;
    const headings = [...(event.currentTarget.parentElement?.children ?? [])];
    let target: ColumnId | null | undefined;
    drag(event, {
      onMove(moved) {
        if (target === undefined && Math.abs(moved.clientX - from) < SLACK) return;
        const at = headings.findIndex((heading) => {
          const { left, width } = heading.getBoundingClientRect();
          return moved.clientX < left + width / 2;
        });
        target = columns[at]?.id ?? null;
        setDrop({ id: column.id, before: target });
      },
      onEnd() {
        setDrop(null);
        if (target !== undefined && target !== column.id) props.onMove(column.id, target);
      },
    });
  }

  return (
    <div
      role="row"
      aria-rowindex={1}
      className="group grid grid-cols-(--columns) items-center border-b border-b-line-subtle border-l-2 border-l-transparent bg-surface font-medium text-meta text-subtlest select-none"
      style={{ height: props.height }}
    >
      {columns.map((column, index) => {
        const last = index === columns.length - 1;
        const before = drop?.before === column.id;
        const after = drop?.before === null && last;
        return (
          <span
            key={column.id}
            role="columnheader"
            onPointerDown={fixed ? undefined : (event) => move(event, column)}
            className={`relative h-full min-w-0 truncate px-2 ${FROZEN} leading-[1.875rem] ${column.numeric ? "num" : ""} ${drop?.id === column.id ? "opacity-50" : ""} ${before ? "border-l-2 border-l-accent" : ""} ${after ? "border-r-2 border-r-accent" : ""}`}
          >
            {strings.requests.columns[column.id]}
            {!fixed && (
              <span
                aria-hidden
                onPointerDown={(event) => resize(event, column)}
                className="absolute inset-y-1.5 right-0 w-1.5 cursor-col-resize touch-none border-r border-r-transparent group-hover:border-r-line hover:border-r-2 hover:border-r-accent"
              />
            )}
          </span>
        );
      })}
    </div>
  );
}

/** Widths are kept for a zoom of 100 %. */
export function scaleOf(): number {
  return (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16;
}

type Moved = globalThis.PointerEvent;

function drag(event: PointerEvent<HTMLElement>, on: { onMove: (moved: Moved) => void; onEnd: (moved: Moved) => void }) {
  if (event.button !== 0) return;
  const handle = event.currentTarget;
  handle.setPointerCapture(event.pointerId);
  let last: Moved = event.nativeEvent;
  const onMove = (moved: Moved) => {
    last = moved;
    on.onMove(moved);
  };
  handle.addEventListener("pointermove", onMove);
  handle.addEventListener(
    "lostpointercapture",
    () => {
      handle.removeEventListener("pointermove", onMove);
      on.onEnd(last);
    },
    { once: true },
  );
}
