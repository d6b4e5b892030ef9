import { useState } from "react";
import { remember, remembered } from "../../host/remembered";
import { COLUMNS, type Column, type ColumnId } from "./columns";

/** What somebody changed about the columns; what nobody changed follows the room there is. */
export interface Layout {
  order?: ColumnId[];
  shown?: ColumnId[];
  widths?: { [Id in ColumnId]?: number };
}

const WIDEST = 600;

/** The columns to draw in a list of this width, each with its own width. All in px at a zoom of 100 %. */
export function arrange(layout: Layout, width: number): Column[] {
  const ordered = inOrder(layout.order);
  const wanted = layout.shown ? ordered.filter((column) => layout.shown?.includes(column.id)) : fitting(ordered, width);
  const columns = wanted.map((column) => ({ ...column, width: widthOf(column, layout, width) }));
  const left = width - columns.reduce((sum, column) => sum + column.width, 0);
  const growing = columns.filter((column) => column.grow && layout.widths?.[column.id] === undefined);
  const shares = growing.reduce((sum, column) => sum + (column.grow ?? 0), 0);
  if (left <= 0 || shares === 0) return columns;
  return columns.map((column) =>
    growing.includes(column)
      ? { ...column, width: column.width + Math.floor((left * (column.grow ?? 0)) / shares) }
      : column,
  );
}

export function inOrder(order: readonly ColumnId[] | undefined): Column[] {
  if (!order) return [...COLUMNS];
  const known = order.flatMap((id) => COLUMNS.find((column) => column.id === id) ?? []);
  return [...known, ...COLUMNS.filter((column) => !order.includes(column.id))];
}

/** Moves a column before another one, or to the end. */
export function moved(layout: Layout, id: ColumnId, before: ColumnId | null): Layout {
  const order = inOrder(layout.order)
    .map((column) => column.id)
    .filter((each) => each !== id);
  const at = before === null ? order.length : order.indexOf(before);
  return { ...layout, order: order.toSpliced(at < 0 ? order.length : at, 0, id) };
}

export function toggled(layout: Layout, id: ColumnId, now: readonly ColumnId[]): Layout {
  const shown = layout.shown ?? now;
  const next = shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id];
  // A list without a column would be a list of nothing.
  return next.length === 0 ? layout : { ...layout, shown: next };
}

export function resized(layout: Layout, column: Column, width: number): Layout {
  const within = Math.round(Math.max(column.least, Math.min(WIDEST, width)));
  return { ...layout, widths: { ...layout.widths, [column.id]: within } };
}

/** The layout, remembered. */
export function useLayout(): [Layout, (layout: Layout) => void] {
  const [layout, setLayout] = useState(() => readLayout(remembered("columns")));
  const change = (next: Layout) => {
    setLayout(next);
    remember("columns", JSON.stringify(next));
  };
  return [layout, change];
}

/** What was kept may be of another version: only what is known of it counts. */
export function readLayout(text: string | null): Layout {
  try {
    const { order, shown, widths } = JSON.parse(text ?? "{}") as Layout;
    const known = (ids: unknown) =>
      Array.isArray(ids) ? COLUMNS.map(({ id }) => id).filter((id) => ids.includes(id)) : [];
    const kept = known(shown);
    return {
      ...(Array.isArray(order) ? { order: order.filter((id) => COLUMNS.some((column) => column.id === id)) } : {}),
      ...(kept.length > 0 ? { shown: kept } : {}),
      ...(widths && typeof widths === "object" ? { widths } : {}),
    };
  } catch {
    return {};
  }
}

const NARROW = 900;

function widthOf(column: Column, layout: Layout, width: number): number {
  return layout.widths?.[column.id] ?? (layout.shown ? column.width : usual(column, width));
}

function usual(column: Column, width: number): number {
  return width < NARROW ? (column.narrow ?? column.width) : column.width;
}

/** By their usual widths: who makes one column wider does not want another one gone. */
function fitting(columns: Column[], width: number): Column[] {
  let left = width;
  const kept = new Set<ColumnId>();
  const ranked = columns.filter((column) => column.rank !== undefined).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  for (const column of ranked) {
    left -= usual(column, width);
    if (left < 0 && kept.size > 0) break;
    kept.add(column.id);
  }
  return columns.filter((column) => kept.has(column.id));
}
