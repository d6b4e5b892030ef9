import { Choice } from "../../parts/Choice";
import { GroupLabel, TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { Suggested } from "../Suggested";
import {
  ANSWERS,
  BACKGROUNDS,
  FORMATS,
  type ImagesDraft,
  isCount,
  isSeed,
  isSize,
  MOST_DRAFTS,
  QUALITIES,
  SIZES,
} from "./trade";

const words = strings.playground.images;
const UNSET = "unset";

/** How it is drawn, and as what it comes. */
export function ImageOptions(props: { draft: ImagesDraft; edit: (change: Partial<ImagesDraft>) => void }) {
  const { draft, edit } = props;
  return (
    <div className="grid grid-cols-2 gap-2.5">
      <TextField
        label={words.count}
        placeholder="1"
        inputMode="numeric"
        className="num"
        value={draft.count}
        onChange={(event) => edit({ count: event.target.value })}
        error={isCount(draft.count) ? undefined : words.countWrong}
      />
      <Suggested
        label={words.size}
        placeholder={words.unset}
        known={SIZES}
        value={draft.size}
        onChange={(size) => edit({ size })}
        error={isSize(draft.size) ? undefined : words.sizeWrong}
      />
      <OneOf name="quality" known={QUALITIES} {...props} />
      <OneOf name="background" known={BACKGROUNDS} {...props} />
      <OneOf name="format" known={FORMATS} {...props} />
      <TextField
        label={words.seed}
        placeholder={words.unset}
        title={words.seedHint}
        inputMode="numeric"
        className="num"
        value={draft.seed}
        onChange={(event) => edit({ seed: event.target.value })}
        error={isSeed(draft.seed) ? undefined : words.seedWrong}
      />
      {draft.stream ? (
        <div className="flex min-w-0 flex-col gap-1">
          <GroupLabel id="image-drafts">{words.drafts}</GroupLabel>
          <Choice
            labelledBy="image-drafts"
            className="h-8"
            value={draft.drafts}
            onChange={(drafts) => edit({ drafts })}
            options={Array.from({ length: MOST_DRAFTS + 1 }, (_, value) => ({ value, label: String(value) }))}
          />
        </div>
      ) : (
        <div className="flex min-w-0 flex-col gap-1">
          <GroupLabel id="image-answer">{words.answer}</GroupLabel>
          <Choice
            labelledBy="image-answer"
            className="h-8"
            value={draft.answer}
            onChange={(answer) => edit({ answer })}
            options={ANSWERS.map((value) => ({ value, label: words.answers[value] }))}
          />
        </div>
      )}
      <label className="flex h-8 items-center gap-2 self-end" title={words.streamHint}>
        <input type="checkbox" checked={draft.stream} onChange={(event) => edit({ stream: event.target.checked })} />
        {words.stream}
      </label>
    </div>
  );
}

function OneOf(props: {
  name: "quality" | "background" | "format";
  known: readonly string[];
  draft: ImagesDraft;
  edit: (change: Partial<ImagesDraft>) => void;
}) {
  const { name, known, draft, edit } = props;
  const id = `image-${name}`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <GroupLabel id={id}>{words[name]}</GroupLabel>
      <Choice
        labelledBy={id}
        className="h-8"
        value={draft[name] || UNSET}
        onChange={(value) => edit({ [name]: value === UNSET ? "" : value })}
        options={[{ value: UNSET, label: words.unset }, ...known.map((value) => ({ value, label: value }))]}
      />
    </div>
  );
}
