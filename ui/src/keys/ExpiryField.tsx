import { useId } from "react";
import { date, useNow } from "../format/time";
import { GroupLabel, TextField } from "../parts/Field";
import { strings } from "../strings";
import { dayIn, endOfDay } from "./expiry";

const words = strings.keys.form;
const QUICK = [0, 1, 7, 30, 90, 365] as const;

/** The last day of a key: one of the usual spans, or any day. */
export function ExpiryField(props: { value: string; wrong: boolean; onChange: (lastDay: string) => void }) {
  const { value, onChange } = props;
  const now = useNow();
  const label = useId();
  const ends = endOfDay(value);
  return (
    <div className="grid grid-cols-[9.5rem_1fr] items-start gap-3">
      <TextField
        label={words.lastDay}
        error={props.wrong ? words.lastDayBad : undefined}
        hint={ends === null ? undefined : words.ends(date(ends, now))}
        type="date"
        min={dayIn(0, now)}
        // Where there is no calendar to choose from, it is typed.
        placeholder={dayIn(30, now)}
        className="tabular-nums"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="flex min-w-0 flex-col gap-1">
        <GroupLabel id={label}>{words.expires}</GroupLabel>
        <fieldset aria-labelledby={label} className="flex h-8 overflow-hidden rounded-control border border-line-input">
          {QUICK.map((days) => {
            const day = days === 0 ? "" : dayIn(days, now);
            return (
              <button
                key={days}
                type="button"
                aria-pressed={value === day}
                onClick={() => onChange(day)}
                className="flex-1 border-line border-r px-1.5 whitespace-nowrap text-subtle last:border-r-0 hover:text-text focus-visible:-outline-offset-2 aria-pressed:bg-active aria-pressed:font-medium aria-pressed:text-text"
              >
                {words.spans[days]}
              </button>
            );
          })}
        </fieldset>
      </div>
    </div>
  );
}
