import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import type { Job } from "../api/types";
import { credits, UNKNOWN } from "../format/numbers";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { lacksImage } from "./again";
import { jobQuery } from "./queries";
import type { JobActions, Question } from "./useJobActions";

const words = strings.jobs;

/** What is asked before something that may cost. */
export function Questions({ actions }: { actions: JobActions }) {
  return actions.asking && <Asking actions={actions} {...actions.asking} />;
}

function Asking({ actions, about, job: asked }: Question & { actions: JobActions }) {
  const { stopAsking, confirm, busy, error } = actions;
  const { client } = useGateway();
  // It goes on while the question stands, and with it what the answer costs.
  const { data: job = asked } = useQuery(jobQuery(client, asked.id));
  const cancels = about === "cancel";
  const own = cancels ? words.cancelAsk : words.againAsk;
  const change = () => {
    stopAsking();
    actions.act(job, "playground");
  };
  return (
    <Dialog title={own.title} text={cancels ? cancelText(job) : againText(job)} onClose={stopAsking}>
      <p className="mb-3 line-clamp-3 border-l-2 border-line-subtle pl-3 text-subtle">{job.prompt}</p>
      {error && <Notice tone="danger">{error.message}</Notice>}
      <DialogActions>
        <Button onClick={stopAsking}>{cancels ? words.cancelAsk.keep : strings.cancel}</Button>
        {!cancels && <Button onClick={change}>{words.actions.playground}</Button>}
        {(cancels || !lacksImage(job)) && (
          <Button look={cancels ? "danger" : "primary"} disabled={busy} onClick={confirm} data-testid="confirm-job">
            {own.action}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function cancelText({ state }: Job): string {
  return state === "submitting" || state === "queued" ? words.cancelAsk.before : words.cancelAsk.begun;
}

function againText(job: Job): string {
  if (lacksImage(job)) return words.againAsk.lacksImage;
  const { model, credits_used: used } = job;
  const cost = used !== null && Number(used) > 0 ? words.againAsk.cost(credits(used)) : "";
  return `${words.againAsk.text(model ?? UNKNOWN)}${cost}`;
}
