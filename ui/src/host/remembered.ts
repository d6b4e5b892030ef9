/** What this window keeps across starts: choices about its look, and what was being written. Never a secret. */
export function remembered(name: string): string | null {
  try {
    return window.localStorage.getItem(`turnpike.${name}`);
  } catch {
    return null;
  }
}

/** False when the store is full or forbidden: that costs what was to be kept, not the window. */
export function remember(name: string, value: string): boolean {
  try {
    window.localStorage.setItem(`turnpike.${name}`, value);
    return true;
  } catch {
    return false;
  }
}
