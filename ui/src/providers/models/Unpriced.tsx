import type { Model } from "../../api/types";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { isUnpriced } from "./draft";

const words = strings.providers.models;

/** Says which models serve without being charged, and leads to the first one's price. */
export function Unpriced({ models, onSet }: { models: readonly Model[]; onSet: (model: Model) => void }) {
  const unpriced = models.filter(isUnpriced);
  const [first] = unpriced;
  if (!first) return null;
  return (
    <div className="mb-2">
      <Notice tone="warning" action={<Button onClick={() => onSet(first)}>{words.setPrice}</Button>}>
        {words.unpriced(unpriced.length, first.id)}
      </Notice>
    </div>
  );
}
