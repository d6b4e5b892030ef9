import { Link } from "@tanstack/react-router";
import { strings } from "../../strings";
import { Fact } from "./Facts";

/** The way to the job that makes what a request asked for. */
export function JobFact({ request }: { request: string }) {
  return (
    <Fact name={strings.requests.detail.facts.job}>
      <Link
        to="/jobs"
        search={{ q: request }}
        className="underline decoration-1 decoration-line underline-offset-3 hover:decoration-current"
      >
        {strings.jobs.follow}
      </Link>
    </Fact>
  );
}
