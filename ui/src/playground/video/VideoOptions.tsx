import { credits } from "../../format/numbers";
import { Choice } from "../../parts/Choice";
import { GroupLabel, TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { useModelsOf } from "../bench/useModelsOf";
import { isLength, isWhole, numberIn } from "../numbers";
import { estimateOf } from "../price";
import { FirstFrameField } from "./FirstFrameField";
import { ASPECTS, isSize, MOST_FILMS, MOST_SECONDS, MOST_SEED, RESOLUTIONS, type VideoDraft } from "./trade";

const words = strings.playground.video;
const UNSET = "unset";

/** How long a film is, how large, how many, and what it begins with. */
export function VideoOptions(props: { draft: VideoDraft; edit: (change: Partial<VideoDraft>) => void }) {
  const { draft, edit } = props;
  const cost = useEstimate(draft);
  return (
    <>
      <div className="grid grid-cols-2 gap-2.5">
        <TextField
          label={words.seconds}
          unit={words.secondsUnit}
          inputMode="decimal"
          placeholder="—"
          value={draft.seconds}
          onChange={(event) => edit({ seconds: event.target.value })}
          hint={cost === null ? undefined : strings.playground.estimate(credits(cost))}
          error={isLength(draft.seconds, MOST_SECONDS) ? undefined : words.secondsWrong}
        />
        <TextField
          label={words.count}
          inputMode="numeric"
          placeholder="1"
          className="num"
          value={draft.count}
          onChange={(event) => edit({ count: event.target.value })}
          error={isWhole(draft.count, 1, MOST_FILMS) ? undefined : words.countWrong}
        />
        <OneOf label={words.aspect} options={ASPECTS} value={draft.aspect} onChange={(aspect) => edit({ aspect })} />
        <OneOf
          label={words.resolution}
          options={RESOLUTIONS}
          value={draft.resolution}
          onChange={(resolution) => edit({ resolution })}
        />
        <TextField
          label={words.size}
          placeholder="1280x720"
          value={draft.size}
          onChange={(event) => edit({ size: event.target.value })}
          error={isSize(draft.size) ? undefined : words.sizeWrong}
        />
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
      <FirstFrameField image={draft.image} keyId={draft.key} onChange={(image) => edit({ image })} />
    </>
  );
}

/** A choice that may be left to the model. */
export function OneOf<Value extends string>(props: {
  label: string;
  options: readonly Value[];
  value: Value | "";
  onChange: (value: Value | "") => void;
}) {
  const id = `one-of-${props.label.toLowerCase()}`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <GroupLabel id={id}>{props.label}</GroupLabel>
      <Choice<Value | typeof UNSET>
        labelledBy={id}
        className="h-8"
        value={props.value || UNSET}
        onChange={(value) => props.onChange(value === UNSET ? "" : value)}
        options={[{ value: UNSET, label: words.unset }, ...props.options.map((value) => ({ value, label: value }))]}
      />
    </div>
  );
}

function useEstimate({ model, seconds, count }: VideoDraft): string | null {
  const asked = useModelsOf("video").own.find(({ id }) => id === model);
  if (!asked || !isLength(seconds, MOST_SECONDS) || !isWhole(count, 1, MOST_FILMS)) return null;
  return estimateOf(asked, { seconds: numberIn(seconds), count: numberIn(count) ?? 1 });
}
