import { useMemo } from "react";
import { UNKNOWN } from "../format/numbers";
import { dayOnly, exactSpan, hourAndMinute } from "../format/time";
import { strings } from "../strings";
import { ticks, timeTicks } from "./axis";
import type { ChartProps } from "./Chart";
import { Swatch } from "./Chart";
import { Bars, Lines } from "./Marks";
import { total } from "./stack";
import { useBucketCursor } from "./useBucketCursor";

/** The drawing with its axes. One bucket at a time says its figures; a click or Enter shows its requests. */
export function Plot(props: ChartProps) {
  const { title, at, bucketMs, series, kind, whole = false, format, onOpen } = props;
  const words = strings.charts;
  const count = at.length;
  const [start = 0, end = 0] = [at[0], (at.at(-1) ?? 0) + bucketMs];
  const levels = useMemo(() => {
    const heights = at.map((_, index) => total(series, index) ?? 0);
    return ticks(Math.max(0, ...heights), whole);
  }, [at, series, whole]);
  const times = useMemo(() => timeTicks(start, end), [start, end]);
  const top = levels.at(-1) || 1;
  const cursor = useBucketCursor(count, (index) => {
    const from = at[index];
    if (from !== undefined) onOpen(from, from + bucketMs);
  });
  const shown = cursor.at ?? count - 1;
  const figures = figuresOf(props, shown);
  const span = exactSpan(at[shown] ?? 0, (at[shown] ?? 0) + bucketMs);
  const share = (shown + 0.5) / count;

  return (
    <div className="grid h-full grid-cols-[auto_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_1.25rem] gap-x-2 text-tiny text-subtlest tabular-nums">
      <div aria-hidden className="relative text-right">
        {levels.map((level) => (
          <span key={level} className="invisible block h-0">
            {format(level)}
          </span>
        ))}
        {levels.map((level) => (
          <span
            key={level}
            className="absolute right-0 translate-y-1/2 whitespace-nowrap leading-none"
            style={{ bottom: `${(level / top) * 100}%` }}
          >
            {format(level)}
          </span>
        ))}
      </div>
      <div className="relative">
        <div
          role="slider"
          tabIndex={0}
          aria-label={words.slider(title)}
          aria-description={words.hint}
          aria-valuemin={1}
          aria-valuemax={count}
          aria-valuenow={shown + 1}
          aria-valuetext={`${span}: ${figures.map(({ name, value }) => `${name} ${value}`).join(", ")}`}
          {...cursor.handlers}
          className="h-full cursor-pointer rounded-[2px]"
        >
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${count} 100`}
            preserveAspectRatio="none"
            className="block h-full w-full overflow-visible"
          >
            {cursor.at !== null && <rect x={cursor.at} width={1} height={100} className="fill-active" />}
            {levels.map((level) => (
              <path
                key={level}
                d={`M0 ${100 - (level / top) * 100}H${count}`}
                className={level === 0 ? "stroke-line" : "stroke-line-subtle"}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {kind === "bars" ? <Bars series={series} count={count} top={top} /> : <Lines series={series} top={top} />}
          </svg>
        </div>
        {levels.length === 1 && (
          <p className="pointer-events-none absolute inset-0 flex items-center justify-center text-meta">
            {words.nothing}
          </p>
        )}
        {cursor.at !== null && (
          <div
            aria-hidden
            className="pointer-events-none absolute top-0 z-5 rounded-control border border-line bg-raised px-2.5 py-1.5 text-meta text-text shadow-popup"
            style={share > 0.5 ? { right: `${(1 - share) * 100 + 3}%` } : { left: `${share * 100 + 3}%` }}
          >
            <p className="mb-0.5 whitespace-nowrap text-subtle">{span}</p>
            {figures.map(({ id, name, colour, value }) => (
              <p key={id} className="flex items-center gap-1.5 whitespace-nowrap">
                {colour && <Swatch colour={colour} />}
                <span className="max-w-48 truncate">{name}</span>
                <span className="ml-auto pl-3 font-medium">{value}</span>
              </p>
            ))}
          </div>
        )}
      </div>
      <span />
      <div aria-hidden className="relative">
        {times.map(({ at: time, unit }) => {
          const place = (time - start) / (end - start);
          // At an edge half of it would hang over.
          const shift = place < 0.04 ? "" : place > 0.96 ? "-translate-x-full" : "-translate-x-1/2";
          return (
            <span
              key={time}
              className={`absolute top-1 whitespace-nowrap leading-none ${shift}`}
              style={{ left: `${place * 100}%` }}
            >
              {unit === "day" ? dayOnly(time) : hourAndMinute(time)}
            </span>
          );
        })}
      </div>
    </div>
  );
}

interface Figure {
  id: string;
  name: string;
  colour?: string;
  value: string;
}

/** What is said of a bucket: the series that have something there, and what they come to. */
function figuresOf({ series, format }: ChartProps, index: number): Figure[] {
  const sum = total(series, index);
  const first = series[0];
  if (!first || (series.length > 1 && !sum)) return [{ id: "", name: strings.charts.nothing, value: "" }];
  const figures = series
    .filter(({ values }) => series.length === 1 || (values[index] ?? 0) > 0)
    .map(({ id, name, colour, values }) => {
      const value = values[index] ?? null;
      return { id, name, colour, value: value === null ? UNKNOWN : format(value) };
    })
    .reverse();
  if (figures.length < 2 || sum === null) return figures;
  return [...figures, { id: "", name: strings.charts.total, value: format(sum) }];
}
