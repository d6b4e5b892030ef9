import { useNavigate } from "@tanstack/react-router";
import { Captions } from "lucide-react";
import { useMemo } from "react";
import { useGateway } from "../../api/gateway";
import { bytes as size } from "../../format/numbers";
import { duration } from "../../format/time";
import { Button } from "../../parts/Button";
import { strings } from "../../strings";
import { BenchPanel } from "../bench/BenchPanel";
import { benchOf, type Run, useBench } from "../bench/bench";
import { SaveActions } from "../bench/SaveActions";
import { Examples } from "../Examples";
import { Figure } from "../FigureRow";
import { Player } from "../sound/Player";
import { extensionOf, playable } from "../sound/sound";
import { TRANSCRIPTION } from "../transcription/trade";
import { SpeechOptions } from "./SpeechOptions";
import { TextToSay } from "./TextToSay";
import { SPEECH, type SpeechDraft } from "./trade";

const words = strings.playground.speech;

/** A text, said by a voice. */
export function SpeechPanel() {
  const { connection } = useGateway();
  const { bench, state } = useBench(connection, SPEECH);
  return (
    <BenchPanel
      panel="speech"
      trade={SPEECH}
      bench={bench}
      state={state}
      title={words.title}
      asked={<TextToSay draft={state.draft} edit={(change) => bench.edit(change)} />}
      options={<SpeechOptions draft={state.draft} edit={(change) => bench.edit(change)} />}
      empty={(ask) => <Examples examples={words.examples} onAsk={(text) => ask({ text })} />}
      answer={(run) => <Sound run={run} />}
      figures={({ firstByteMs, received }) => (
        <>
          {firstByteMs !== null && <Figure name="first sound">{words.firstSound(duration(firstByteMs))}</Figure>}
          {received > 0 && <Figure name="size">{size(received)}</Figure>}
        </>
      )}
      actions={(run) => <Actions run={run} />}
    />
  );
}

function Sound({ run: { draft, reply } }: { run: Run<SpeechDraft> }) {
  const { bytes, type, phase, received } = reply;
  const sound = useMemo(() => (bytes && bytes.length > 0 ? playable(bytes, type) : null), [bytes, type]);
  return (
    <>
      <p className="line-clamp-6 max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere] select-text">{draft.text}</p>
      <p className="text-meta text-subtle">{sound ? `${draft.voice} · ${type}` : draft.voice}</p>
      {sound && <Player label={words.sound} sound={sound} />}
      {phase === "streaming" && <p className="text-subtle tabular-nums">{words.coming(size(received))}</p>}
      {phase === "stopped" && received > 0 && <p className="text-subtle">{words.stopped(size(received))}</p>}
      {phase === "done" && !sound && <p className="text-subtle">{words.none}</p>}
    </>
  );
}

function Actions({ run }: { run: Run<SpeechDraft> }) {
  const { draft, reply } = run;
  const { connection } = useGateway();
  const navigate = useNavigate({ from: "/playground" });
  const { bytes, type } = reply;
  const name = `speech.${extensionOf(type, draft.format)}`;
  const content = useMemo(() => bytes && new Blob([bytes], { type }), [bytes, type]);
  if (!content || content.size === 0) return null;
  function transcribe(sound: Blob) {
    benchOf(connection, TRANSCRIPTION).edit({ file: new File([sound], name, { type }) });
    void navigate({ search: { panel: "transcription" } });
  }
  return (
    <>
      {extensionOf(type, draft.format) !== "pcm" && (
        <Button onClick={() => transcribe(content)}>
          <Captions size={14} aria-hidden />
          {words.transcribe}
        </Button>
      )}
      <SaveActions name={name} content={content} run={run} />
    </>
  );
}
