import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const TONES = {
  info: { look: "bg-info-soft text-info", Icon: Info },
  warning: { look: "bg-warning-soft text-warning", Icon: TriangleAlert },
  danger: { look: "bg-danger-soft text-danger", Icon: CircleAlert },
};

/** A sentence that needs attention, and at most one action. */
export function Notice(props: { tone: keyof typeof TONES; children: ReactNode; action?: ReactNode }) {
  const { look, Icon } = TONES[props.tone];
  return (
    <div
      role={props.tone === "danger" ? "alert" : "status"}
      className={`flex ${props.action ? "items-center" : "items-start"} gap-2.5 rounded-control px-3 py-2 ${look}`}
    >
      <Icon size={15} aria-hidden className={`shrink-0 ${props.action ? "" : "mt-0.5"}`} />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">{props.children}</div>
      {props.action}
    </div>
  );
}
