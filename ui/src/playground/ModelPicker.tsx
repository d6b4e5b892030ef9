import type { Model } from "../api/types";
import { Picker } from "../parts/Picker";
import { strings } from "../strings";
import { type Providers, priceWords, troubleOf } from "./price";

const words = strings.playground;

/** A model, found by a few letters of its name or of its provider's. */
export function ModelPicker(props: {
  label: string;
  models: readonly Model[];
  providers: Providers;
  value: string;
  onChange: (model: string) => void;
}) {
  const { models, providers } = props;
  return (
    <Picker
      label={props.label}
      items={models.map((model) => ({ value: model.id, label: model.id, also: model.provider, model }))}
      value={props.value}
      onChange={props.onChange}
      search={words.modelFilter}
      nothing={models.length === 0 ? strings.loading : words.noModel}
      placeholder={props.value}
      look="bare"
      mono
      row={({ model }) => <Row model={model} trouble={troubleOf(model, providers)} />}
    />
  );
}

function Row({ model, trouble }: { model: Model; trouble: string | null }) {
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-meta">{model.id}</span>
        <span className="flex gap-2 text-meta text-subtle">
          <span className="truncate">{model.provider}</span>
          {trouble && <span className="shrink-0 text-warning">{trouble}</span>}
        </span>
      </span>
      <span className="shrink-0 text-meta text-subtle tabular-nums">{priceWords(model)}</span>
    </>
  );
}
