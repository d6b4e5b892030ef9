import { invoke, isTauri } from "@tauri-apps/api/core";
import { forgetToken, rememberedToken } from "./browser";

/** Where the gateway's admin API is, and what opens it. */
export interface Connection {
  /** Ends in `/admin`, without a slash. */
  adminUrl: string;
  adminToken: string;
}

/** Why the app's own gateway does not serve. */
export type Trouble = PortTaken | { kind: "other"; message: string };

/** Another program listens at the address. What the system does not tell is null. */
export interface PortTaken {
  kind: "address_in_use";
  address: string;
  process: string | null;
  pid: number | null;
  /** It is another Turnpike. */
  turnpike: boolean;
  next_free: string | null;
  /** The environment names the address, so that no setting moves it. */
  fixed: boolean;
}

/** The app's own gateway does not serve. */
export class NotServing extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.kind === "other" ? trouble.message : trouble.address);
  }
}

/** True in the app's own window, false in a browser. */
export const inWindow = isTauri();

/**
 * The connection, or null when a browser has not been given the token yet. `at`: where the app's gateway is to serve in
 * this run when its usual address is taken.
 */
export async function connect(at: string | null = null): Promise<Connection | null> {
  if (inWindow) {
    try {
      const made = await invoke<{ admin_url: string; admin_token: string }>("connection", { at });
      return { adminUrl: made.admin_url, adminToken: made.admin_token };
    } catch (trouble) {
      throw new NotServing(isTrouble(trouble) ? trouble : { kind: "other", message: String(trouble) });
    }
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

function isTrouble(thrown: unknown): thrown is Trouble {
  return typeof thrown === "object" && thrown !== null && "kind" in thrown;
}
