import { useEffect, useRef } from "react";

/** `false` leaves the key to whatever has the focus. */
type Shortcut = (event: KeyboardEvent) => unknown;
type Shortcuts = Record<string, Shortcut>;

/**
 * Keys of the screen that is open: `n`, `/`, `Escape`, `Ctrl+1`. Plain keys are left alone while somebody types,
 * and all of them while a dialog or a menu is open, which has keys of its own.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || inPopup()) return;
      const modified = event.ctrlKey || event.metaKey;
      const act = latest.current[modified ? `Ctrl+${event.key}` : event.key];
      if (!act || event.altKey || (!modified && isTyping(event.target))) return;
      if (act(event) !== false) event.preventDefault();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function inPopup(): boolean {
  return document.querySelector("[role=dialog],[role=menu],[role=listbox]") !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, [contenteditable=true]")
  );
}

/** Does the focused element use the arrow keys itself (tabs, a slider, a text)? */
export function usesArrows(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input, textarea, [role=tab], [role=separator], [role=combobox], [role=radio]")
  );
}
