import { useMemo, useState } from "react";
import type { JobDetail } from "../../api/types";
import { exactTime, lapse } from "../../format/time";
import { Button } from "../../parts/Button";
import { Glyph, type Shape } from "../../parts/Glyph";
import { strings } from "../../strings";
import { isActive } from "../state";
import { MARKS, stretchesOf } from "./steps";

const words = strings.jobs.timeline;
/** The rest is shown when it is asked for, but for the beginning. */
const FIRST = 3;
const LATEST = 12;

/** What happened to a job and when: every look at its provider, and why one failed. */
export function Timeline({ job, now }: { job: JobDetail; now: number }) {
  const [all, setAll] = useState(false);
  const stretches = useMemo(() => stretchesOf(job.events), [job.events]);
  const short = !all && stretches.length > FIRST + LATEST + 1;
  const shown = short ? [...stretches.slice(0, FIRST), ...stretches.slice(-LATEST)] : stretches;
  const next = isActive(job) ? job.next_look_at : null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.title}</h3>
      <ol data-testid="timeline" className="flex flex-col">
        <Line at={0} exact={job.created_at} shape="dot" tone="text-subtle" name={words.asked} />
        {shown.map(({ step, from, to, looks }, index) => (
          <Line
            key={`${from.at} ${step} ${index}`}
            at={from.at - job.created_at}
            until={looks > 1 ? to.at - job.created_at : undefined}
            exact={from.at}
            {...MARKS[step]}
            name={words.steps[step]}
            more={[
              from.percent !== null && step === "progress" && strings.jobs.percent(from.percent),
              looks > 1 && words.times(looks),
            ]}
            message={from.message}
          />
        ))}
        {next !== null && (
          <Line
            at={null}
            exact={next}
            shape="dashed"
            tone="text-subtlest"
            name={words.next}
            more={[strings.jobs.detail.nextLook(Math.round((next - now) / 1_000))]}
          />
        )}
      </ol>
      {short && (
        <Button look="quiet" className="self-start" onClick={() => setAll(true)}>
          {words.all(stretches.length)}
        </Button>
      )}
    </section>
  );
}

function Line(props: {
  /** Since it was asked for; null is yet to come. */
  at: number | null;
  until?: number | undefined;
  exact: number;
  shape: Shape;
  tone: string;
  name: string;
  more?: readonly (string | false)[];
  message?: string | null;
}) {
  const { at, until } = props;
  const time = at === null ? "" : until === undefined ? lapse(at) : `${lapse(at)} – ${lapse(until)}`;
  return (
    <li className="grid grid-cols-[6.5rem_0.75rem_1fr] items-start gap-x-2.5 border-line-subtle border-b py-1 last:border-b-0">
      <span className="num text-subtle" title={exactTime(props.exact)}>
        {time}
      </span>
      <Glyph shape={props.shape} className={`mt-[calc(0.5lh-0.34rem)] ${props.tone}`} />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {props.name}
        {(props.more ?? []).filter(Boolean).map((text) => (
          <span key={String(text)} className="text-subtle tabular-nums">
            {" "}
            · {text}
          </span>
        ))}
        {props.message && <span className="block text-meta text-subtle select-text">{props.message}</span>}
      </span>
    </li>
  );
}
