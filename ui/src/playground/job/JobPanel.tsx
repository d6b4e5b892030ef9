import type { ReactNode } from "react";
import { useGateway } from "../../api/gateway";
import { BenchPanel } from "../bench/BenchPanel";
import { type Basics, type Trade, useBench } from "../bench/bench";
import { furtherFields } from "../body";
import { Examples } from "../Examples";
import { FurtherFields } from "../FurtherFields";
import { JobAnswer } from "./JobAnswer";
import { PromptField } from "./PromptField";

/** What films and music have in common when they are asked for. */
interface Asked extends Basics {
  prompt: string;
  /** Further fields, as JSON. */
  extra: string;
}

/** Something that takes minutes, made of words and of its own options. */
export function JobPanel<Draft extends Asked>(props: {
  kind: "video" | "music";
  trade: Trade<Draft>;
  words: { title: string; prompt: string; write: string; extraHint: string; examples: readonly string[] };
  options: (draft: Draft, edit: (change: Partial<Draft>) => void) => ReactNode;
}) {
  const { kind, trade, words } = props;
  const { connection } = useGateway();
  const { bench, state } = useBench(connection, trade);
  // A change of what all of them have is one of any of them, which the compiler does not see.
  const common = (change: Partial<Asked>) => change as Partial<Draft>;
  return (
    <BenchPanel
      panel={kind}
      trade={trade}
      bench={bench}
      state={state}
      title={words.title}
      asked={
        <PromptField
          label={words.prompt}
          placeholder={words.write}
          value={state.draft.prompt}
          onChange={(prompt) => bench.edit(common({ prompt }))}
        />
      }
      options={props.options(state.draft, (change) => bench.edit(change))}
      sections={
        <FurtherFields
          value={state.draft.extra}
          hint={words.extraHint}
          onChange={(extra) => bench.edit(common({ extra }))}
          problem={furtherFields(state.draft.extra).problem}
        />
      }
      empty={(ask) => <Examples examples={words.examples} onAsk={(prompt) => ask(common({ prompt }))} />}
      answer={({ reply }) => <JobAnswer reply={reply} kind={kind} />}
    />
  );
}
