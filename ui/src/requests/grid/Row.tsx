import { memo } from "react";
import type { RequestRow } from "../../api/types";
import type { Column } from "./columns";

/** A column narrower than this has no room for words that only repeat. */
const TIGHT = 96;

/** The first column stays in sight when the list is wider than its place. */
export const FROZEN =
  "first:in-data-frozen:sticky first:in-data-frozen:left-0 first:in-data-frozen:z-[1] first:in-data-frozen:bg-inherit";

interface RowProps {
  row: RequestRow;
  index: number;
  height: number;
  tall: boolean;
  columns: readonly Column[];
  now: number;
  open: boolean;
  selected: boolean;
  underCursor: boolean;
  arriving: boolean;
}

/** One request. Its node is used again for another one when the list scrolls. */
export const Row = memo(function Row(props: RowProps) {
  const { row, index, height, open, selected, now, tall } = props;
  const look = open || selected ? "bg-accent-soft" : "in-data-frozen:bg-surface hover:bg-hover";
  const edge = props.underCursor ? "border-l-accent" : "border-l-transparent";
  return (
    <div
      role="row"
      id={`request-${row.id}`}
      data-request-id={row.id}
      data-state={row.state}
      aria-rowindex={index + 2}
      aria-selected={open || selected}
      className={`absolute inset-x-0 grid grid-cols-(--columns) items-center border-b border-b-line-subtle border-l-2 [contain:strict] ${edge} ${look} ${props.arriving ? "appear" : ""}`}
      style={{ height, top: index * height }}
    >
      {props.columns.map((column) => (
        <span
          key={column.id}
          role="gridcell"
          className={`min-w-0 px-2 ${FROZEN} ${column.numeric ? "num whitespace-nowrap" : "truncate"} ${column.look ?? ""}`}
        >
          {column.cell(row, { now, tall, tight: column.width < TIGHT })}
        </span>
      ))}
    </div>
  );
}, sameRow);

/** The time of day changes its look only at midnight: not a reason to draw every row each tick. */
function sameRow(a: RowProps, b: RowProps): boolean {
  for (const name in a) {
    const key = name as keyof RowProps;
    if (key !== "now" && a[key] !== b[key]) return false;
  }
  return Math.abs(a.now - b.now) < 60_000;
}
