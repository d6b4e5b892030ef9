import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Status } from "../api/types";
import { Button, buttonClass, IconButton } from "../parts/Button";
import { Glyph } from "../parts/Glyph";
import { strings } from "../strings";

const words = strings.overview.steps;

/** What a new user does in the first minute; each step ticks itself when it has happened. */
export function FirstSteps(props: {
  status: Status;
  tested: boolean;
  provided: boolean;
  onTest: () => void;
  onHide: () => void;
}) {
  const { status, tested, provided } = props;
  return (
    <section aria-labelledby="steps-title" className="rounded-card border border-line-subtle p-4">
      <div className="mb-2 flex h-7 items-center justify-between">
        <h2 id="steps-title" className="font-semibold">
          {words.title}
        </h2>
        <IconButton label={words.hide} onClick={props.onHide} className="-mr-1.5">
          <X size={15} aria-hidden />
        </IconButton>
      </div>
      <ol className="flex flex-col gap-3">
        <Step done name={words.running} />
        <Step
          done={tested}
          name={words.test}
          text={words.testHow}
          action={
            <Button onClick={props.onTest} aria-label={words.test}>
              {strings.overview.trial.sendShort}
            </Button>
          }
        />
        <Step
          done={provided}
          name={words.provider}
          text={words.providerHow}
          action={
            <Link to="/providers" className={buttonClass()} aria-label={words.provider}>
              {words.providerOpen}
            </Link>
          }
        />
        <Step done={status.external_request_seen} name={words.app} text={words.appWaiting} />
      </ol>
    </section>
  );
}

function Step(props: { done: boolean; name: string; text?: ReactNode; action?: ReactNode }) {
  const { done } = props;
  return (
    <li className="flex items-start gap-2.5" data-done={done}>
      <span className={`pt-1 ${done ? "text-success" : "text-subtlest"}`}>
        <Glyph shape={done ? "check" : "ring"} />
      </span>
      <div className="min-w-0 flex-1">
        <p className={done ? "text-subtle" : "font-medium"}>
          {props.name}
          <span className="sr-only">, {done ? words.done : words.open}</span>
        </p>
        {!done && props.text && <div className="text-meta text-subtle">{props.text}</div>}
      </div>
      {!done && props.action}
    </li>
  );
}
