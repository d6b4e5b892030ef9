import { strings } from "../strings";
import type { Problem } from "./body";
import { JsonField } from "./JsonField";
import { readJson } from "./json";
import { Section } from "./Section";

const words = strings.playground.extra;

/** Fields that the API takes and the panel has no place for. */
export function FurtherFields(props: {
  value: string;
  hint: string;
  onChange: (text: string) => void;
  problem: Problem | undefined;
}) {
  return (
    <Section
      title={words.title}
      value={counted(props.value, words.none, words.count)}
      wrong={props.problem !== undefined}
    >
      <JsonField
        label={words.label}
        hint={props.hint}
        shape={words.shape}
        value={props.value}
        onChange={props.onChange}
        problem={props.problem}
      />
    </Section>
  );
}

/** How much is in this JSON, in words. */
export function counted(text: string, none: string, some: (n: number) => string): string {
  if (text.trim() === "") return none;
  const { value } = readJson(text);
  const size = value && typeof value === "object" ? Object.keys(value).length : 0;
  return size === 0 ? none : some(size);
}
