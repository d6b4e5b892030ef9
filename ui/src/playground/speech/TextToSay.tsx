import { count, credits } from "../../format/numbers";
import { Field } from "../../parts/Field";
import { strings } from "../../strings";
import { useModelsOf } from "../bench/useModelsOf";
import { GrowingText } from "../GrowingText";
import { characters, costOf, MOST_CHARACTERS, type SpeechDraft } from "./trade";

const words = strings.playground.speech;

/** What is said, how long that is and what it costs. */
export function TextToSay(props: { draft: SpeechDraft; edit: (change: Partial<SpeechDraft>) => void }) {
  const { draft, edit } = props;
  const length = characters(draft.text);
  const over = length - MOST_CHARACTERS;
  const rate = useModelsOf("speech").own.find(({ id }) => id === draft.model)?.price?.per_million_characters;
  const cost = rate && length > 0 ? ` · ${words.costs(credits(costOf(draft.text, rate)))}` : "";
  return (
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
  );
}
