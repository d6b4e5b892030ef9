import { Link } from "@tanstack/react-router";
import type { Job } from "../../api/types";
import { keyName } from "../../files/keyName";
import { credits, UNKNOWN } from "../../format/numbers";
import { exactTime, lapse } from "../../format/time";
import { CopyIcon } from "../../parts/CopyButton";
import { Fact, Facts } from "../../requests/detail/Facts";
import { strings } from "../../strings";
import { isActive } from "../state";
import { creditWords, elapsedOf, linkWords, modelOf } from "../words";

const words = strings.jobs.detail;

/** What is known of a job beside what it made. */
export function Known({ job, now }: { job: Job; now: number }) {
  const money = creditWords(job);
  const link = linkWords(job, now);
  const used = modelOf(job);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.facts.title}</h3>
      <Facts>
        <Fact name={words.facts.model}>
          {job.model === null || used === job.model ? used : words.fellBack(job.model, used)}
        </Fact>
        <Fact name={words.facts.provider}>{job.provider ?? UNKNOWN}</Fact>
        <Fact name={words.facts.key}>{keyName(job) || UNKNOWN}</Fact>
        <Fact name={words.facts.credits}>
          <span title={money.title} className="tabular-nums">
            {job.credits_reserved !== null && !isActive(job)
              ? words.heldThen(credits(job.credits_reserved), money.text)
              : money.text}
          </span>
        </Fact>
        <Fact name={words.facts.created}>{exactTime(job.created_at)}</Fact>
        {isActive(job) ? (
          <Fact name={words.facts.elapsed}>{lapse(elapsedOf(job, now))}</Fact>
        ) : (
          <Fact name={words.facts.took}>{lapse(elapsedOf(job, now))}</Fact>
        )}
        {job.expected_ms !== null && isActive(job) && (
          <Fact name={words.facts.expected}>{words.expected(lapse(job.expected_ms))}</Fact>
        )}
        {link && <Fact name={words.facts.link}>{link}</Fact>}
        <Fact name={words.facts.request}>
          <span className="flex items-center gap-0.5">
            <Link
              to="/requests"
              search={{ id: job.request }}
              title={strings.jobs.actions.request}
              className="truncate font-mono text-accent text-meta underline-offset-3 hover:underline"
            >
              {job.request}
            </Link>
            <CopyIcon text={job.request} what={strings.playground.requestId} className="-my-1" />
          </span>
        </Fact>
      </Facts>
    </section>
  );
}

/** What the client sent beside its prompt. */
export function Parameters({ job: { parameters } }: { job: Job }) {
  const fields = Object.entries(parameters).filter(([name]) => name !== "prompt" && name !== "model");
  if (fields.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.parameters}</h3>
      <Facts>
        {fields.map(([name, value]) => (
          <Fact key={name} name={name}>
            <span className="whitespace-pre-wrap font-mono text-meta">
              {typeof value === "string" ? value : JSON.stringify(value)}
            </span>
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
