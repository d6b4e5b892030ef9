import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Provider, Status } from "../../api/types";
import { Button, IconButton } from "../../parts/Button";
import { CopyIcon } from "../../parts/CopyButton";
import { Glyph } from "../../parts/Glyph";
import { strings } from "../../strings";
import type { Discovered } from "../types";
import { AddKey, Found } from "./Found";
import { allDone, type Steps } from "./steps";

const words = strings.overview.steps;

/** What a new user does in the first minute; each step ticks itself when it has happened. */
export function FirstSteps(props: {
  status: Status;
  steps: Steps;
  discovered: Discovered | undefined;
  /** Is this computer being looked at for the first time? */
  looking: boolean;
  providers: readonly Provider[];
  onTest: () => void;
  onHide: () => void;
}) {
  const { status, steps, discovered, looking, providers } = props;
  const finished = allDone(steps);
  return (
    <section aria-labelledby="steps-title" className="min-w-0 rounded-card border border-line-subtle p-4">
      <div className="mb-2 flex h-7 items-center justify-between">
        <h2 id="steps-title" className="font-semibold">
          {finished ? words.finished : words.title}
        </h2>
        {!finished && (
          <IconButton label={words.hide} onClick={props.onHide} className="-mr-1.5">
            <X size={15} aria-hidden />
          </IconButton>
        )}
      </div>
      <ol className="flex flex-col gap-3">
        <Step done name={words.running}>
          <span className="flex min-w-0 items-center gap-1">
            <code className="truncate font-mono select-text">{status.api}</code>
            <CopyIcon text={status.api} what={strings.header.address} className="-my-1" />
          </span>
        </Step>
        <Step
          done={steps.tested}
          name={words.test}
          action={
            !steps.tested && (
              <Button onClick={props.onTest} aria-label={words.test}>
                {strings.overview.trial.sendShort}
              </Button>
            )
          }
        >
          {!steps.tested && words.testHow}
        </Step>
        <Step done={steps.provided} name={words.provider}>
          {discovered ? (
            <Found discovered={discovered} providers={providers} />
          ) : (
            looking && !steps.provided && words.looking
          )}
          {!steps.provided && <AddKey />}
        </Step>
        <Step done={steps.called} name={words.app}>
          {steps.called ? words.appSeen : words.appWaiting}
        </Step>
      </ol>
      {finished && (
        <Button look="primary" onClick={props.onHide} className="mt-4">
          {words.close}
        </Button>
      )}
    </section>
  );
}

function Step(props: { done: boolean; name: string; children?: ReactNode; action?: ReactNode }) {
  const { done } = props;
  return (
    <li className="flex items-start gap-2.5" data-done={done}>
      <span className={`pt-1 ${done ? "text-success" : "text-subtlest"}`}>
        <Glyph shape={done ? "check" : "ring"} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-start gap-2">
          <p className={`min-w-0 flex-1 ${done ? "" : "font-medium"}`}>
            {props.name}
            <span className="sr-only">, {done ? words.done : words.open}</span>
          </p>
          {props.action && <span className="-my-1 shrink-0">{props.action}</span>}
        </div>
        {props.children && <div className="mt-0.5 text-meta text-subtle">{props.children}</div>}
      </div>
    </li>
  );
}
