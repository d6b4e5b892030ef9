import { Field } from "../parts/Field";
import { strings } from "../strings";
import type { Problem } from "./body";
import { GrowingText } from "./GrowingText";

const words = strings.playground;

/** JSON that is typed. What is wrong with it is said with its place. */
export function JsonField(props: {
  label: string;
  hint?: string;
  value: string;
  onChange: (text: string) => void;
  problem: Problem | undefined;
  /** What it must be besides JSON. */
  shape: string;
}) {
  return (
    <Field label={props.label} hint={props.hint} error={props.problem && problemWords(props.problem, props.shape)}>
      {({ id, describedBy, invalid }) => (
        <GrowingText
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          spellCheck={false}
          most={420}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          className={`min-h-16 font-mono text-meta leading-[1.6] ${invalid ? "!border-danger" : ""}`}
        />
      )}
    </Field>
  );
}

function problemWords(problem: Problem, shape: string): string {
  if (problem.is !== "json") return shape;
  const { line, column, found } = problem.fault;
  return `${words.json.at(line, column)}, ${found === null ? words.json.ends : words.json.found(found)}`;
}
