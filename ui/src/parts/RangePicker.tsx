import type { Range } from "../api/log";
import { strings } from "../strings";

const words = strings.range;

/** One of the usual spans of time that end now. */
export function RangePicker(props: {
  offered: readonly Range[];
  /** None of them: the time is another one. */
  value: Range | null;
  onChange: (range: Range) => void;
}) {
  return (
    <fieldset
      aria-label={words.label}
      className="inline-flex h-7 shrink-0 overflow-hidden rounded-control border border-line"
    >
      {props.offered.map((range) => (
        <button
          key={range}
          type="button"
          aria-pressed={range === props.value}
          onClick={() => props.onChange(range)}
          className="border-line border-r px-2.5 text-subtle last:border-r-0 hover:text-text focus-visible:-outline-offset-2 aria-pressed:bg-active aria-pressed:font-medium aria-pressed:text-text"
        >
          {words.names[range]}
        </button>
      ))}
    </fieldset>
  );
}
