/** Small choices about the look of this window (a width, a closed card), kept across starts. Nothing else. */
export function remembered(name: string): string | null {
  try {
    return window.localStorage.getItem(`turnpike.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    window.localStorage.setItem(`turnpike.${name}`, value);
  } catch {
    // A full or forbidden store costs the choice, not the window.
  }
}
