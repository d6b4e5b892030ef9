import type { Model } from "../../api/types";
import { compact, count, rateInCredits, UNKNOWN } from "../../format/numbers";
import { Glyph } from "../../parts/Glyph";
import { Menu, type MenuEntry } from "../../parts/Menu";
import { MIDDLE, NARROW, rowClass, Table, type TableColumn } from "../../parts/Table";
import { panelFor } from "../../playground/panels";
import { strings } from "../../strings";
import { SANDBOX } from "../draft";
import { Capabilities } from "./Capabilities";
import { isFree, isUnpriced, mediaRate, sourceOf } from "./draft";
import { Withdrawn } from "./Withdrawn";

const words = strings.providers;

/** Where there is room for what is good to know. */
const WIDE = "@max-[72rem]:hidden";

const COLUMNS: readonly TableColumn[] = [
  { id: "id", head: words.models.columns.id },
  { id: "provider", head: words.models.columns.provider, width: "w-[7rem] @max-[47.5rem]:w-[6rem]" },
  { id: "kind", head: words.models.columns.kind, width: "w-[5.75rem]", when: MIDDLE },
  { id: "can", head: words.models.columns.can, width: "w-[8.25rem]", when: NARROW },
  { id: "context", head: words.models.columns.context, width: "w-[5rem]", numeric: true, when: MIDDLE },
  { id: "input", head: words.models.columns.input, width: "w-[5rem]", numeric: true },
  { id: "output", head: words.models.columns.output, width: "w-[5rem]", numeric: true },
  { id: "cached", head: words.models.columns.cached, width: "w-[4.5rem]", numeric: true, when: NARROW },
  { id: "source", head: words.models.columns.source, width: "w-[5.25rem]", when: WIDE },
  { id: "fallbacks", head: words.models.columns.fallbacks, width: "w-[16%]" },
  { id: "actions", head: words.models.columns.actions, width: "w-[2.75rem]", hiddenHead: true },
];

export type ModelAction = "edit" | "route" | "requests" | "playground" | "delete";

/** The names that clients may ask for, whom each one leads to, and what a million tokens cost. */
export function ModelTable(props: { models: readonly Model[]; onAct: (model: Model, action: ModelAction) => void }) {
  return (
    <Table columns={COLUMNS} label={words.models.title}>
      {props.models.map((model) => (
        <tr key={model.id} data-model-id={model.id} className={rowClass()}>
          <th
            scope="row"
            className="text-left font-medium"
            title={model.upstream === model.id ? model.id : words.models.called(model.id, model.upstream)}
          >
            <span className="flex min-w-0 items-center gap-1.5">
              <span className="truncate font-mono text-meta select-text">{model.id}</span>
              <Withdrawn model={model} />
            </span>
          </th>
          <td className="text-subtle" title={model.provider}>
            {model.provider}
          </td>
          <td className={`text-subtle ${MIDDLE}`}>{model.kind}</td>
          <td className={NARROW}>
            <Capabilities model={model} />
          </td>
          <td className={`num text-subtle ${MIDDLE}`} title={limitsOf(model)}>
            {model.context_length === null ? UNKNOWN : compact(model.context_length)}
          </td>
          <Price model={model} onSet={() => props.onAct(model, "edit")} />
          <td className={`text-meta text-subtle ${WIDE}`} title={model.price_source ?? undefined}>
            {words.models.sources[sourceOf(model)]}
          </td>
          <td className="text-subtle">
            {model.fallbacks.length === 0 ? (
              UNKNOWN
            ) : (
              <button
                type="button"
                title={`${model.fallbacks.join(" → ")}\n${words.menu.route}`}
                onClick={() => props.onAct(model, "route")}
                className="block max-w-full truncate rounded-[4px] font-mono text-meta hover:underline focus-visible:-outline-offset-2"
              >
                {model.fallbacks.join(" → ")}
              </button>
            )}
          </td>
          <td className="!overflow-visible !px-1">
            <Menu
              label={words.menu.label(model.id)}
              entries={entriesOf(model)}
              onAct={(action) => props.onAct(model, action)}
            />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Price({ model, onSet }: { model: Model; onSet: () => void }) {
  const { price } = model;
  if (price === null || isUnpriced(model)) {
    return (
      <>
        <td colSpan={2}>
          <span className="flex h-[1lh] items-center justify-end gap-1.5 text-meta text-warning">
            <Glyph shape="triangle" />
            {strings.credits.unpriced}
            <button
              type="button"
              aria-label={words.models.setPriceOf(model.id)}
              onClick={onSet}
              className="rounded-[4px] text-accent underline-offset-3 hover:underline focus-visible:-outline-offset-1"
            >
              {words.models.setPrice}
            </button>
          </span>
        </td>
        <td className={`num text-subtlest ${NARROW}`}>{UNKNOWN}</td>
      </>
    );
  }
  if (isFree(price)) {
    return (
      <>
        <td colSpan={2} className="num text-subtle">
          {words.models.costsNothing}
        </td>
        <td className={`num text-subtlest ${NARROW}`}>{UNKNOWN}</td>
      </>
    );
  }
  const media = mediaRate(price);
  if (media !== null) {
    return (
      <>
        <td colSpan={2} className="num">
          {words.models[media.per](rateInCredits(media.rate))}
        </td>
        <td className={`num text-subtlest ${NARROW}`}>{UNKNOWN}</td>
      </>
    );
  }
  const perRequest = price.per_request === null ? undefined : words.models.perRequest(price.per_request);
  return (
    <>
      <td className="num" title={perRequest}>
        {rateInCredits(price.input)}
      </td>
      <td className="num" title={perRequest}>
        {rateInCredits(price.output)}
      </td>
      <td className={`num ${NARROW}`}>{rateInCredits(price.cached_input)}</td>
    </>
  );
}

function limitsOf({ context_length: takes, max_output: makes }: Model): string | undefined {
  const known = [
    takes === null ? [] : words.models.takes(count(takes)),
    makes === null ? [] : words.models.makes(count(makes)),
  ];
  return known.flat().join("\n") || undefined;
}

/** What the sandbox has is as it is. */
function entriesOf(model: Model): MenuEntry<ModelAction>[] {
  const fixed = model.provider === SANDBOX;
  return [
    ...(fixed ? [] : [{ action: "edit" as const, name: words.menu.edit }]),
    { action: "route", name: words.menu.route },
    { action: "requests", name: words.menu.requests },
    ...(panelFor(model.kind) ? [{ action: "playground" as const, name: words.menu.playground }] : []),
    ...(fixed ? [] : [{ action: "delete" as const, name: words.menu.delete, danger: true, apart: true }]),
  ];
}
