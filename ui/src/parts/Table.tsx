import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

/** Below these widths of the table a column goes, the least missed first; in rem, since the size can be chosen. */
export const WIDE = "@max-[80rem]:hidden";
export const MIDDLE = "@max-[58rem]:hidden";
export const NARROW = "@max-[47.5rem]:hidden";

/** A column: its head, how wide it is (all others share the rest), and below which width of the table it goes. */
export interface TableColumn {
  id: string;
  head: string;
  /** As a class: `w-[5.75rem]`, `w-[28%]`. */
  width?: string;
  numeric?: boolean;
  /** Only said, not shown: a column of buttons. */
  hiddenHead?: boolean;
  /** `WIDE`, `MIDDLE` or `NARROW`, on its cells too. */
  when?: string;
  /** Which way the rows are sorted by it, and what asks for another; without it they can not be. */
  sort?: { now: "ascending" | "descending" | undefined; onChange: () => void };
}

/** A table of few enough rows to draw them all; the long list of requests has a grid of its own. */
export function Table(props: { columns: readonly TableColumn[]; label?: string; children: ReactNode }) {
  return (
    <div className="@container">
      <table aria-label={props.label} className="w-full table-fixed">
        <colgroup>
          {props.columns.map(({ id, width, when }) => (
            <col key={id} className={`${width ?? ""} ${when ?? ""}`} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-1 bg-surface">
          <tr className="h-7.5 text-left text-meta text-subtlest [&>th]:px-2.5 [&>th]:shadow-[inset_0_-1px_0_var(--border-subtle)] [&>th]:font-medium">
            {props.columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={column.sort?.now}
                className={`${column.numeric ? "num" : ""} ${column.when ?? ""}`}
              >
                <Head column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}

function Head({ column: { head, hiddenHead, numeric, sort } }: { column: TableColumn }) {
  if (hiddenHead) return <span className="sr-only">{head}</span>;
  if (!sort) return head;
  const Arrow = sort.now === "descending" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={sort.onChange}
      // The words stay above their figures: the arrow goes on the other side.
      className={`inline-flex max-w-full items-center gap-1 font-medium hover:text-text ${numeric ? "flex-row-reverse" : ""}`}
    >
      <span className="truncate">{head}</span>
      {sort.now && <Arrow size={12} aria-hidden className="shrink-0" />}
    </button>
  );
}

/** The look of one row; `marked` is where the keyboard is, `off` what does not count now. WebKit draws no shadow on a row, only in its cells. */
export function rowClass({ marked = false, off = false }: { marked?: boolean; off?: boolean } = {}): string {
  return `h-[var(--row-height)] border-b border-line-subtle hover:bg-hover [&>td]:truncate [&>td]:px-2.5 [&>th]:truncate [&>th]:px-2.5 ${marked ? "[&>:first-child]:shadow-[inset_2px_0_0_var(--accent)]" : ""} ${off ? "text-subtle" : ""}`;
}
