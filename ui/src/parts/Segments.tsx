import { Tabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

/** Tabs that look like one segmented control. The panels are the caller's (`Tabs.Panel`). */
export function Segments<Value extends string>(props: {
  label: string;
  options: readonly { value: Value; label: string }[];
}) {
  return (
    <Tabs.List
      aria-label={props.label}
      className="inline-flex h-7 shrink-0 overflow-hidden rounded-control border border-line"
    >
      {props.options.map((option) => (
        <Tabs.Tab
          key={option.value}
          value={option.value}
          className="border-line border-r px-2.5 text-subtle last:border-r-0 hover:text-text focus-visible:-outline-offset-2 data-active:bg-active data-active:font-medium data-active:text-text"
        >
          {option.label}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}

export function SegmentedTabs<Value extends string>(props: {
  value: Value;
  onChange: (value: Value) => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Tabs.Root
      value={props.value}
      onValueChange={(value) => props.onChange(value as Value)}
      className={props.className}
    >
      {props.children}
    </Tabs.Root>
  );
}
