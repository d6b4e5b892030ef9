import { Choice } from "../../parts/Choice";
import { Field, GroupLabel, TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { GrowingText } from "../GrowingText";
import { FORMATS, type TranscriptionDraft } from "./trade";

const words = strings.playground.transcription;

/** What is wanted of the audio. */
export function TranscriptionOptions(props: {
  draft: TranscriptionDraft;
  edit: (change: Partial<TranscriptionDraft>) => void;
}) {
  const { draft, edit } = props;
  return (
    <>
      <div className="grid grid-cols-2 gap-2.5">
        <div className="flex min-w-0 flex-col gap-1">
          <GroupLabel id="transcript-format">{words.format}</GroupLabel>
          <Choice
            labelledBy="transcript-format"
            className="h-8"
            value={draft.format}
            onChange={(format) => edit({ format })}
            options={FORMATS.map((value) => ({ value, label: value }))}
          />
        </div>
        <TextField
          label={words.language}
          placeholder="—"
          disabled={draft.translate}
          value={draft.translate ? "" : draft.language}
          onChange={(event) => edit({ language: event.target.value })}
        />
      </div>
      <p className="-mt-1.5 text-meta text-subtlest">
        {draft.translate ? words.languageTranslated : words.languageHint}
      </p>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={draft.translate}
          onChange={(event) => edit({ translate: event.target.checked })}
        />
        {words.translate}
      </label>
      {draft.format === "verbose_json" && !draft.translate && (
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={draft.wordTimes}
            onChange={(event) => edit({ wordTimes: event.target.checked })}
          />
          {words.wordTimes}
        </label>
      )}
      <Field label={words.prompt} hint={words.promptHint}>
        {({ id, describedBy }) => (
          <GrowingText
            id={id}
            aria-describedby={describedBy}
            value={draft.prompt}
            onChange={(event) => edit({ prompt: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
