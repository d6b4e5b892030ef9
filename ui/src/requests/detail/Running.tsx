import type { RequestRow } from "../../api/types";
import { exactTime } from "../../format/time";
import { strings } from "../../strings";
import { Fact, Facts } from "./Facts";
import { JobFact } from "./JobFact";

const words = strings.requests.detail;
/** The status comes with the end, and would tell. */
const MADE_BY_JOBS = ["videos", "music"];

/** A request under way: what is known of it so far. The rest fills in by itself. */
export function Running({ row }: { row: RequestRow }) {
  return (
    <div className="flex flex-col gap-4 pt-3">
      <p className="text-subtle" role="status">
        {words.running}
      </p>
      <Facts>
        <Fact name={words.facts.time}>{exactTime(row.started_at)}</Fact>
        <Fact name={words.facts.key}>{row.key_name ?? words.facts.noKey}</Fact>
        <Fact name={words.facts.endpoint}>{row.endpoint}</Fact>
        <Fact name={words.facts.stream}>{row.stream ? words.facts.yes : words.facts.no}</Fact>
        {MADE_BY_JOBS.includes(row.endpoint) && <JobFact request={row.id} />}
      </Facts>
    </div>
  );
}
