import { count, credits } from "../../format/numbers";
import { Field, TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { useModelsOf } from "../bench/useModelsOf";
import { GrowingText } from "../GrowingText";
import { isLength, isWhole, numberIn } from "../numbers";
import { estimateOf } from "../price";
import { MOST_SECONDS, MOST_SEED } from "../video/trade";
import { OneOf } from "../video/VideoOptions";
import { FORMATS, type MusicDraft, tooLong } from "./trade";

const words = strings.playground.music;

/** What is sung, how long it is, and how it is asked for. */
export function MusicOptions(props: { draft: MusicDraft; edit: (change: Partial<MusicDraft>) => void }) {
  const { draft, edit } = props;
  const asked = useModelsOf("music").own.find(({ id }) => id === draft.model);
  const cost = asked ? estimateOf(asked, { seconds: numberIn(draft.duration) }) : null;
  const over = tooLong(draft.lyrics);
  return (
    <>
      <Field
        label={words.lyrics}
        hint={words.lyricsHint}
        error={over > 0 && !draft.instrumental ? words.lyricsLong(count(over)) : undefined}
      >
        {({ id, describedBy, invalid }) => (
          <GrowingText
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            disabled={draft.instrumental}
            most={240}
            value={draft.lyrics}
            onChange={(event) => edit({ lyrics: event.target.value })}
            className={`min-h-16 disabled:opacity-50 ${invalid ? "!border-danger" : ""}`}
          />
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={draft.instrumental}
          onChange={(event) => edit({ instrumental: event.target.checked })}
        />
        {words.instrumental}
      </label>
      <div className="grid grid-cols-2 gap-2.5">
        <TextField
          label={words.duration}
          unit={words.durationUnit}
          inputMode="decimal"
          placeholder="—"
          value={draft.duration}
          onChange={(event) => edit({ duration: event.target.value })}
          hint={cost === null ? undefined : strings.playground.estimate(credits(cost))}
          error={isLength(draft.duration, MOST_SECONDS) ? undefined : words.durationWrong}
        />
        <OneOf label={words.format} options={FORMATS} value={draft.format} onChange={(format) => edit({ format })} />
        <TextField
          label={words.seed}
          inputMode="numeric"
          placeholder="—"
          className="num"
          value={draft.seed}
          onChange={(event) => edit({ seed: event.target.value })}
          error={isWhole(draft.seed, 0, MOST_SEED) ? undefined : words.seedWrong}
        />
      </div>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          checked={draft.background}
          onChange={(event) => edit({ background: event.target.checked })}
          className="mt-0.75"
        />
        {words.background}
      </label>
    </>
  );
}
