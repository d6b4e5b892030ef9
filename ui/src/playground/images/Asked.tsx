import { credits } from "../../format/numbers";
import { Either } from "../../parts/Either";
import { Field } from "../../parts/Field";
import { strings } from "../../strings";
import { useModelsOf } from "../bench/useModelsOf";
import { GrowingText } from "../GrowingText";
import { GivenImages } from "./GivenImages";
import { countOf, type ImagesDraft, WORKS } from "./trade";

const words = strings.playground.images;

/** What is drawn or changed, and what that costs. */
export function Asked(props: { draft: ImagesDraft; edit: (change: Partial<ImagesDraft>) => void }) {
  const { draft, edit } = props;
  return (
    <>
      <div>
        <Either
          label={words.work}
          options={WORKS.map((value) => ({ value, label: words.works[value] }))}
          value={draft.work}
          onChange={(work) => edit({ work })}
        />
      </div>
      {draft.work === "edit" && <GivenImages draft={draft} onChange={(given) => edit({ given })} />}
      <Prompt {...props} />
    </>
  );
}

function Prompt({ draft, edit }: { draft: ImagesDraft; edit: (change: Partial<ImagesDraft>) => void }) {
  const rate = useModelsOf("image").own.find(({ id }) => id === draft.model)?.price?.per_image;
  const count = countOf(draft);
  return (
    <Field label={words.prompt} hint={rate ? words.costs(count, cost(rate, 1), cost(rate, count)) : undefined}>
      {({ id, describedBy }) => (
        <GrowingText
          id={id}
          data-asked
          data-prompt
          aria-describedby={describedBy}
          most={280}
          placeholder={draft.work === "edit" ? words.writeEdit : words.write}
          value={draft.prompt}
          onChange={(event) => edit({ prompt: event.target.value })}
          className="min-h-20"
        />
      )}
    </Field>
  );
}

/** A credit is a cent; prices are in dollars. */
function cost(dollars: string, count: number): string {
  return credits((Number(dollars) * 100 * count).toFixed(6));
}
