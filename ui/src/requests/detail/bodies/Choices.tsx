/** One of a few ways to see the same thing, side by side. */
export function Choices<Value extends string>(props: {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      role="group"
      aria-label={props.label}
      className="inline-flex h-6 overflow-hidden rounded-control border border-line-subtle"
    >
      {props.options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
          className="border-line-subtle border-r px-2 text-meta text-subtle last:border-r-0 hover:text-text focus-visible:-outline-offset-2 aria-pressed:bg-active aria-pressed:text-text"
        >
          {label}
        </button>
      ))}
    </div>
  );
}
