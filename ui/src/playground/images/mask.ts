/** A mask as it is painted: step after step, so that each can be taken back. */
export type Point = readonly [x: number, y: number];

export type Mark =
  | { kind: "paint" | "erase"; size: number; points: readonly Point[] }
  | { kind: "invert" }
  | { kind: "clear" };

export interface Sides {
  width: number;
  height: number;
}

type Brush = Pick<
  CanvasRenderingContext2D,
  | "globalCompositeOperation"
  | "lineCap"
  | "lineJoin"
  | "lineWidth"
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "stroke"
  | "fillRect"
  | "clearRect"
>;

/** Browsers draw no line that goes nowhere, also where its round ends would be a dot. */
const DOT = 0.01;

/** Paints the marks in the colour that the canvas has, in the image's own pixels. */
export function paint(brush: Brush, marks: readonly Mark[], { width, height }: Sides): void {
  brush.lineCap = "round";
  brush.lineJoin = "round";
  brush.clearRect(0, 0, width, height);
  for (const mark of marks) {
    if (mark.kind === "clear") brush.clearRect(0, 0, width, height);
    else if (mark.kind === "invert") {
      brush.globalCompositeOperation = "source-out";
      brush.fillRect(0, 0, width, height);
    } else stroke(brush, mark.kind, mark.size, mark.points);
  }
}

/** One line of the brush. A single point is a dot. */
export function stroke(brush: Brush, kind: "paint" | "erase", size: number, points: readonly Point[]): void {
  const [first] = points;
  if (!first) return;
  brush.globalCompositeOperation = kind === "paint" ? "source-over" : "destination-out";
  brush.lineWidth = size;
  brush.beginPath();
  brush.moveTo(...first);
  for (const [x, y] of points) brush.lineTo(x + DOT, y);
  brush.stroke();
}

/** What is sent is transparent where it was painted: the painted, inverted. */
export function sent(marks: readonly Mark[]): readonly Mark[] {
  return [...marks, { kind: "invert" }];
}

/** Is nothing painted? What was erased again counts as painted: nobody counts pixels here. */
export function isBlank(marks: readonly Mark[]): boolean {
  const last = marks.findLastIndex(({ kind }) => kind === "clear");
  return !marks.slice(last + 1).some(({ kind }) => kind === "paint" || kind === "invert");
}

/** A brush for an image of this size: a twelfth of its shorter side. */
export function usualBrush({ width, height }: Sides): number {
  return Math.max(1, Math.round(Math.min(width, height) / 12));
}

/** A place within the image. */
export function within([x, y]: Point, { width, height }: Sides): Point {
  const kept = (value: number, most: number) => Math.round(Math.max(0, Math.min(most, value)));
  return [kept(x, width), kept(y, height)];
}
