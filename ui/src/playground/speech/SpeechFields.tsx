import { count, credits } from "../../format/numbers";
import { Choice } from "../../parts/Choice";
import { Field, GroupLabel, TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { useModelsOf } from "../bench/useModelsOf";
import { GrowingText } from "../GrowingText";
import { characters, costOf, FORMATS, isSpeed, MOST_CHARACTERS, type SpeechDraft } from "./trade";
import { VoiceField } from "./VoiceField";

const words = strings.playground.speech;
const UNSET = "unset";

/** What is said, by whom and how. */
export function SpeechFields(props: { draft: SpeechDraft; edit: (change: Partial<SpeechDraft>) => void }) {
  const { draft, edit } = props;
  const length = characters(draft.text);
  const over = length - MOST_CHARACTERS;
  const rate = useModelsOf("speech").own.find(({ id }) => id === draft.model)?.price?.per_million_characters;
  const cost = rate && length > 0 ? ` · ${words.costs(credits(costOf(draft.text, rate)))}` : "";
  return (
    <>
      <Field
        label={words.text}
        hint={`${words.characters(count(length), count(MOST_CHARACTERS))}${cost}`}
        error={over > 0 ? words.tooLong(count(over)) : undefined}
      >
        {({ id, describedBy, invalid }) => (
          <GrowingText
            id={id}
            data-asked
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            most={360}
            placeholder={words.write}
            value={draft.text}
            onChange={(event) => edit({ text: event.target.value })}
            className={`min-h-24 ${invalid ? "!border-danger" : ""}`}
          />
        )}
      </Field>
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
