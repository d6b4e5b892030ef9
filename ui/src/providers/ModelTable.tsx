import type { Model } from "../api/types";
import { rate, UNKNOWN } from "../format/numbers";
import { strings } from "../strings";
import { SANDBOX } from "./draft";
import { RowMenu } from "./RowMenu";

const words = strings.providers;
const ENTRIES = [
  { action: "edit", name: words.menu.edit },
  { action: "delete", name: words.menu.delete, danger: true },
] as const;

export type ModelAction = (typeof ENTRIES)[number]["action"];

/** The names that clients may ask for, and whom each one leads to. */
export function ModelTable(props: { models: readonly Model[]; onAct: (model: Model, action: ModelAction) => void }) {
  return (
    <table className="w-full table-fixed">
      <colgroup>
        <col />
        <col className="w-[10%]" />
        <col className="w-[15%] max-[1180px]:hidden" />
        <col className="w-[92px]" />
        <col className="w-[19%]" />
        <col className="w-[146px]" />
        <col className="w-[112px] max-[1000px]:hidden" />
        <col className="w-[48px]" />
      </colgroup>
      <thead>
        <tr className="h-[30px] border-b border-line-subtle text-left text-meta text-subtlest [&>th]:px-2.5 [&>th]:font-medium">
          <th scope="col">{words.models.columns.id}</th>
          <th scope="col">{words.models.columns.provider}</th>
          <th scope="col" className="max-[1180px]:hidden">
            {words.models.columns.upstream}
          </th>
          <th scope="col">{words.models.columns.kind}</th>
          <th scope="col">{words.models.columns.fallbacks}</th>
          <th scope="col" className="num">
            {words.models.columns.price}
          </th>
          <th scope="col" className="max-[1000px]:hidden">
            {words.models.columns.source}
          </th>
          <th scope="col">
            <span className="sr-only">{words.models.columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.models.map((model) => (
          <tr
            key={model.id}
            data-model-id={model.id}
            className="h-9 border-b border-line-subtle hover:bg-hover [&>td]:truncate [&>td]:px-2.5 [&>th]:truncate [&>th]:px-2.5"
          >
            <th scope="row" className="text-left font-medium font-mono text-meta select-text" title={model.id}>
              {model.id}
            </th>
            <td className="text-subtle" title={model.provider}>
              {model.provider}
            </td>
            <td className="font-mono text-meta text-subtle max-[1180px]:hidden" title={model.upstream}>
              {model.upstream}
            </td>
            <td className="text-subtle">{model.kind}</td>
            <td className="font-mono text-meta text-subtle" title={model.fallbacks.join(" → ")}>
              {model.fallbacks.length === 0 ? UNKNOWN : model.fallbacks.join(" → ")}
            </td>
            <td className="num">
              <PriceCell model={model} />
            </td>
            <td className="text-meta text-subtle max-[1000px]:hidden" title={model.price_source ?? undefined}>
              {model.price_source ?? UNKNOWN}
            </td>
            <td className="!overflow-visible">
              {model.provider !== SANDBOX && (
                <RowMenu
                  label={words.menu.label(model.id)}
                  entries={ENTRIES}
                  onAct={(action) => props.onAct(model, action)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PriceCell({ model: { price, price_source: source } }: { model: Model }) {
  if (price === null) return <span className="text-subtlest">{strings.credits.unpriced}</span>;
  const { input, output, per_request: perRequest } = price;
  const shown = (text: string | null) => (text === null ? UNKNOWN : rate(text));
  return (
    <span title={perRequest === null ? (source ?? undefined) : words.models.perRequest(perRequest)}>
      {words.models.price(shown(input), shown(output))}
    </span>
  );
}
