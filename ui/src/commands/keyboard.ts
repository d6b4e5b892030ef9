import { useEffect } from "react";
import { belongsToTyping, chordOf } from "./chord";
import { runChord } from "./registry";

/**
 * Listens for the keys of all commands. Plain keys are left alone while somebody types, and all of them while a dialog
 * or a menu is open, which has keys of its own.
 */
export function useKeyboard(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || inPopup()) return;
      const chord = chordOf(event);
      if (chord === null || (belongsToTyping(chord) && isTyping(event.target))) return;
      if (pressesControl(chord, event.target)) return;
      if (runChord(chord, event)) event.preventDefault();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

export function inPopup(): boolean {
  return document.querySelector("[role=dialog],[role=alertdialog],[role=menu],[role=listbox]") !== null;
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, [contenteditable=true]")
  );
}

/** A focused button means itself. */
function pressesControl(chord: string, target: EventTarget | null): boolean {
  if (chord !== "Space" && chord !== "Enter") return false;
  return target instanceof Element && target.closest("button, a, input, select, summary, [role=tab]") !== null;
}

/** Does the focused element use the arrow keys itself (tabs, a slider, a text)? */
export function usesArrows(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input, textarea, [role=tab], [role=separator], [role=combobox], [role=radio]")
  );
}
