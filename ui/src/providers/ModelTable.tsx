import type { Model } from "../api/types";
import { rate, UNKNOWN } from "../format/numbers";
import { Menu } from "../parts/Menu";
import { rowClass, Table, type TableColumn } from "../parts/Table";
import { strings } from "../strings";
import { SANDBOX } from "./draft";

const words = strings.providers;

const COLUMNS: readonly TableColumn[] = [
  { id: "id", head: words.models.columns.id },
  { id: "provider", head: words.models.columns.provider, width: "w-[10%]" },
  { id: "upstream", head: words.models.columns.upstream, width: "w-[15%]", when: "@max-[58.75rem]:hidden" },
  { id: "kind", head: words.models.columns.kind, width: "w-[5.75rem]" },
  { id: "fallbacks", head: words.models.columns.fallbacks, width: "w-[19%]" },
  { id: "price", head: words.models.columns.price, width: "w-[9.125rem]", numeric: true },
  { id: "source", head: words.models.columns.source, width: "w-[7rem]", when: "@max-[47.5rem]:hidden" },
  { id: "actions", head: words.models.columns.actions, width: "w-[3rem]", hiddenHead: true },
];

const ENTRIES = [
  { action: "edit", name: words.menu.edit },
  { action: "delete", name: words.menu.delete, danger: true },
] as const;

export type ModelAction = (typeof ENTRIES)[number]["action"];

/** The names that clients may ask for, and whom each one leads to. */
export function ModelTable(props: { models: readonly Model[]; onAct: (model: Model, action: ModelAction) => void }) {
  return (
    <Table columns={COLUMNS}>
      {props.models.map((model) => (
        <tr key={model.id} data-model-id={model.id} className={rowClass()}>
          <th scope="row" className="text-left font-medium font-mono text-meta select-text" title={model.id}>
            {model.id}
          </th>
          <td className="text-subtle" title={model.provider}>
            {model.provider}
          </td>
          <td className="font-mono text-meta text-subtle @max-[58.75rem]:hidden" title={model.upstream}>
            {model.upstream}
          </td>
          <td className="text-subtle">{model.kind}</td>
          <td className="font-mono text-meta text-subtle" title={model.fallbacks.join(" → ")}>
            {model.fallbacks.length === 0 ? UNKNOWN : model.fallbacks.join(" → ")}
          </td>
          <td className="num">
            <PriceCell model={model} />
          </td>
          <td className="text-meta text-subtle @max-[47.5rem]:hidden" title={model.price_source ?? undefined}>
            {model.price_source ?? UNKNOWN}
          </td>
          <td className="!overflow-visible">
            {model.provider !== SANDBOX && (
              <Menu
                label={words.menu.label(model.id)}
                entries={ENTRIES}
                onAct={(action) => props.onAct(model, action)}
              />
            )}
          </td>
        </tr>
      ))}
    </Table>
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
