import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Rows beyond the edges: what the wheel may reach before the next frame. */
const SPARE = 6;
/** Who jumps further than this at once goes beyond them anyway. */
const JUMP = 8;
/** The window moves by so many rows at a time, so that slow scrolling rarely draws. */
const STEP = 2;
/** Without a layout (in a test) a list is as high as this. */
const USUAL_HEIGHT = 600;

/** Which rows of a long list are in sight. Every row has the same height, so this is plain arithmetic. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [view, setView] = useState({ first: 0, fits: Math.ceil(USUAL_HEIGHT / rowHeight), spare: SPARE });

  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const first = Math.floor(element.scrollTop / rowHeight / STEP) * STEP;
    const fits = Math.ceil((element.clientHeight || USUAL_HEIGHT) / rowHeight) + STEP;
    setView((view) => {
      if (view.first === first && view.fits === fits) return view;
      return { first, fits, spare: Math.abs(view.first - first) > JUMP ? 0 : SPARE };
    });
  }, [scroller, rowHeight]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    measure();
    // In the same frame: rows that come a frame late are a white flash.
    const onScroll = () => flushSync(measure);
    element.addEventListener("scroll", onScroll, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [scroller, measure]);

  const start = Math.max(0, Math.min(view.first - view.spare, count - view.fits));
  const end = Math.min(count, view.first + view.fits + view.spare);
  return { start, end, fits: view.fits };
}
