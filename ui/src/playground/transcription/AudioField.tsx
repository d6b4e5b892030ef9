import { FileAudio, Mic, Square, X } from "lucide-react";
import { useRef, useState } from "react";
import { bytes } from "../../format/numbers";
import { Button, IconButton } from "../../parts/Button";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { place } from "../sound/waveform";
import { canRecord, useRecorder } from "./useRecorder";

const words = strings.playground.transcription;

/** Audio from a file or from the microphone. */
export function AudioField({ file, onChange }: { file: File | null; onChange: (file: File | null) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const recorder = useRecorder(onChange, tell);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that nobody sees
    <div
      role="group"
      aria-label={words.audio}
      data-testid="audio"
      className={`flex flex-col gap-2.5 rounded-card border border-dashed p-3 ${over ? "border-accent bg-accent-soft" : "border-line-input"}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        const [dropped] = event.dataTransfer.files;
        if (!dropped) return;
        event.preventDefault();
        setOver(false);
        onChange(dropped);
      }}
    >
      {file ? (
        <div className="flex items-center gap-2">
          <FileAudio size={15} aria-hidden className="shrink-0 text-subtle" />
          <span className="min-w-0 flex-1 truncate" title={file.name}>
            {file.name}
          </span>
          <span className="num shrink-0 text-meta text-subtle">{bytes(file.size)}</span>
          <IconButton label={words.remove} onClick={() => onChange(null)} className="-my-1 -mr-1.5">
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ) : (
        <p className="text-subtle">{words.drop}</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button data-asked onClick={() => input.current?.click()} disabled={recorder.seconds !== null}>
          {words.choose}
        </Button>
        <input
          ref={input}
          type="file"
          accept="audio/*,video/mp4,video/webm"
          hidden
          aria-label={words.choose}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            if (chosen) onChange(chosen);
            event.target.value = "";
          }}
        />
        {recorder.seconds !== null ? (
          <Button onClick={recorder.stop} data-testid="stop-recording">
            <Square size={12} aria-hidden className="text-danger" />
            <span className="tabular-nums">{words.stopRecording(place(recorder.seconds))}</span>
          </Button>
        ) : (
          canRecord() && (
            <Button onClick={() => void recorder.start()}>
              <Mic size={14} aria-hidden />
              {words.record}
            </Button>
          )
        )}
      </div>
      {!canRecord() && <p className="text-meta text-subtlest">{words.noMicrophone}</p>}
    </div>
  );
}
