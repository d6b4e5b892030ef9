import { Autocomplete } from "@base-ui/react/autocomplete";
import { Field } from "../parts/Field";

/** A word: one of those that are known, or any other. */
export function Suggested(props: {
  label: string;
  known: readonly string[];
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
  placeholder?: string;
}) {
  const { known, value, onChange } = props;
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {({ id, describedBy, invalid }) => (
        <Autocomplete.Root items={known} value={value} onValueChange={onChange} mode="none" openOnInputClick>
          <Autocomplete.Input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            spellCheck={false}
            placeholder={props.placeholder}
            className={`h-8 w-full rounded-control border bg-surface px-2.5 focus-visible:-outline-offset-1 ${invalid ? "border-danger" : "border-line-input"}`}
          />
          <Autocomplete.Portal>
            <Autocomplete.Positioner sideOffset={4} className="z-10 outline-none">
              <Autocomplete.Popup className="max-h-[min(300px,var(--available-height))] w-(--anchor-width) overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-popup outline-none data-empty:hidden">
                <Autocomplete.List>
                  {(item: string) => (
                    <Autocomplete.Item
                      key={item}
                      value={item}
                      className="flex h-7 cursor-default items-center rounded-[4px] px-2 outline-none select-none data-highlighted:bg-active"
                    >
                      {item}
                    </Autocomplete.Item>
                  )}
                </Autocomplete.List>
              </Autocomplete.Popup>
            </Autocomplete.Positioner>
          </Autocomplete.Portal>
        </Autocomplete.Root>
      )}
    </Field>
  );
}
