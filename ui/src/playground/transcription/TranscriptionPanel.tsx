import { useMemo, useState } from "react";
import { useGateway } from "../../api/gateway";
import type { Reply } from "../../api/reply";
import { strings } from "../../strings";
import { BenchPanel } from "../bench/BenchPanel";
import { type Run, useBench } from "../bench/bench";
import { SaveActions } from "../bench/SaveActions";
import { Figure } from "../FigureRow";
import { Player } from "../sound/Player";
import { place } from "../sound/waveform";
import { AudioField } from "./AudioField";
import { TranscriptionOptions } from "./TranscriptionOptions";
import { TranscriptView } from "./TranscriptView";
import { extensionOf, TRANSCRIPTION, type TranscriptionDraft } from "./trade";
import { transcriptOf } from "./transcript";

const words = strings.playground.transcription;

/** Audio, and what was said in it. */
export function TranscriptionPanel() {
  const { connection } = useGateway();
  const { bench, state } = useBench(connection, TRANSCRIPTION);
  return (
    <BenchPanel
      panel="transcription"
      trade={TRANSCRIPTION}
      bench={bench}
      state={state}
      title={words.title}
      asked={<AudioField file={state.draft.file} onChange={(file) => bench.edit({ file })} />}
      options={<TranscriptionOptions draft={state.draft} edit={(change) => bench.edit(change)} />}
      empty={() => <p className="text-subtle">{words.empty}</p>}
      answer={(run) => <Heard run={run} />}
      figures={(reply) => state.run && <Figures run={state.run} reply={reply} />}
      actions={(run) => <Save run={run} />}
    />
  );
}

function Heard({ run }: { run: Run<TranscriptionDraft> }) {
  const { file } = run.draft;
  const [from, setFrom] = useState<{ file: File; seconds: number } | null>(null);
  const transcript = useTranscript(run);
  return (
    <>
      {file && <Player label={file.name} sound={file} from={from?.file === file ? from : null} />}
      {transcript && (
        <TranscriptView transcript={transcript} onPlay={file ? (seconds) => setFrom({ file, seconds }) : null} />
      )}
    </>
  );
}

function Figures({ run }: { run: Run<TranscriptionDraft>; reply: Reply }) {
  const transcript = useTranscript(run);
  if (!transcript) return null;
  const { duration, language } = transcript;
  return (
    <>
      {duration !== null && <Figure name="audio">{words.length(place(duration))}</Figure>}
      {language !== null && <Figure name="language">{language}</Figure>}
    </>
  );
}

function Save({ run }: { run: Run<TranscriptionDraft> }) {
  const { draft, reply } = run;
  const { bytes, type } = reply;
  const content = useMemo(() => bytes && new Blob([bytes], { type }), [bytes, type]);
  if (!content) return null;
  const [stem = ""] = /^.*(?=\.)|^.*$/.exec(draft.file?.name ?? "") ?? [];
  return <SaveActions name={`${stem || words.transcript}.${extensionOf(draft.format)}`} content={content} run={run} />;
}

function useTranscript({ draft, reply: { bytes } }: Run<TranscriptionDraft>) {
  return useMemo(() => bytes && transcriptOf(bytes, draft.format), [bytes, draft.format]);
}
