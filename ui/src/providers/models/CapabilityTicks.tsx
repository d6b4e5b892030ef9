import { useId } from "react";
import type { Model } from "../../api/types";
import { Choice } from "../../parts/Choice";
import { GroupLabel } from "../../parts/Field";
import { Ticks } from "../../parts/Ticks";
import { strings } from "../../strings";
import { CAPABILITIES, type Capability, capabilitiesOf } from "./draft";

const words = strings.providers.models;

/** What a model can do: as it is known, or as the user says, who wins. */
export function CapabilityTicks(props: {
  model: Model;
  /** Null: as it is known. */
  value: readonly Capability[] | null;
  onChange: (value: readonly Capability[] | null) => void;
}) {
  const { model, value, onChange } = props;
  const known = capabilitiesOf(model);
  const label = useId();
  return (
    <div className="flex flex-col gap-1">
      <GroupLabel id={label}>{words.can}</GroupLabel>
      <Choice
        labelledBy={label}
        className="!h-8"
        value={value === null ? "known" : "own"}
        onChange={(whose) => onChange(whose === "known" ? null : (known ?? []))}
        options={[
          { value: "known", label: words.asKnown, hint: known === null ? words.unknown : undefined },
          { value: "own", label: words.asTicked },
        ]}
      />
      {value !== null && (
        <Ticks
          label={words.canBesides}
          hint={words.canHint}
          options={CAPABILITIES.map((each) => ({ value: each, label: words.capabilities[each] }))}
          value={value}
          onChange={onChange}
        />
      )}
    </div>
  );
}
