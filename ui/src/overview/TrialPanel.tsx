import { Link } from "@tanstack/react-router";
import { GitBranch } from "lucide-react";
import type { ReactNode } from "react";
import type { Trial } from "../api/try";
import type { Model } from "../api/types";
import { count, credits } from "../format/numbers";
import { duration } from "../format/time";
import { Button } from "../parts/Button";
import { Choice } from "../parts/Choice";
import { Glyph } from "../parts/Glyph";
import { strings } from "../strings";

const words = strings.overview.trial;

/** The button, the model it asks, and the answer as it comes. */
export function TrialPanel(props: {
  trial: Trial | null;
  /** What stands at the end of the row of buttons. */
  copy: ReactNode;
  models: readonly Model[];
  model: string;
  onModel: (model: string) => void;
  onSend: () => void;
  onStop: () => void;
}) {
  const { trial } = props;
  const running = trial?.phase === "waiting" || trial?.phase === "streaming";
  return (
    <div className="mt-3">
      <div className="flex flex-wrap items-center gap-2">
        {running ? (
          <Button onClick={props.onStop}>{words.stop}</Button>
        ) : (
          <Button look="primary" onClick={props.onSend} data-testid="send-test">
            {words.send}
          </Button>
        )}
        <Choice
          label={strings.overview.connect.model}
          mono
          className="max-w-64"
          value={props.model}
          onChange={props.onModel}
          options={props.models.map((model) => ({ value: model.id, label: model.id, hint: model.provider }))}
        />
        <span className="flex-1" />
        {props.copy}
      </div>
      {trial && <Result trial={trial} models={props.models} />}
    </div>
  );
}

function Result({ trial, models }: { trial: Trial; models: readonly Model[] }) {
  return (
    <div
      className="mt-3 rounded-control border border-line-subtle px-3.5 py-2.5"
      data-testid="test-result"
      data-phase={trial.phase}
    >
      <p aria-live="polite" aria-busy={trial.phase === "streaming"} className="whitespace-pre-wrap select-text">
        {trial.text}
        {trial.phase === "streaming" && (
          <span className="ml-0.5 inline-block h-3.5 w-1.5 translate-y-0.5 bg-accent-fill" />
        )}
        {trial.phase === "waiting" && <span className="text-subtle">{words.waiting}</span>}
      </p>
      {trial.error && (
        <p role="alert" className="text-danger select-text">
          {trial.error}
        </p>
      )}
      <Figures trial={trial} models={models} />
    </div>
  );
}

function Figures({ trial, models }: { trial: Trial; models: readonly Model[] }) {
  if (trial.status === null) return null;
  const failed = trial.phase === "failed" || trial.status >= 400;
  const provider = models.find(({ id }) => id === trial.modelUsed)?.provider ?? trial.modelUsed;
  const served = provider !== null && words.via(provider);
  const parts = [
    trial.durationMs !== null && duration(trial.durationMs),
    trial.firstTokenMs !== null && words.firstToken(duration(trial.firstTokenMs)),
    trial.tokens !== null && words.tokens(count(trial.tokens)),
    trial.credits !== undefined &&
      (trial.credits === null ? strings.credits.unpriced : words.credits(credits(trial.credits))),
    !trial.fallbackFrom && served,
  ];
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-meta text-subtle tabular-nums">
      <span
        className={`inline-flex items-center gap-1.5 font-medium ${failed ? "text-danger" : "text-success"}`}
        data-testid="test-status"
      >
        <Glyph shape={failed ? "cross" : "dot"} />
        {trial.status}
      </span>
      <span>{parts.filter(Boolean).join(" · ")}</span>
      {trial.fallbackFrom && trial.modelUsed && (
        <span className="inline-flex items-center gap-1.5">
          <GitBranch size={12} aria-hidden className="text-success" />
          {words.fallback(trial.fallbackFrom, trial.modelUsed)}
        </span>
      )}
      {trial.id && trial.phase !== "waiting" && trial.phase !== "streaming" && (
        <Link
          to="/requests"
          search={{ id: trial.id }}
          className="ml-auto text-accent underline-offset-3 hover:underline"
        >
          {words.open}
        </Link>
      )}
    </div>
  );
}
