import { useMemo, useState } from "react";
import type { Bodies } from "../../../api/types";
import { count, UNKNOWN } from "../../../format/numbers";
import { duration } from "../../../format/time";
import { Button } from "../../../parts/Button";
import { strings } from "../../../strings";
import { gistOf } from "./conversation";
import { LONG_GAP_MS, type TimedEvent, timedEvents } from "./stream";

const words = strings.requests.detail.stream;
const PAGE = 300;

/** Every event of a stream and how long it let wait. */
export function Stream({ bodies }: { bodies: Bodies }) {
  const [shown, setShown] = useState(PAGE);
  const events = useMemo(() => timedEvents(bodies.response, bodies.pieces), [bodies]);
  const longGaps = events.filter((event) => (event.gap ?? 0) > LONG_GAP_MS).length;
  if (events.length === 0) return <p className="text-subtle">{words.none}</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-meta text-subtle tabular-nums">
        {words.count(count(events.length))}
        {longGaps > 0 && <span className="text-warning"> · {words.gaps(longGaps, duration(LONG_GAP_MS))}</span>}
        {bodies.response_truncated && <span className="text-warning"> · {strings.requests.detail.body.cut}</span>}
      </p>
      <table className="w-full table-fixed text-meta">
        <thead>
          <tr className="h-7 text-left text-subtle [&_th]:font-normal">
            <th scope="col" className="w-[72px] text-right">
              {words.at}
            </th>
            <th scope="col" className="w-[76px] pr-3 text-right">
              {words.gap}
            </th>
            <th scope="col">{words.event}</th>
          </tr>
        </thead>
        <tbody>
          {events.slice(0, shown).map((event, index) => (
            <EventRow key={index} event={event} />
          ))}
        </tbody>
      </table>
      {events.length > shown && (
        <Button className="self-start" onClick={() => setShown(shown + PAGE)}>
          {words.more(count(Math.min(PAGE, events.length - shown)))}
        </Button>
      )}
    </div>
  );
}

function EventRow({ event }: { event: TimedEvent }) {
  const [open, setOpen] = useState(false);
  const long = (event.gap ?? 0) > LONG_GAP_MS;
  return (
    <tr className={`border-t border-line-subtle align-top [&_td]:py-1 ${long ? "bg-warning-soft" : ""}`}>
      <td className="num text-subtle">{event.at === null ? UNKNOWN : duration(event.at)}</td>
      <td className={`num pr-3 ${long ? "font-medium text-warning" : "text-subtlest"}`}>
        {event.gap === null ? UNKNOWN : duration(event.gap)}
      </td>
      <td>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={`block w-full text-left font-mono hover:text-accent ${open ? "whitespace-pre-wrap [overflow-wrap:anywhere]" : "truncate"}`}
        >
          {event.event !== "message" && <span className="text-info">{event.event} </span>}
          {open ? event.data : gistOf(event.data)}
        </button>
      </td>
    </tr>
  );
}
