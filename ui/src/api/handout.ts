import type { Connection } from "../host/connection";
import { sentError, Unreachable } from "./error";

/** Where the gateway hands out images that have no address of their own. */
const HANDED_OUT = /\/v1\/(images\/content\/[\w-]+)$/;

/** Is this address the gateway's own? `api` is where its /v1 is. */
export function isHandout(url: string, api: string): boolean {
  return url.startsWith(`${api}/`) && HANDED_OUT.test(url);
}

/** The image at such an address, fetched the way that the window reaches everything. */
export async function fetchHandout(connection: Connection, url: string, signal: AbortSignal): Promise<Blob> {
  const [, path] = HANDED_OUT.exec(url) ?? [];
  const headers = { authorization: `Bearer ${connection.adminToken}` };
  const response = await fetch(`${connection.adminUrl}/try/v1/${path}`, { headers, signal }).catch((error) => {
    throw signal.aborted ? error : new Unreachable(error);
  });
  if (!response.ok) throw sentError(response.status, await response.json().catch(() => null));
  return response.blob();
}
