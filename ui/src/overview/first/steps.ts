import type { Provider, RequestRow, Status } from "../../api/types";
import { SANDBOX } from "../../providers/draft";

/** What of the first minute has happened. */
export interface Steps {
  tested: boolean;
  provided: boolean;
  called: boolean;
}

/** As every browser begins to name itself, and so does the window. */
const BROWSER = "Mozilla/";

export function stepsOf(known: {
  status: Status;
  providers: readonly Provider[];
  /** The latest requests. */
  rows: readonly RequestRow[];
  trialDone: boolean;
}): Steps {
  const { status, providers, rows, trialDone } = known;
  return {
    tested: trialDone || rows.some((row) => row.status === 200 && row.state !== "running"),
    // One without a model serves nobody yet.
    provided: providers.some(({ vendor, models }) => vendor !== SANDBOX && models > 0),
    // The gateway only knows since its start; the log knows longer.
    called:
      status.external_request_seen ||
      rows.some(({ user_agent: agent }) => agent !== null && !agent.startsWith(BROWSER)),
  };
}

export function allDone({ tested, provided, called }: Steps): boolean {
  return tested && provided && called;
}
