import { useSyncExternalStore } from "react";
import { remember, remembered } from "../host/remembered";

const THEMES = ["system", "light", "dark", "contrast"] as const;
const DENSITIES = ["normal", "compact", "roomy"] as const;
const MOTIONS = ["system", "reduced"] as const;

/** How this window looks. Kept in the window, not in the gateway: two people may look at one gateway. */
export interface Appearance {
  theme: (typeof THEMES)[number];
  density: (typeof DENSITIES)[number];
  motion: (typeof MOTIONS)[number];
  /** Percent. */
  zoom: number;
}

const ROW_REM: Record<Appearance["density"], number> = { compact: 1.75, normal: 2, roomy: 2.5 };

/** The steps of Ctrl + and Ctrl −. */
export const ZOOMS = [80, 90, 100, 110, 125, 150] as const;
const NO_ZOOM = 100;
const ROOT_PX = 16;

let appearance = read();
const readers = new Set<() => void>();

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => appearance,
  );
}

/** Changes the look at once, and for the next start. */
export function changeAppearance(change: Partial<Appearance>): void {
  appearance = { ...appearance, ...change };
  for (const [name, value] of Object.entries(change)) remember(name, String(value));
  apply();
}

/** One step larger or smaller. */
export function zoomBy(step: 1 | -1): void {
  const from = appearance.zoom;
  const next = step > 0 ? ZOOMS.find((zoom) => zoom > from) : ZOOMS.findLast((zoom) => zoom < from);
  if (next !== undefined) changeAppearance({ zoom: next });
}

export function resetZoom(): void {
  changeAppearance({ zoom: NO_ZOOM });
}

/** The height of a table's row in px: what `--row-height` says, for lists that place their rows themselves. */
export function useRowHeight(): number {
  const { density, zoom } = useAppearance();
  return Math.round((ROW_REM[density] * ROOT_PX * zoom) / NO_ZOOM);
}

/** Draws the page as chosen and keeps following the system. Called once, before the first draw. */
export function startAppearance(): void {
  appearance = read();
  apply();
  window.matchMedia("(prefers-contrast: more)").addEventListener("change", apply);
}

function apply(): void {
  const { dataset, style } = document.documentElement;
  const { theme, density, motion, zoom } = appearance;
  // Light and dark follow the system in CSS alone; more contrast is a palette of its own.
  const shown = theme === "system" && window.matchMedia("(prefers-contrast: more)").matches ? "contrast" : theme;
  if (shown === "system") delete dataset.theme;
  else dataset.theme = shown;
  dataset.density = density;
  dataset.motion = motion;
  style.fontSize = zoom === NO_ZOOM ? "" : `${zoom}%`;
  for (const reader of readers) reader();
}

function read(): Appearance {
  const zoom = Number(remembered("zoom"));
  return {
    theme: oneOf(THEMES, remembered("theme")),
    density: oneOf(DENSITIES, remembered("density")),
    motion: oneOf(MOTIONS, remembered("motion")),
    zoom: ZOOMS.find((each) => each === zoom) ?? NO_ZOOM,
  };
}

function oneOf<Word extends string>(words: readonly [Word, ...Word[]], found: string | null): Word {
  return words.find((word) => word === found) ?? words[0];
}
