import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useId } from "react";
import type { Preset } from "../api/types";
import { GroupLabel } from "../parts/Field";
import { strings } from "../strings";
import { PRESET_LIMITS } from "./draft";

/** Ready-made limits, in one row, with a word on the one that is chosen. */
export function PresetPicker(props: { options: readonly Preset[]; value: Preset; onChange: (preset: Preset) => void }) {
  const label = useId();
  return (
    <div className="flex flex-col gap-1">
      <GroupLabel id={label}>{strings.keys.form.preset}</GroupLabel>
      <RadioGroup
        aria-labelledby={label}
        value={props.value}
        onValueChange={(value) => props.onChange(value as Preset)}
        className="flex h-8 w-max overflow-hidden rounded-control border border-line-input"
      >
        {props.options.map((preset, index) => (
          <Radio.Root
            key={preset}
            value={preset}
            render={<span />}
            className={`flex items-center gap-1.5 border-line px-3 text-subtle select-none ${index > 0 ? "border-l" : ""} hover:text-text focus-visible:-outline-offset-2 data-checked:bg-active data-checked:font-medium data-checked:text-text`}
          >
            {strings.keys.presets[preset]}
            {PRESET_LIMITS[preset] !== null && (
              <span className="text-subtlest tabular-nums">{PRESET_LIMITS[preset]}</span>
            )}
          </Radio.Root>
        ))}
      </RadioGroup>
      <p className="text-meta text-subtlest">{strings.keys.form.presetText[props.value]}</p>
    </div>
  );
}
