import { invoke } from "@tauri-apps/api/core";
import { inWindow } from "./connection";

/** What the app runs on. */
export interface System {
  version: string;
  os: string;
  architecture: string;
  webview: string | null;
  /** Switches for the graphics driver that are in force. */
  switches: string[];
  /** The last start's page stayed empty, so this one has switches that it had not. True once. */
  safer_now: boolean;
  /** There is an icon in the tray. */
  tray: boolean;
}

/** Null in a browser. */
export async function aboutSystem(): Promise<System | null> {
  return inWindow ? invoke<System>("about_system") : null;
}

/** Opens a folder in the system's file browser; false in a browser, which can not. */
export async function openFolder(folder: "data" | "downloads"): Promise<boolean> {
  if (!inWindow) return false;
  await invoke("open_folder", { folder });
  return true;
}

/** Opens a page on the web, in the user's browser. Only https. */
export async function openLink(url: string): Promise<void> {
  if (new URL(url).protocol !== "https:") throw new Error("Only https pages are opened.");
  if (inWindow) await invoke("open_link", { url });
  else window.open(url, "_blank", "noopener,noreferrer");
}
