import { useGateway } from "../../api/gateway";
import { strings } from "../../strings";
import { BenchPanel } from "../bench/BenchPanel";
import { useBench } from "../bench/bench";
import { furtherFields } from "../body";
import { Examples } from "../Examples";
import { FurtherFields } from "../FurtherFields";
import { JobAnswer } from "../job/JobAnswer";
import { PromptField } from "../job/PromptField";
import { MusicOptions } from "./MusicOptions";
import { MUSIC } from "./trade";

const words = strings.playground.music;

/** Music, made of words and maybe of lyrics. */
export function MusicPanel() {
  const { connection } = useGateway();
  const { bench, state } = useBench(connection, MUSIC);
  return (
    <BenchPanel
      panel="music"
      trade={MUSIC}
      bench={bench}
      state={state}
      title={words.title}
      asked={
        <PromptField
          label={words.prompt}
          placeholder={words.write}
          value={state.draft.prompt}
          onChange={(prompt) => bench.edit({ prompt })}
        />
      }
      options={<MusicOptions draft={state.draft} edit={(change) => bench.edit(change)} />}
      sections={
        <FurtherFields
          value={state.draft.extra}
          hint={words.extraHint}
          onChange={(extra) => bench.edit({ extra })}
          problem={furtherFields(state.draft.extra).problem}
        />
      }
      empty={(ask) => <Examples examples={words.examples} onAsk={(prompt) => ask({ prompt })} />}
      answer={({ reply }) => <JobAnswer reply={reply} kind="music" />}
    />
  );
}
