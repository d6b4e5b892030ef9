import { useEffect, useState } from "react";

const STEP_MS = 100;

/** Milliseconds since `from`, counted while it is there. */
export function useElapsed(from: number | null): number | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (from === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, [from]);
  return from === null ? null : Math.max(0, now - from);
}
