import { SIMULATIONS, type Simulation } from "../api/try";
import { Choice } from "../parts/Choice";
import { strings } from "../strings";
import { Section } from "./Section";

const words = strings.playground.simulate;

/** What is to go wrong, so that the rest of the chain can be seen at work. */
export function SimulateSection(props: { value: Simulation | null; onChange: (value: Simulation | null) => void }) {
  return (
    <Section
      title={words.title}
      value={words.kinds[props.value ?? "off"]}
      // Easily forgotten, and then nothing works.
      look={props.value ? "text-warning" : undefined}
    >
      <p className="text-meta text-subtle">{words.text}</p>
      <Choice<Simulation | "off">
        label={words.title}
        value={props.value ?? "off"}
        onChange={(kind) => props.onChange(kind === "off" ? null : kind)}
        options={(["off", ...SIMULATIONS] as const).map((value) => ({ value, label: words.kinds[value] }))}
      />
    </Section>
  );
}
