import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useGateway } from "../../api/gateway";
import { vendorsQuery } from "../mutations";
import { keyIn, vendorsOf } from "./guess";

const FIELDS = "input, textarea, [contenteditable]";

/** Calls back with a vendor's key that is pasted anywhere but into a field. Nothing keeps it. */
export function usePastedKey(onKey: ((key: string) => void) | null) {
  const { client } = useGateway();
  const cache = useQueryClient();
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  const wanted = onKey !== null;
  useEffect(() => {
    if (!wanted) return;
    async function paste(event: ClipboardEvent) {
      if (event.target instanceof Element && event.target.closest(FIELDS)) return;
      const key = keyIn(event.clipboardData?.getData("text") ?? "");
      if (key === null) return;
      // Where the vendors are not known, nobody's key is.
      const vendors = await cache.ensureQueryData(vendorsQuery(client)).catch(() => []);
      if (vendorsOf(key, vendors).length > 0) latest.current?.(key);
    }
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [wanted, client, cache]);
}
