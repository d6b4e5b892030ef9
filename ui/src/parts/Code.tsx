import type { ReactNode } from "react";

/** Text to copy, as it is: scrolls sideways, and can be selected. `label` names it for those who do not see it. */
export function Code(props: { label: string; children: ReactNode; className?: string; testId?: string | undefined }) {
  return (
    <section
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={`overflow-x-auto rounded-control border border-line-subtle bg-canvas px-3.5 py-2.5 ${props.className ?? ""}`}
    >
      <pre data-testid={props.testId} className="w-max font-mono text-meta leading-[1.65] select-text">
        {props.children}
      </pre>
    </section>
  );
}
