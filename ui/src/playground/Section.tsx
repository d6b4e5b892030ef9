import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { strings } from "../strings";

const words = strings.playground;

/** A part that is folded away, with what it is set to beside its name. */
export function Section(props: {
  title: string;
  value: string;
  wrong?: boolean;
  look?: string | undefined;
  children: ReactNode;
}) {
  return (
    <details className="group border-b border-line-subtle last:border-b-0">
      <summary className="flex h-9 cursor-default list-none items-center gap-1.5 rounded-control px-1 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-subtlest group-open:rotate-90" />
        <span className="font-medium">{props.title}</span>
        <span className={`ml-auto truncate text-meta ${props.wrong ? "text-danger" : (props.look ?? "text-subtle")}`}>
          {props.wrong ? words.json.wrong : props.value}
        </span>
      </summary>
      <div className="flex flex-col gap-2.5 px-1 pt-1 pb-3">{props.children}</div>
    </details>
  );
}
