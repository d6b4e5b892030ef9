import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from "react";
import { strings } from "../../strings";
import { type Mark, type Point, paint, type Sides, stroke, within } from "./mask";

const words = strings.playground.images.mask;

const STEPS: Record<string, Point | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Sharp enough, however large the image is. */
const MOST_PIXELS = 1_600;

/** An image and what is painted over it, by pointer or by keys. */
export function MaskCanvas(props: {
  src: string;
  sides: Sides;
  marks: readonly Mark[];
  tool: "paint" | "erase";
  brush: number;
  describedBy: string;
  onMark: (mark: Mark) => void;
}) {
  const { sides, marks, tool, brush } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Point[] | null>(null);
  const [at, setAt] = useState<Point | null>(null);
  const scale = Math.min(1, MOST_PIXELS / Math.max(sides.width, sides.height));

  useLayoutEffect(() => {
    const context = contextOf(canvas.current, scale);
    if (context) paint(context, marks, sides);
  }, [marks, sides, scale]);

  /** Where in the image the pointer is. */
  function place(event: { clientX: number; clientY: number }): Point {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || box.width === 0) return [0, 0];
    const x = ((event.clientX - box.left) / box.width) * sides.width;
    return [x, ((event.clientY - box.top) / box.height) * sides.height];
  }
  function draw(points: readonly Point[]) {
    const context = contextOf(canvas.current, scale);
    if (context) stroke(context, tool, brush, points);
  }
  function begin(event: PointerEvent<HTMLCanvasElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = [place(event)];
    draw(drawing.current);
  }
  function move(event: PointerEvent<HTMLCanvasElement>) {
    setAt(place(event));
    const line = drawing.current;
    if (!line) return;
    const from = line.length - 1;
    // A fast hand moves more often than the page is drawn.
    const steps = event.nativeEvent.getCoalescedEvents?.() ?? [];
    line.push(...(steps.length > 0 ? steps : [event]).map(place));
    draw(line.slice(from));
  }
  function end() {
    const points = drawing.current;
    drawing.current = null;
    if (points) props.onMark({ kind: tool, size: brush, points });
  }
  function onKeyDown(event: KeyboardEvent) {
    const from = at ?? [sides.width / 2, sides.height / 2];
    const step = STEPS[event.key];
    if (step) {
      const to = within([from[0] + (step[0] * brush) / 2, from[1] + (step[1] * brush) / 2], sides);
      if (event.shiftKey) props.onMark({ kind: tool, size: brush, points: [from, to] });
      setAt(to);
    } else if (event.key === " ") {
      props.onMark({ kind: tool, size: brush, points: [from] });
      setAt(from);
    } else return;
    event.preventDefault();
  }

  const [x, y] = at ?? [0, 0];
  return (
    <div
      className="checkered relative mx-auto max-w-full overflow-hidden rounded-control border border-line outline-focus has-[canvas:focus-visible]:outline-2 has-[canvas:focus-visible]:outline-offset-1"
      style={{
        aspectRatio: `${sides.width} / ${sides.height}`,
        width: `min(100%, (100vh - 300px) * ${sides.width / sides.height})`,
      }}
    >
      <img src={props.src} alt="" draggable={false} className="absolute inset-0 size-full select-none" />
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: what its keys do is its own */}
      <canvas
        ref={canvas}
        width={Math.round(sides.width * scale)}
        height={Math.round(sides.height * scale)}
        role="application"
        tabIndex={0}
        aria-label={words.canvas}
        aria-describedby={props.describedBy}
        className="absolute inset-0 size-full cursor-none touch-none text-accent opacity-60 outline-none"
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        onPointerLeave={() => drawing.current === null && setAt(null)}
        onFocus={() => setAt((now) => now ?? [sides.width / 2, sides.height / 2])}
        onBlur={() => setAt(null)}
        onKeyDown={onKeyDown}
      />
      {at && (
        <span
          aria-hidden
          className="pointer-events-none absolute -translate-1/2 rounded-full border border-surface outline outline-text"
          style={{
            left: `${(x / sides.width) * 100}%`,
            top: `${(y / sides.height) * 100}%`,
            width: `${(brush / sides.width) * 100}%`,
            aspectRatio: 1,
          }}
        />
      )}
      <span role="status" className="sr-only">
        {at ? words.at(Math.round(x), Math.round(y)) : ""}
      </span>
    </div>
  );
}

/** In the image's own pixels, in the colour of the page. */
function contextOf(canvas: HTMLCanvasElement | null, scale: number): CanvasRenderingContext2D | null {
  const context = canvas?.getContext("2d") ?? null;
  if (!canvas || !context) return null;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const { color } = getComputedStyle(canvas);
  context.fillStyle = color;
  context.strokeStyle = color;
  return context;
}
