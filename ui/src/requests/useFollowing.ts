import { type RefObject, useEffect, useRef } from "react";
import { useRowHeight } from "../shell/appearance";
import type { useLog } from "./useLog";

/** Do new rows come in on top? Not while somebody reads further down: nothing may move under them. */
export function useFollowing(log: ReturnType<typeof useLog>, scroller: RefObject<HTMLElement | null>) {
  const { setFollowing } = log;
  const following = log.data?.following ?? true;
  const rowHeight = useRowHeight();
  const scrolledAway = useRef(false);

  // The list starts at its top each time it is opened.
  useEffect(() => setFollowing(true), [setFollowing]);

  function follow() {
    scrolledAway.current = false;
    setFollowing(true);
    scroller.current?.scrollTo({ top: 0 });
  }

  function toggle() {
    if (!following) return follow();
    scrolledAway.current = false;
    setFollowing(false);
  }

  // Who comes back to the top wants to see them come in again; who paused by hand does not.
  function onScroll(top: number) {
    if (following && top > rowHeight) {
      scrolledAway.current = true;
      setFollowing(false);
    } else if (scrolledAway.current && top === 0) {
      follow();
    }
  }

  return { following, follow, toggle, onScroll };
}
