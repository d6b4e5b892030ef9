import { type ReactNode, useEffect, useState } from "react";
import { strings } from "../strings";
import { Button } from "./Button";
import { Notice } from "./Notice";

const PATIENCE_MS = 500;

/** Grey bars in the place of rows, after half a second: what comes sooner needs no announcement. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!waited) return null;
  return (
    <div role="status" aria-label={strings.loading} className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-8 items-center gap-4 border-b border-line-subtle px-2.5">
          <span className="h-2 w-16 rounded-full bg-active" />
          <span className="h-2 w-12 rounded-full bg-active" />
          <span className="h-2 max-w-60 flex-1 rounded-full bg-active" />
          <span className="ml-auto h-2 w-14 rounded-full bg-active" />
        </div>
      ))}
    </div>
  );
}

/** What could not be loaded, why, and the way to try again. */
export function LoadFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Notice tone="danger" action={<Button onClick={onRetry}>{strings.retry}</Button>}>
      {strings.loadFailed} {error.message}
    </Notice>
  );
}

/** Nothing here yet: one sentence, one action. */
export function Empty(props: { title: string; text: string; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <p className="font-semibold text-section">{props.title}</p>
      <p className="text-subtle">{props.text}</p>
      {props.action && <div className="mt-3">{props.action}</div>}
    </div>
  );
}
