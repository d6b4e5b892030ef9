import { Button } from "../../parts/Button";
import { strings } from "../../strings";
import type { Vendor } from "../types";

const words = strings.providers.form;

/** Whose key it is, told by its beginning; where several vendors' begin alike, one of them is chosen. */
export function VendorOfKey(props: { fitting: readonly Vendor[]; value: string; onChange: (vendor: string) => void }) {
  const { fitting, value } = props;
  const [first] = fitting;
  if (!first?.key_prefix) return null;
  if (fitting.length === 1) {
    if (value !== first.id) return null;
    return (
      <p role="status" className="text-meta text-subtle">
        {words.vendorByKey(first.label, first.key_prefix)}
      </p>
    );
  }
  const question = words.vendorOfKey(first.key_prefix);
  return (
    <fieldset className="min-w-0">
      <legend className="text-meta text-subtle">{question}</legend>
      <div className="mt-1 flex flex-wrap gap-1.5">
        {fitting.map(({ id, label }) => (
          <Button
            key={id}
            aria-pressed={id === value}
            className="aria-pressed:border-accent aria-pressed:bg-active"
            onClick={() => props.onChange(id)}
          >
            {label}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
