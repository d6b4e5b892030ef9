import type { ComponentType } from "react";

/** One of two or three, all in sight. With `icons` alone, the words are their names. */
export function Either<Value extends string>(props: {
  label: string;
  options: readonly { value: Value; label: string; Icon?: ComponentType<{ size: number; "aria-hidden": true }> }[];
  value: Value;
  onChange: (value: Value) => void;
  icons?: boolean;
  className?: string;
}) {
  return (
    <fieldset
      aria-label={props.label}
      className={`inline-flex h-7 shrink-0 overflow-hidden rounded-control border border-line ${props.className ?? ""}`}
    >
      {props.options.map(({ value, label, Icon }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          {...(props.icons ? { "aria-label": label, title: label } : {})}
          onClick={() => props.onChange(value)}
          className={`inline-flex items-center gap-1.5 border-line border-r text-subtle last:border-r-0 hover:text-text focus-visible:-outline-offset-2 aria-pressed:bg-active aria-pressed:font-medium aria-pressed:text-text ${props.icons ? "px-2" : "px-2.5"}`}
        >
          {Icon && <Icon size={props.icons ? 15 : 14} aria-hidden />}
          {!props.icons && label}
        </button>
      ))}
    </fieldset>
  );
}
