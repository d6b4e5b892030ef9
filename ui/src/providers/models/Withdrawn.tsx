import type { Model } from "../../api/types";
import { calendarDay, useNow } from "../../format/time";
import { Glyph } from "../../parts/Glyph";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";

const words = strings.providers.models;

/** Marks a model that its vendor withdraws, with the day where there is room for it. */
export function Withdrawn({ model }: { model: Model }) {
  const end = useEnd(model);
  if (end === null) return null;
  return (
    <span
      role="img"
      aria-label={end.told}
      title={end.told}
      className={`flex shrink-0 items-center gap-1 text-meta ${end.over ? "text-danger" : "text-warning"}`}
    >
      <Glyph shape={end.over ? "cross" : "triangle"} />
      <span className="tabular-nums @max-[72rem]:hidden">{end.day}</span>
    </span>
  );
}

/** The same as a sentence. */
export function WithdrawnNotice({ model }: { model: Model }) {
  const end = useEnd(model);
  return end && <Notice tone={end.over ? "danger" : "warning"}>{end.told}</Notice>;
}

function useEnd({ deprecated_at: at }: Model): { over: boolean; day: string; told: string } | null {
  const now = useNow();
  if (at === null) return null;
  const day = calendarDay(at);
  return { over: now >= at, day, told: now >= at ? words.withdrawn(day) : words.withdrawnOn(day) };
}
