import { TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { isDimensions } from "./trade";

const words = strings.playground.embeddings;

/** How long the vectors are to be. */
export function Dimensions({ value, onChange }: { value: string; onChange: (dimensions: string) => void }) {
  return (
    <TextField
      label={words.dimensions}
      inputMode="numeric"
      className="num"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={words.dimensionsHint}
      error={isDimensions(value) ? undefined : words.dimensionsWrong}
    />
  );
}
