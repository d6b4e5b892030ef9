import { useEffect, useState } from "react";
import { remember, remembered } from "../../host/remembered";
import { allDone, type Steps } from "./steps";

const SLOT = "first-steps";

/**
 * Are the first steps shown? Until they are done or hidden, and again when asked for. What is done while somebody looks
 * stays on the screen until the next visit: nothing jumps away under a click.
 */
export function useFirstSteps(steps: Steps | undefined, asked: boolean, onHide: () => void) {
  const [shown, setShown] = useState<boolean>();
  const done = steps !== undefined && allDone(steps);
  if (shown === undefined && steps !== undefined) setShown(!done && remembered(SLOT) !== "hidden");
  useEffect(() => {
    if (done) remember(SLOT, "hidden");
  }, [done]);
  return {
    shown: asked || shown === true,
    hide() {
      setShown(false);
      remember(SLOT, "hidden");
      onHide();
    },
  };
}
