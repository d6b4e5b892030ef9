const HEIGHT = 24;
const EDGE = 1.5;

/**
 * A line without axes, for the run of something at a glance. It is a picture of figures that stand elsewhere: `label`
 * says what they come to. Gaps are drawn as gaps.
 */
export function Sparkline(props: {
  values: readonly (number | null)[];
  label: string;
  width?: number;
  height?: number;
  /** Fills what it is in, and the area below the line. */
  wide?: boolean;
  className?: string;
}) {
  const { values, width = 72, height = HEIGHT } = props;
  const most = Math.max(...values.map((value) => value ?? 0), 0);
  const x = (index: number) => EDGE + (index / Math.max(1, values.length - 1)) * (width - 2 * EDGE);
  const y = (value: number) => height - EDGE - (most === 0 ? 0 : (value / most) * (height - 2 * EDGE));
  const runs = runsOf(values);
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${width} ${height}`}
      width={props.wide ? "100%" : width}
      height={height}
      preserveAspectRatio={props.wide ? "none" : "xMidYMid"}
      className={`shrink-0 ${props.className ?? "text-accent"}`}
    >
      {runs.map((run) => {
        const points = run.map(({ index, value }) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
        const from = x(run[0]?.index ?? 0);
        const to = x(run.at(-1)?.index ?? 0);
        return (
          <g key={run[0]?.index}>
            {props.wide && (
              <polygon
                points={`${from},${height} ${points.join(" ")} ${to},${height}`}
                fill="currentColor"
                opacity={0.12}
              />
            )}
            <polyline
              // A single value has no line: its point gets a little width.
              points={run.length === 1 ? `${points[0]} ${from + EDGE},${y(run[0]?.value ?? 0)}` : points.join(" ")}
              fill="none"
              stroke="currentColor"
              strokeWidth={1.5}
              strokeLinejoin="round"
              strokeLinecap="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );
}

/** The stretches without a gap. */
export function runsOf(values: readonly (number | null)[]): { index: number; value: number }[][] {
  const runs: { index: number; value: number }[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ index, value });
  });
  return runs.filter((run) => run.length > 0);
}
