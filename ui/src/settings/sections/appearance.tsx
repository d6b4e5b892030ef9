import { type Appearance, changeAppearance, useAppearance, ZOOMS } from "../../shell/appearance";
import { strings } from "../../strings";
import { ChoiceControl } from "../controls";
import type { ControlProps, Section } from "../rows";

const words = strings.settings.appearance;

/** A row for one of the choices about the look. It shows what it did, so nothing says "Saved". */
function look<Name extends keyof Appearance>(
  name: Name,
  options: readonly { value: Appearance[Name]; label: string }[],
) {
  return function Look(props: ControlProps) {
    const value = useAppearance()[name];
    return (
      <ChoiceControl
        {...props}
        options={options}
        value={value}
        onChange={(to) => changeAppearance({ [name]: to } as Partial<Appearance>)}
      />
    );
  };
}

function named<Value extends string>(names: Record<Value, string>): { value: Value; label: string }[] {
  return (Object.keys(names) as Value[]).map((value) => ({ value, label: names[value] }));
}

const zooms = ZOOMS.map((zoom) => ({ value: zoom as number, label: `${zoom} %` }));

export const appearance: Section = {
  id: "appearance",
  title: words.title,
  rows: [
    { id: "theme", ...words.rows.theme, applies: "window", Control: look("theme", named(words.themes)) },
    { id: "density", ...words.rows.density, applies: "window", Control: look("density", named(words.densities)) },
    { id: "zoom", ...words.rows.zoom, applies: "window", Control: look("zoom", zooms) },
    { id: "motion", ...words.rows.motion, applies: "window", Control: look("motion", named(words.motions)) },
  ],
};
