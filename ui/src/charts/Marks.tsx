import { memo } from "react";
import { runsOf } from "../parts/Sparkline";
import { type Series, segments } from "./stack";

/** Of the height: what happened at all is to be seen. */
const LEAST = 1.5;
/** Not 0: WebKit would stretch the ends of a line without a length. */
const DOT = "h0.05";

/** One bar for each bucket, the series on top of each other. One bucket is 1 wide, the whole 100 high. */
export const Bars = memo(function Bars(props: { series: readonly Series[]; count: number; top: number }) {
  const { series, count, top } = props;
  return Array.from({ length: count }, (_, index) =>
    segments(series, index).map(({ series: id, colour, low, high }) => {
      const y = (high / top) * 100;
      const base = (low / top) * 100;
      const height = Math.max(low === 0 ? LEAST : 0, y - base);
      return (
        <rect
          key={`${index} ${id}`}
          x={index + 0.12}
          width={0.76}
          y={100 - base - height}
          height={height}
          className={`fill-current ${colour}`}
        />
      );
    }),
  );
});

/** A line through the middle of the buckets. Where nothing is known it is broken; a value alone is a dot. */
export const Lines = memo(function Lines({ series, top }: { series: readonly Series[]; top: number }) {
  return series.map(({ id, colour, values }) => (
    <g key={id} className={colour}>
      {runsOf(values).map((run) => {
        const points = run.map(({ index, value }) => `${index + 0.5} ${(100 - (value / top) * 100).toFixed(2)}`);
        return (
          <path
            key={run[0]?.index}
            d={`M${points.join("L")}${points.length === 1 ? DOT : ""}`}
            fill="none"
            stroke="currentColor"
            strokeWidth={points.length === 1 ? 5 : 1.75}
            strokeLinejoin="round"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
    </g>
  ));
});
