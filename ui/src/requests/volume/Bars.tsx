import { memo } from "react";
import type { Volume } from "../../api/types";

const HEIGHT = 32;
/** What happened at all is to be seen. */
const LEAST = 2;

/** One bar for each stretch of time: failures below in red. The bars from `low` to `high` stand out. */
export const Bars = memo(function Bars(props: {
  buckets: Volume["buckets"];
  low: number;
  high: number;
  choosing: boolean;
}) {
  const { buckets, low, high, choosing } = props;
  const most = Math.max(1, ...buckets.map((bucket) => bucket.requests));
  const heightOf = (n: number) => (n === 0 ? 0 : Math.max(LEAST, (n / most) * HEIGHT));
  return (
    <svg
      viewBox={`0 0 ${buckets.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-full w-full"
    >
      <path
        d={`M0 ${HEIGHT - 0.5}H${buckets.length}`}
        className="stroke-line-subtle"
        vectorEffect="non-scaling-stroke"
      />
      {buckets.map((bucket, index) => {
        const whole = heightOf(bucket.requests);
        const failed = Math.min(whole, heightOf(bucket.failed));
        const chosen = index >= low && index <= high;
        return (
          <g key={bucket.at} className={choosing ? (chosen ? "" : "opacity-35") : "opacity-60"}>
            <rect x={index + 0.1} width={0.8} y={HEIGHT - whole} height={whole - failed} className="fill-info" />
            <rect x={index + 0.1} width={0.8} y={HEIGHT - failed} height={failed} className="fill-danger" />
          </g>
        );
      })}
    </svg>
  );
});
