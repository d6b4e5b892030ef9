import { invoke } from "@tauri-apps/api/core";
import { inWindow } from "./connection";
import type { OnClose } from "./questions";

/** What the user prefers of the app on this computer. */
export interface Preferences {
  /** What closing the window does; null: it asks. */
  on_close: OnClose | null;
  /** Null: the system does not say. */
  start_at_login: boolean | null;
}

/** The preferences after the change; null in a browser, which has no app to prefer things of. */
export async function preferences(change: Partial<Preferences> = {}): Promise<Preferences | null> {
  return inWindow ? invoke<Preferences>("preferences", { change }) : null;
}

/** Tells the app how its window looks, so that the next one has its colour before there is a page. */
export function tellTheme(theme: "system" | "light" | "dark" | "contrast"): void {
  if (inWindow) void invoke("preferences", { change: { theme } });
}
