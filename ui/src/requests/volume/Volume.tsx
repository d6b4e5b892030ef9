import { type KeyboardEvent, type PointerEvent, useMemo, useState } from "react";
import type { Volume as VolumeData } from "../../api/types";
import { count } from "../../format/numbers";
import { exactSpan, exactTime } from "../../format/time";
import { strings } from "../../strings";
import { Bars } from "./Bars";
import { barsBetween, spanOf } from "./spans";

const words = strings.requests.volume;

/** Requests over time above the list. A bar, or several, narrow the list to their time. */
export function Volume({ data, onNarrow }: { data: VolumeData; onNarrow: (from: number, to: number) => void }) {
  const { buckets } = data;
  /** Where choosing began, and the bar it has come to. */
  const [chosen, setChosen] = useState<{ from: number; to: number } | null>(null);
  const [dragging, setDragging] = useState(false);
  const last = buckets.length - 1;
  const at = Math.min(chosen?.to ?? last, last);
  const [low, high] = barsBetween(chosen, last);

  function narrow() {
    const span = chosen && spanOf(data, low, high);
    if (span) onNarrow(span.from, span.to);
    setChosen(null);
  }

  function barAt(event: PointerEvent<HTMLElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / width) * buckets.length)));
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -at, End: last - at }[event.key];
    if (step !== undefined) {
      const to = Math.max(0, Math.min(last, chosen ? at + step : at));
      setChosen({ from: event.shiftKey ? (chosen?.from ?? to) : to, to });
    } else if (event.key === "Enter" && chosen) {
      narrow();
    } else if (event.key === "Escape" && chosen) {
      setChosen(null);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  const said = useMemo(() => figures(data, low, high), [data, low, high]);
  if (last < 0) return null;
  return (
    <div className="relative">
      <div
        role="slider"
        tabIndex={0}
        aria-label={words.label}
        aria-valuemin={1}
        aria-valuemax={buckets.length}
        aria-valuenow={at + 1}
        aria-valuetext={said}
        title={chosen ? undefined : words.hint}
        onKeyDown={onKeyDown}
        onBlur={() => setChosen(null)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(true);
          setChosen({ from: barAt(event), to: barAt(event) });
        }}
        onPointerMove={(event) => {
          const to = barAt(event);
          setChosen((now) => (now?.to === to && dragging ? now : { from: dragging && now ? now.from : to, to }));
        }}
        onPointerUp={() => {
          if (!dragging) return;
          setDragging(false);
          narrow();
        }}
        onPointerLeave={() => !dragging && setChosen(null)}
        className="h-8 cursor-crosshair touch-none rounded-[2px]"
      >
        <Bars buckets={buckets} low={low} high={high} choosing={chosen !== null} />
      </div>
      {chosen && (
        <p
          aria-hidden
          className="pointer-events-none absolute top-full z-[5] mt-1 whitespace-nowrap rounded-control border border-line bg-raised px-2 py-0.5 text-meta tabular-nums"
          style={
            low * 2 > last
              ? { right: `${((last - high) / (last + 1)) * 100}%` }
              : { left: `${(low / (last + 1)) * 100}%` }
          }
        >
          {said}
        </p>
      )}
      <table className="sr-only">
        <caption>{words.label}</caption>
        <thead>
          <tr>
            <th scope="col">{words.from}</th>
            <th scope="col">{words.requests}</th>
            <th scope="col">{words.failed}</th>
          </tr>
        </thead>
        <tbody>
          {buckets
            .filter((bucket) => bucket.requests > 0)
            .map((bucket) => (
              <tr key={bucket.at}>
                <th scope="row">{exactTime(bucket.at)}</th>
                <td>{count(bucket.requests)}</td>
                <td>{count(bucket.failed)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function figures(data: VolumeData, low: number, high: number): string {
  const bars = data.buckets.slice(low, high + 1);
  const span = spanOf(data, low, high);
  if (!span) return "";
  const requests = bars.reduce((sum, bar) => sum + bar.requests, 0);
  const failed = bars.reduce((sum, bar) => sum + bar.failed, 0);
  return words.bar(exactSpan(span.from, span.to), count(requests), failed, count(failed));
}
