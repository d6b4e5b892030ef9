import { Select } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";

export interface Option<Value> {
  value: Value;
  label: string;
  hint?: string;
}

/** One of a few. The name is said by `label`, or by the element that `labelledBy` names. */
export function Choice<Value extends string | number>(props: {
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  label?: string;
  labelledBy?: string;
  mono?: boolean;
  className?: string;
}) {
  const font = props.mono ? "font-mono text-meta" : "";
  return (
    <Select.Root
      items={props.options}
      value={props.value}
      onValueChange={(value) => value !== null && props.onChange(value)}
    >
      <Select.Trigger
        aria-label={props.label}
        aria-labelledby={props.labelledBy}
        className={`flex h-7 min-w-0 items-center justify-between gap-2 rounded-control border border-line-input bg-surface pr-2 pl-2.5 text-left hover:bg-hover ${font} ${props.className ?? ""}`}
      >
        <Select.Value className="truncate" />
        <Select.Icon>
          <ChevronDown size={14} aria-hidden className="text-subtlest" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-10 outline-none">
          <Select.Popup className="max-h-[min(360px,var(--available-height))] min-w-[var(--anchor-width)] overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-popup outline-none">
            <Select.List>
              {props.options.map((option) => (
                <Select.Item
                  key={option.value}
                  value={option.value}
                  className="flex h-7 cursor-default items-center gap-2 rounded-[4px] pr-3 pl-2 outline-none select-none data-highlighted:bg-active"
                >
                  <span className="w-4 shrink-0">
                    <Select.ItemIndicator>
                      <Check size={14} aria-hidden className="text-accent" />
                    </Select.ItemIndicator>
                  </span>
                  <Select.ItemText className={font}>{option.label}</Select.ItemText>
                  {option.hint && <span className="ml-auto pl-4 text-meta text-subtlest">{option.hint}</span>}
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
