import type { AdminClient } from "./client";

/** A broken screen may throw on every frame: the log needs to hear of it, not drown in it. */
const MOST_REPORTS = 20;

/** Sends errors of this page to the gateway's log. Gives back the way to stop. */
export function reportErrors(client: AdminClient): () => void {
  let sent = 0;
  const report = (message: string) => {
    sent += 1;
    if (sent > MOST_REPORTS) return;
    client.POST("/client-log", { body: { level: "error", message: message.slice(0, 2000) } }).catch(() => undefined);
  };
  const onError = (event: ErrorEvent) => report(`${event.message} at ${event.filename}:${event.lineno}`);
  const onRejection = (event: PromiseRejectionEvent) => report(`unhandled: ${String(event.reason)}`);
  window.addEventListener("error", onError);
  window.addEventListener("unhandledrejection", onRejection);
  return () => {
    window.removeEventListener("error", onError);
    window.removeEventListener("unhandledrejection", onRejection);
  };
}
