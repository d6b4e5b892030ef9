import { useState } from "react";
import type { Model, Provider } from "../../api/types";
import { type Open, OpenDialog } from "../../providers/Dialogs";
import { usePastedKey } from "../../providers/key/usePastedKey";

/** A key that is pasted anywhere on the page becomes a provider, without a detour. It is kept nowhere on the way. */
export function PastedKey(props: {
  providers: readonly Provider[];
  models: readonly Model[];
  onProvider: (id: string) => void;
}) {
  const [open, setOpen] = useState<Open | null>(null);
  usePastedKey(open ? null : (apiKey) => setOpen({ is: "add", apiKey }));
  if (!open) return null;
  function show(next: Open) {
    if (next.is === "test") props.onProvider(next.provider.id);
    setOpen(next);
  }
  return (
    <OpenDialog open={open} providers={props.providers} models={props.models} show={show} close={() => setOpen(null)} />
  );
}
