/** Small shapes that carry a meaning besides their colour. Drawn here, since fonts draw them all differently. */
export type Shape = "dot" | "diamond" | "triangle" | "cross" | "dashed" | "slashed" | "check" | "ring";

const PATHS: Record<Shape, { d: string; filled?: boolean; dash?: string }> = {
  dot: { d: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z", filled: true },
  diamond: { d: "M6 .8 11.2 6 6 11.2.8 6z", filled: true },
  triangle: { d: "M6 1.2 11.4 10.8H.6z", filled: true },
  cross: { d: "M2.2 2.2l7.6 7.6M9.8 2.2 2.2 9.8" },
  dashed: { d: "M6 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8z", dash: "1.9 1.56" },
  slashed: { d: "M6 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2zM2.8 9.2l6.4-6.4" },
  check: { d: "M1.8 6.6 4.7 9.4 10.4 2.8" },
  ring: { d: "M6 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8z" },
};

export function Glyph({ shape, className = "" }: { shape: Shape; className?: string }) {
  const { d, filled, dash } = PATHS[shape];
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={`size-2.75 shrink-0 ${className}`}>
      {filled ? (
        <path d={d} fill="currentColor" />
      ) : (
        <path
          d={d}
          fill="none"
          stroke="currentColor"
          strokeWidth={dash ? 1.5 : 1.7}
          strokeDasharray={dash}
          strokeLinecap={dash ? "butt" : "round"}
        />
      )}
    </svg>
  );
}
