import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";

/** A labelled line of a form, with a hint or what is wrong with it. */
export function Field(props: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: (ids: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode;
}) {
  const id = useId();
  const text = props.error ?? props.hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-meta text-subtle">
        {props.label}
      </label>
      {props.children({ id, describedBy: text ? `${id}-text` : undefined, invalid: props.error !== undefined })}
      {text && (
        <p id={`${id}-text`} className={`text-meta ${props.error ? "text-danger" : "text-subtlest"}`}>
          {text}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<ComponentProps<"input">, "id"> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What the figure means, at the right end. */
  unit?: string | undefined;
};

export function TextField({ label, hint, error, unit, className = "", ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <div className="relative">
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            autoComplete="off"
            spellCheck={false}
            className={`h-8 w-full focus-visible:-outline-offset-1 rounded-control border bg-surface px-2.5 ${invalid ? "border-danger" : "border-line-input"} ${unit ? "pr-24" : ""} ${className}`}
            {...rest}
          />
          {unit && (
            <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-meta text-subtlest">
              {unit}
            </span>
          )}
        </div>
      )}
    </Field>
  );
}

/** A word above something that is not one input. */
export function GroupLabel({ id, children }: { id: string; children: ReactNode }) {
  return (
    <span id={id} className="text-meta text-subtle">
      {children}
    </span>
  );
}
