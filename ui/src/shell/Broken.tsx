import type { ErrorComponentProps } from "@tanstack/react-router";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";

/** Shown in the place of a screen that threw. */
export function Broken({ error }: ErrorComponentProps) {
  return (
    <div className="p-5">
      <Notice tone="danger" action={<Button onClick={() => window.location.reload()}>{strings.app.reload}</Button>}>
        {strings.app.broken} {error instanceof Error ? error.message : String(error)}
      </Notice>
    </div>
  );
}
