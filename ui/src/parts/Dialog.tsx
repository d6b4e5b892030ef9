import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { strings } from "../strings";
import { IconButton } from "./Button";

const FIELDS = "input:not([disabled]), textarea:not([disabled]), [role=combobox]";

/**
 * A question or a form over the page. It begins at its first field, or else at its first button, which never does harm.
 * Esc and the cross close it; the focus goes back where it was.
 */
export function Dialog(props: {
  title: string;
  text?: string;
  /** For what is looked at, rather than read. */
  wide?: boolean;
  /** Where the focus goes then, if not where it was. */
  after?: () => HTMLElement | null;
  onClose: () => void;
  children: ReactNode;
}) {
  const content = useRef<HTMLDivElement>(null);
  const first = () =>
    content.current?.querySelector<HTMLElement>(FIELDS) ??
    content.current?.querySelector<HTMLElement>("button") ??
    true;
  return (
    <Base.Root open onOpenChange={(open) => !open && props.onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 bg-backdrop" />
        <Base.Popup
          initialFocus={first}
          finalFocus={() => props.after?.() ?? true}
          className={`appear fixed left-1/2 -translate-x-1/2 flex ${props.wide ? "top-6 max-h-[calc(100vh-48px)] w-[min(60rem,calc(100vw-2rem))]" : "top-[max(24px,10vh)] max-h-[calc(100vh-max(48px,14vh))] w-[min(32.5rem,calc(100vw-2rem))]"} flex-col rounded-card border border-line bg-raised shadow-popup outline-none`}
        >
          <div className="flex items-center gap-3 px-4 pt-3.5 pb-1">
            <Base.Title className="min-w-0 flex-1 truncate font-semibold text-section">{props.title}</Base.Title>
            <Base.Close render={<IconButton label={strings.close} className="-mr-1.5" />}>
              <X size={16} aria-hidden />
            </Base.Close>
          </div>
          <div ref={content} className="flex min-h-0 flex-col overflow-y-auto px-4 pb-4">
            {props.text && <Base.Description className="mb-3 text-subtle">{props.text}</Base.Description>}
            {props.children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The buttons of a dialog, the one that acts last. They stay in sight while the rest scrolls. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-4 z-1 -mx-4 mt-1 -mb-4 flex items-center justify-end gap-2 rounded-b-card bg-raised px-4 pt-3 pb-4">
      {children}
    </div>
  );
}
