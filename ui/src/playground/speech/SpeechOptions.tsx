import { Choice } from "../../parts/Choice";
import { Field, GroupLabel, TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { GrowingText } from "../GrowingText";
import { FORMATS, isSpeed, type SpeechDraft } from "./trade";
import { VoiceField } from "./VoiceField";

const words = strings.playground.speech;
const UNSET = "unset";

/** By whom it is said, and how. */
export function SpeechOptions(props: { draft: SpeechDraft; edit: (change: Partial<SpeechDraft>) => void }) {
  const { draft, edit } = props;
  return (
    <>
      <VoiceField value={draft.voice} onChange={(voice) => edit({ voice })} />
      <div className="grid grid-cols-2 gap-2.5">
        <div className="flex min-w-0 flex-col gap-1">
          <GroupLabel id="speech-format">{words.format}</GroupLabel>
          <Choice<SpeechDraft["format"] | typeof UNSET>
            labelledBy="speech-format"
            className="h-8"
            value={draft.format || UNSET}
            onChange={(format) => edit({ format: format === UNSET ? "" : format })}
            options={[{ value: UNSET, label: words.anyFormat }, ...FORMATS.map((value) => ({ value, label: value }))]}
          />
        </div>
        <TextField
          label={words.speed}
          placeholder="1"
          inputMode="decimal"
          className="num"
          value={draft.speed}
          onChange={(event) => edit({ speed: event.target.value })}
          hint={words.speedHint}
          error={isSpeed(draft.speed) ? undefined : words.speedWrong}
        />
      </div>
      <Field label={words.instructions} hint={words.instructionsHint}>
        {({ id, describedBy }) => (
          <GrowingText
            id={id}
            aria-describedby={describedBy}
            value={draft.instructions}
            onChange={(event) => edit({ instructions: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
