import { memo } from "react";
import type { TrialEvent } from "../api/try";
import { duration } from "../format/time";
import { CopyIcon } from "../parts/CopyButton";
import { strings } from "../strings";

const words = strings.playground;

/** The stream as it came: each event with the time since the one before. */
export function Events({ events, over }: { events: readonly TrialEvent[]; over: boolean }) {
  if (events.length === 0) return <p className="text-subtle">{over ? words.eventsNotKept : words.noEvents}</p>;
  return (
    <div className="relative">
      <CopyIcon
        text={events.map(({ data }) => `data: ${data}\n\n`).join("")}
        what={words.eventsName}
        className="absolute -top-1 right-0 bg-surface"
      />
      <ol className="flex flex-col">
        {events.map((event, index) => (
          <Event key={index} data={event.data} wait={event.at - (events[index - 1]?.at ?? 0)} />
        ))}
      </ol>
    </div>
  );
}

/** Drawn once: a stream has thousands, and only the last one is new. */
const Event = memo(function Event({ data, wait }: { data: string; wait: number }) {
  return (
    <li className="flex gap-2.5 border-b border-line-subtle py-1 [content-visibility:auto] first:pr-8">
      <span className="num w-14 shrink-0 text-meta text-subtle">+{duration(wait)}</span>
      <code className="min-w-0 flex-1 font-mono text-meta select-text [overflow-wrap:anywhere]">{data}</code>
    </li>
  );
});
