import { UNKNOWN } from "../format/numbers";
import { dayAndMinute, exactSpan } from "../format/time";
import { strings } from "../strings";
import type { ChartProps } from "./Chart";
import { total } from "./stack";

/** The figures of a chart, newest first; stretches in which nothing happened are left out. */
export function ChartTable({ title, at, bucketMs, series, format, onOpen }: ChartProps) {
  const words = strings.charts;
  const summed = series.length > 1;
  const rows = at
    .map((from, index) => ({ from, index, total: total(series, index) }))
    .filter((row) => row.total !== null && row.total > 0)
    .reverse();
  if (rows.length === 0) return <p className="text-meta text-subtle">{words.nothing}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={words.tableOf(title)} tabIndex={0} className="h-full overflow-auto overscroll-contain">
      <table className="min-w-full text-meta">
        <thead className="sticky top-0 bg-surface text-subtlest">
          <tr className="h-6 text-left shadow-[inset_0_-1px_0_var(--border-subtle)] [&>th]:pr-3 [&>th]:font-medium [&>th]:whitespace-nowrap">
            <th scope="col">{words.time}</th>
            {series.map(({ id, name }) => (
              <th key={id} scope="col" className="num">
                {name}
              </th>
            ))}
            {summed && (
              <th scope="col" className="num">
                {words.total}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, index, total }) => (
            <tr key={from} className="h-6 border-b border-line-subtle [&>td]:pr-3">
              <th scope="row" className="pr-3 text-left font-normal whitespace-nowrap">
                <button
                  type="button"
                  title={exactSpan(from, from + bucketMs)}
                  onClick={() => onOpen(from, from + bucketMs)}
                  className="text-subtle underline-offset-3 hover:text-text hover:underline focus-visible:-outline-offset-1"
                >
                  {dayAndMinute(from)}
                </button>
              </th>
              {series.map(({ id, values }) => (
                <td key={id} className="num whitespace-nowrap">
                  {values[index] == null ? UNKNOWN : format(values[index])}
                </td>
              ))}
              {summed && <td className="num">{total === null ? UNKNOWN : format(total)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
