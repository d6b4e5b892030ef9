import { invoke, isTauri } from "@tauri-apps/api/core";
import { forgetToken, rememberedToken } from "./browser";

/** Where the gateway's admin API is, and what opens it. */
export interface Connection {
  /** Ends in `/admin`, without a slash. */
  adminUrl: string;
  adminToken: string;
}

/** True in the app's own window, false in a browser. */
export const inWindow = isTauri();

/** The connection, or null when a browser has not been given the token yet. */
export async function connect(): Promise<Connection | null> {
  if (inWindow) {
    const made = await invoke<{ admin_url: string; admin_token: string }>("connection");
    return { adminUrl: made.admin_url, adminToken: made.admin_token };
  }
  const token = rememberedToken();
  return token === null ? null : browserConnection(token);
}

/** The connection of a page that the gateway itself serves. */
export function browserConnection(adminToken: string): Connection {
  return { adminUrl: `${window.location.origin}/admin`, adminToken };
}

/** Says that the page has drawn itself, so that the app shows its window. Not in an animation frame: none comes while it is hidden. */
export function painted(): void {
  if (inWindow) void invoke("painted");
}

/** Called when the gateway refuses the token: the next `connect` asks again. */
export function disconnect(): void {
  if (!inWindow) forgetToken();
}
