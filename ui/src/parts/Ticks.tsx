import { useId } from "react";

/** Any number of a few. */
export function Ticks<Value extends string>(props: {
  label: string;
  hint?: string;
  mono?: boolean;
  options: readonly { value: Value; label: string }[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
}) {
  const hint = useId();
  return (
    <fieldset aria-describedby={props.hint && hint} className="min-w-0">
      <legend className="text-meta text-subtle">{props.label}</legend>
      <div className="mt-1 flex max-h-36 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
        {props.options.map((option) => (
          <label key={option.value} className="flex min-h-6 items-center gap-1.5">
            <input
              type="checkbox"
              className="size-3.5 accent-[var(--accent-fill)]"
              checked={props.value.includes(option.value)}
              onChange={(event) =>
                props.onChange(
                  event.target.checked
                    ? [...props.value, option.value]
                    : props.value.filter((value) => value !== option.value),
                )
              }
            />
            <span className={props.mono ? "font-mono text-meta" : ""}>{option.label}</span>
          </label>
        ))}
      </div>
      {props.hint && (
        <p id={hint} className="mt-1 text-meta text-subtlest">
          {props.hint}
        </p>
      )}
    </fieldset>
  );
}
