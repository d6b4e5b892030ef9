/** One press with what was held: `n`, `?`, `Mod+k`, `Alt+ArrowUp`, `Shift+Enter`. `Mod` is Ctrl, and ⌘ on a Mac. */
export type Chord = string;

export const onMac = /Mac|iPhone|iPad/.test(navigator.platform);

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The chord of a press, or null while only modifiers are down. */
export function chordOf(press: Press): Chord | null {
  if (["Control", "Meta", "Alt", "Shift", "AltGraph", "Dead"].includes(press.key)) return null;
  const key = keyOf(press);
  const letter = key.length > 1 || /[a-z0-9]/.test(key);
  const held = [
    (onMac ? press.metaKey : press.ctrlKey) && "Mod",
    press.altKey && "Alt",
    // What a symbol needs to be typed at all differs between keyboards: `?` is `?`.
    press.shiftKey && letter && "Shift",
  ];
  return [...held.filter((part) => part !== false), key].join("+");
}

function keyOf({ key, code }: Press): string {
  if (key === " ") return "Space";
  // Letters of other alphabets: the place on the keyboard counts, as everywhere.
  if (key.length === 1 && key > "~" && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

const SIGNS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  "-": "−",
};
const MAC_SIGNS: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧", Enter: "↩", Backspace: "⌫" };

/** How a chord is written on the keys: `Ctrl K`, `⌘K`. */
export function written(chord: Chord): string {
  const parts = partsOf(chord);
  if (onMac) return parts.map((part) => MAC_SIGNS[part] ?? sign(part)).join("");
  return parts.map((part) => (part === "Mod" ? "Ctrl" : sign(part))).join(" ");
}

function sign(key: string): string {
  return SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** As `aria-keyshortcuts` wants it. */
export function spoken(chord: Chord): string {
  const named = (part: string) => (part === "Mod" ? (onMac ? "Meta" : "Control") : part === "+" ? "Plus" : part);
  return partsOf(chord).map(named).join("+");
}

function partsOf(chord: Chord): string[] {
  const held = /^(?:(?:Mod|Alt|Shift)\+)*/.exec(chord)?.[0] ?? "";
  return [...held.split("+").filter(Boolean), chord.slice(held.length)];
}

const EDITING = /^Mod\+[acvxyz]$|^Mod\+Shift\+[vz]$|^Mod\+(Shift\+)?(Arrow.*|Backspace|Delete|Home|End)$/;

/** What a text field does itself, and every plain key. */
export function belongsToTyping(chord: Chord): boolean {
  return !/^(Mod|Alt)\+/.test(chord) || EDITING.test(chord);
}
