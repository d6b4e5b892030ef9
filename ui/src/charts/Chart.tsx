import { ChartColumn, Table as TableIcon } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { IconButton } from "../parts/Button";
import { strings } from "../strings";
import { ChartTable } from "./ChartTable";
import { Plot } from "./Plot";
import type { Series } from "./stack";

/** Stretches of time of the same length, oldest first, and what is drawn of them. */
export interface ChartData {
  at: readonly number[];
  bucketMs: number;
  series: readonly Series[];
}

export interface ChartProps extends ChartData {
  title: string;
  kind: "bars" | "line";
  /** Values are counts: no ticks between them. */
  whole?: boolean;
  format: (value: number) => string;
  onOpen: (from: number, to: number) => void;
}

/** A chart with its title, what its colours mean, and the same figures as a table. */
export function Chart(props: ChartProps & { headline: ReactNode; legend?: ReactNode }) {
  const [asTable, setAsTable] = useState(false);
  const title = useId();
  const words = strings.charts;
  return (
    <section
      aria-labelledby={title}
      className="flex h-68 min-w-0 flex-col rounded-card border border-line-subtle px-4 pt-3 pb-3"
    >
      <div className="flex h-7 items-center gap-2">
        <h2 id={title} className="font-semibold whitespace-nowrap">
          {props.title}
        </h2>
        <span className="min-w-0 truncate text-meta text-subtle tabular-nums">{props.headline}</span>
        <IconButton
          label={asTable ? words.asChart : words.asTable}
          className="-mr-1.5 ml-auto"
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartColumn size={15} aria-hidden /> : <TableIcon size={15} aria-hidden />}
        </IconButton>
      </div>
      <div className="mb-2.5 flex max-h-20 min-h-5 flex-wrap items-center gap-x-3 overflow-hidden text-meta leading-5 text-subtle">
        {props.legend}
      </div>
      <div className="min-h-0 flex-1">{asTable ? <ChartTable {...props} /> : <Plot {...props} />}</div>
    </section>
  );
}

/** The square that stands for a colour of the chart. */
export function Swatch({ colour }: { colour: string }) {
  return <span aria-hidden className={`size-2 shrink-0 rounded-[2px] bg-current ${colour}`} />;
}
