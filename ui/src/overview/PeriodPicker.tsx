import { Popover } from "@base-ui/react/popover";
import { type FormEvent, useState } from "react";
import type { LogQuery } from "../api/log";
import { exactSpan, exactTime } from "../format/time";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { RangePicker } from "../parts/RangePicker";
import { strings } from "../strings";
import { fromField, toField } from "./dateField";
import { OFFERED } from "./search";

const words = strings.overview.period;

/** The time of all figures below: a usual one, or from any time until another or now. */
export function PeriodPicker({ time, onChange }: { time: LogQuery; onChange: (time: LogQuery) => void }) {
  return (
    <div className="flex shrink-0 items-center gap-2">
      <RangePicker offered={OFFERED} value={time.range ?? null} onChange={(range) => onChange({ range })} />
      <Custom time={time} onChange={onChange} />
    </div>
  );
}

function Custom({ time, onChange }: { time: LogQuery; onChange: (time: LogQuery) => void }) {
  const [open, setOpen] = useState(false);
  const { from, to } = time;
  const chosen = from !== undefined;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={`inline-flex h-7 max-w-[22rem] items-center rounded-control border border-line px-2.5 hover:text-text ${chosen ? "bg-active font-medium" : "text-subtle"}`}
      >
        <span className="truncate">
          {!chosen ? words.custom : to === undefined ? words.since(exactTime(from)) : exactSpan(from, to)}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="z-10 outline-none">
          <Popover.Popup
            aria-label={words.title}
            className="w-72 rounded-control border border-line bg-raised p-3 shadow-popup outline-none"
          >
            <Fields
              time={time}
              onChoose={(time) => {
                setOpen(false);
                onChange(time);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const DAY_MS = 86_400_000;

function Fields({ time, onChoose }: { time: LogQuery; onChoose: (time: LogQuery) => void }) {
  const [from, setFrom] = useState(() => toField(time.from ?? Date.now() - DAY_MS));
  const [to, setTo] = useState(() => (time.to === undefined ? "" : toField(time.to)));
  const [wrong, setWrong] = useState<string>();

  function submit(event: FormEvent) {
    event.preventDefault();
    const begin = fromField(from);
    const end = to === "" ? Date.now() : fromField(to);
    if (begin === null || end === null) return setWrong(words.unreadable);
    if (begin >= end) return setWrong(words.backwards);
    onChoose({ from: begin, ...(to === "" ? {} : { to: end }) });
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <TextField
        label={words.from}
        type="datetime-local"
        value={from}
        error={wrong}
        onChange={(event) => setFrom(event.target.value)}
      />
      <TextField
        label={words.to}
        type="datetime-local"
        value={to}
        hint={words.untilNow}
        onChange={(event) => setTo(event.target.value)}
      />
      <Button type="submit" look="primary" className="self-end">
        {words.show}
      </Button>
    </form>
  );
}
