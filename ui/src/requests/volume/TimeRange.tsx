import { X } from "lucide-react";
import { type LogQuery, RANGES, type Range } from "../../api/log";
import { exactSpan, exactTime } from "../../format/time";
import { IconButton } from "../../parts/Button";
import { Choice } from "../../parts/Choice";
import { strings } from "../../strings";
import { ANY_TIME } from "../search";

const words = strings.requests.time;
const OFFERED = ["today", ...(Object.keys(RANGES) as (keyof typeof RANGES)[])] as const;
type Chosen = Range | "all" | "fixed";

/** The time that the list is limited to: one that ends now, or the one chosen in the bars. */
export function TimeRange(props: { query: LogQuery; onChange: (time: Partial<LogQuery> | typeof ANY_TIME) => void }) {
  const { range, from, to } = props.query;
  const isFixed = from !== undefined || to !== undefined;
  const value: Chosen = range ?? (isFixed ? "fixed" : "all");
  const options: { value: Chosen; label: string }[] = [
    ...OFFERED.map((each) => ({ value: each, label: words.ranges[each] })),
    { value: "all", label: words.all },
  ];
  if (isFixed) options.unshift({ value: "fixed", label: spelled(from, to) });
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Choice
        label={words.label}
        options={options}
        value={value}
        onChange={(chosen) => {
          if (chosen === "all") props.onChange(ANY_TIME);
          else if (chosen !== "fixed") props.onChange({ ...ANY_TIME, range: chosen } as Partial<LogQuery>);
        }}
      />
      {value !== "all" && (
        <IconButton label={words.clear} onClick={() => props.onChange(ANY_TIME)}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </span>
  );
}

function spelled(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return words.until(exactTime(to ?? 0));
  if (to === undefined) return words.since(exactTime(from));
  return exactSpan(from, to);
}
