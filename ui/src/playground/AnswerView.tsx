import { ChevronRight } from "lucide-react";
import type { Trial } from "../api/try";
import { strings } from "../strings";
import { CallList } from "./CallList";
import { Failure } from "./Failure";
import { Markdown } from "./Markdown";

const words = strings.playground;

/** What the model says, as it says it, and what went wrong. */
export function AnswerView({ trial }: { trial: Trial }) {
  const { phase, text, calls, reasoning, error } = trial;
  const nothing = text === "" && calls.length === 0 && reasoning === "";
  return (
    <div className="flex flex-col gap-2.5" aria-live="polite" aria-busy={phase === "waiting" || phase === "streaming"}>
      {reasoning !== "" && <Reasoning text={reasoning} open={text === "" && phase === "streaming"} />}
      {text !== "" && <Markdown text={text} />}
      {calls.length > 0 && <CallList calls={calls} />}
      {phase === "streaming" && <span aria-hidden className="inline-block h-3.5 w-1.5 bg-accent-fill" />}
      {phase === "waiting" && <p className="text-subtle">{words.waiting}</p>}
      {phase === "done" && nothing && <p className="text-subtle">{words.noWords}</p>}
      {phase === "failed" && error !== null && <Failure error={error} code={trial.code} />}
    </div>
  );
}

function Reasoning({ text, open }: { text: string; open: boolean }) {
  return (
    <details open={open} className="group">
      <summary className="flex cursor-default list-none items-center gap-1 text-meta text-subtle hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight size={13} aria-hidden className="group-open:rotate-90" />
        {words.thinking}
      </summary>
      <p className="mt-1 border-l-2 border-line-subtle pl-3 text-subtle whitespace-pre-wrap select-text [overflow-wrap:anywhere]">
        {text}
      </p>
    </details>
  );
}
