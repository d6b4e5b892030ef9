import { Field } from "../../parts/Field";
import { GrowingText } from "../GrowingText";

/** What is to be made. */
export function PromptField(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (prompt: string) => void;
}) {
  return (
    <Field label={props.label}>
      {({ id }) => (
        <GrowingText
          id={id}
          data-asked
          most={240}
          placeholder={props.placeholder}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          className="min-h-20"
        />
      )}
    </Field>
  );
}
