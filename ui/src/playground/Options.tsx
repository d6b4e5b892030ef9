import { Button } from "../parts/Button";
import { Choice } from "../parts/Choice";
import { Field, TextField } from "../parts/Field";
import { strings } from "../strings";
import type { Problem } from "./body";
import { type Draft, type Format, PARAMETERS, type Parameter } from "./draft";
import { counted, FurtherFields } from "./FurtherFields";
import { GrowingText } from "./GrowingText";
import { JsonField } from "./JsonField";
import { Section } from "./Section";
import { SimulateSection } from "./SimulateSection";

const words = strings.playground;

const EXAMPLE_TOOLS = `[
  {
    "type": "function",
    "function": {
      "name": "get_toll",
      "description": "The toll of a road, in euros.",
      "parameters": {
        "type": "object",
        "properties": {
          "road": { "type": "string" },
          "axles": { "type": "integer" }
        },
        "required": ["road"]
      }
    }
  }
]`;

interface Props {
  draft: Draft;
  problems: readonly Problem[];
  edit: (change: (draft: Draft) => Draft) => void;
}

/** What goes with the messages: parameters, tools, the form of the answer. Nothing is sent that is not set. */
export function Options(props: Props) {
  const { draft, problems, edit } = props;
  const set = (change: Partial<Draft>) => edit((now) => ({ ...now, ...change }));
  const problem = (field: Problem["field"]) => problems.find((each) => each.field === field);
  const chosen = PARAMETERS.filter((name) => draft.parameters[name].trim() !== "").length;
  const { format } = draft;
  return (
    <div className="flex flex-col">
      <Section
        title={words.parameters.title}
        value={chosen === 0 ? words.parameters.none : words.parameters.set(chosen)}
        wrong={PARAMETERS.some((name) => problem(name))}
      >
        <Parameters {...props} />
      </Section>
      <Section
        title={words.tools.title}
        value={counted(draft.tools, words.tools.none, words.tools.count)}
        wrong={problem("tools") !== undefined}
      >
        <JsonField
          label={words.tools.label}
          hint={words.tools.hint}
          shape={words.tools.shape}
          value={draft.tools}
          onChange={(tools) => set({ tools })}
          problem={problem("tools")}
        />
        {draft.tools.trim() === "" && (
          <Button className="self-start" onClick={() => set({ tools: EXAMPLE_TOOLS })}>
            {words.tools.example}
          </Button>
        )}
      </Section>
      <Section
        title={words.format.title}
        value={words.format.kinds[format.kind]}
        wrong={problem("schema") !== undefined}
      >
        <FormatFields format={format} onChange={(next) => set({ format: next })} problem={problem("schema")} />
      </Section>
      <FurtherFields
        value={draft.extra}
        hint={words.extra.hint}
        onChange={(extra) => set({ extra })}
        problem={problem("extra")}
      />
      <SimulateSection value={draft.simulate} onChange={(simulate) => set({ simulate })} />
    </div>
  );
}

function Parameters({ draft, problems, edit }: Props) {
  const { names, hints, number, unset, efforts } = words.parameters;
  const set = (name: Parameter, text: string) =>
    edit((now) => ({ ...now, parameters: { ...now.parameters, [name]: text } }));
  const value = (name: Parameter) => draft.parameters[name];
  return (
    <div className="grid grid-cols-2 gap-2.5">
      {(["temperature", "top_p", "max_completion_tokens", "seed"] as const).map((name) => (
        <TextField
          key={name}
          label={names[name]}
          hint={hints[name]}
          placeholder={unset}
          inputMode="decimal"
          className="num"
          value={value(name)}
          onChange={(event) => set(name, event.target.value)}
          error={problems.some((each) => each.field === name) ? number : undefined}
        />
      ))}
      <Field label={names.stop} hint={hints.stop}>
        {({ id, describedBy }) => (
          <GrowingText
            id={id}
            aria-describedby={describedBy}
            placeholder={unset}
            value={value("stop")}
            onChange={(event) => set("stop", event.target.value)}
            className="min-h-8 font-mono text-meta"
          />
        )}
      </Field>
      <div className="flex min-w-0 flex-col gap-1">
        <span id="playground-effort" className="text-meta text-subtle">
          {names.reasoning_effort}
        </span>
        <Choice
          labelledBy="playground-effort"
          className="h-8"
          value={value("reasoning_effort") || "unset"}
          onChange={(effort) => set("reasoning_effort", effort === "unset" ? "" : effort)}
          options={[
            { value: "unset", label: unset },
            ...[...new Set([...efforts, value("reasoning_effort")])]
              .filter((effort) => effort !== "")
              .map((effort) => ({ value: effort, label: effort })),
          ]}
        />
      </div>
    </div>
  );
}

function FormatFields(props: { format: Format; onChange: (format: Format) => void; problem: Problem | undefined }) {
  const { format, onChange } = props;
  return (
    <>
      <Choice
        label={words.format.kind}
        value={format.kind}
        onChange={(kind) => onChange({ ...format, kind })}
        options={(["text", "json_object", "json_schema"] as const).map((value) => ({
          value,
          label: words.format.kinds[value],
        }))}
      />
      {format.kind === "json_schema" && (
        <>
          <TextField
            label={words.format.name}
            value={format.name}
            onChange={(event) => onChange({ ...format, name: event.target.value })}
          />
          <JsonField
            label={words.format.schema}
            shape={words.format.shape}
            value={format.schema}
            onChange={(schema) => onChange({ ...format, schema })}
            problem={props.problem}
          />
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={format.strict}
              onChange={(event) => onChange({ ...format, strict: event.target.checked })}
            />
            {words.format.strict}
          </label>
        </>
      )}
    </>
  );
}
