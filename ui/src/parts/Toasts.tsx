import { X } from "lucide-react";
import { strings } from "../strings";
import { Button, IconButton } from "./Button";
import { holdToasts, settle, useToasts } from "./undo";

/** What has just been done, at the foot of the window, with the way to take it back. */
export function Toasts() {
  const toasts = useToasts();
  return (
    <section
      aria-label={strings.undo.region}
      aria-live="polite"
      onPointerEnter={() => holdToasts(true)}
      onPointerLeave={() => holdToasts(false)}
      onFocus={() => holdToasts(true)}
      onBlur={() => holdToasts(false)}
      className="pointer-events-none fixed right-4 bottom-4 z-20 flex w-[min(26rem,calc(100vw-2rem))] flex-col items-end gap-2"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="appear pointer-events-auto flex min-h-10 max-w-full items-center gap-3 rounded-card border border-line bg-raised py-1.5 pr-1.5 pl-3.5 shadow-popup"
        >
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{toast.text}</span>
          {toast.undo && <Button onClick={toast.undo}>{strings.undo.undo}</Button>}
          <IconButton label={strings.close} onClick={() => settle(toast.id)}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
    </section>
  );
}
