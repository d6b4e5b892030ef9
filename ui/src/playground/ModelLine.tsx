import type { Model } from "../api/types";
import { strings } from "../strings";
import { type Providers, priceOf, priceWords, troubleOf } from "./price";

const words = strings.playground;

/** Whose model it is, what it costs, and whether it can be asked now. */
export function ModelLine(props: { model: Model | undefined; known: boolean; providers: Providers }) {
  const { model, providers } = props;
  if (!model) return <p className="h-[18px] text-meta text-warning">{props.known ? words.modelGone : ""}</p>;
  const price = priceOf(model);
  const title = price
    ? words.priceLong(price.input, price.output)
    : model.price
      ? undefined
      : strings.credits.unpricedWhy;
  const trouble = troubleOf(model, providers);
  return (
    <p className="flex flex-wrap gap-x-2 text-meta text-subtle tabular-nums">
      <span className="min-w-0 truncate">{model.provider}</span>
      <span title={title}>{priceWords(model)}</span>
      {trouble && <span className="text-warning">{trouble}</span>}
    </p>
  );
}
