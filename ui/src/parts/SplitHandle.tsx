import type { KeyboardEvent, PointerEvent } from "react";
import { useState } from "react";
import { remember, remembered } from "../host/remembered";

const STEP = 24;

interface Limits {
  name: string;
  initial: number;
  least: number;
  most: () => number;
}

/** The width of a part on the right, remembered under `name`. */
export function useSplit({ name, initial, least, most }: Limits) {
  const within = (width: number) => Math.round(Math.max(least, Math.min(width, most())));
  const [width, setWidth] = useState(() => within(Number(remembered(name)) || initial));
  // What a small window leaves of it is not what was chosen, so only a change is remembered.
  const resize = (wanted: number) => {
    setWidth(within(wanted));
    remember(name, String(within(wanted)));
  };
  return { width, resize, least, most };
}

/** The line between a list and what is right of it: dragged, or moved with the arrow keys. */
export function SplitHandle({ label, split }: { label: string; split: ReturnType<typeof useSplit> }) {
  const { width, resize, least, most } = split;

  function drag(event: PointerEvent<HTMLDivElement>) {
    const handle = event.currentTarget;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => resize(width + from - moved.clientX);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), {
      once: true,
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowLeft") resize(width + STEP);
    else if (event.key === "ArrowRight") resize(width - STEP);
    else return;
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can not be dragged
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most()}
      onPointerDown={drag}
      onKeyDown={onKeyDown}
      className="relative w-px shrink-0 cursor-col-resize touch-none bg-line-subtle before:absolute before:inset-y-0 before:-left-1 before:w-2 before:content-[''] hover:bg-line-input focus-visible:bg-focus"
    />
  );
}
