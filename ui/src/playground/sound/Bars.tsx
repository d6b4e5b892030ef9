const HEIGHT = 40;
const LEAST = 1;

/** A sound as bars, what was played of it in the colour of what is chosen. Without peaks, a line. */
export function Bars({ peaks, played }: { peaks: readonly number[] | null; played: number }) {
  const bars = peaks ?? [0, 0];
  const outline = bars.map((peak, at) =>
    bar(at, peaks ? Math.max(LEAST, peak * (HEIGHT - 4)) : LEAST, peaks ? 0.6 : 1),
  );
  return (
    <svg
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-full w-full"
      aria-hidden
    >
      <path d={outline.join("")} className="fill-line-input" />
      <svg x={0} y={0} width={bars.length * Math.min(1, played)} height={HEIGHT} aria-hidden>
        <path d={outline.join("")} className="fill-accent-fill" />
      </svg>
    </svg>
  );
}

function bar(at: number, height: number, width: number): string {
  return `M${at} ${(HEIGHT - height) / 2}h${width}v${height}h${-width}z`;
}
