import { useState } from "react";
import { Field } from "../../parts/Field";
import { strings } from "../../strings";
import { useNote } from "./mutations";

const words = strings.requests.detail.note;
const LONGEST = 2_000;

/** What the user wants to remember of this request; kept when the field is left. */
export function Note({ id, note }: { id: string; note: string | null }) {
  const [typed, setTyped] = useState(note ?? "");
  const save = useNote(id);
  const changed = typed.trim() !== (note ?? "");
  const state = save.isPending ? words.saving : save.isSuccess && !changed ? strings.saved : words.hint;
  return (
    <Field label={words.label} hint={state} error={save.error?.message}>
      {({ id: field, describedBy, invalid }) => (
        <textarea
          id={field}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          rows={2}
          maxLength={LONGEST}
          value={typed}
          placeholder={words.placeholder}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => changed && save.mutate(typed)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && changed) save.mutate(typed);
            if (event.key !== "Escape") return;
            // It leaves the field, not the request.
            event.preventDefault();
            event.currentTarget.blur();
          }}
          className="field-sizing-content max-h-60 min-h-14 w-full resize-y rounded-control border border-line-input bg-surface px-2.5 py-1.5 focus-visible:-outline-offset-1"
        />
      )}
    </Field>
  );
}
