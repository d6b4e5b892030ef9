import { strings } from "../strings";

const words = strings.settings.server;

/** Where the gateway listens unless it is told. */
export const USUAL = { host: "127.0.0.1", port: 4180 };
export const EVERYWHERE = "0.0.0.0";

export interface Listen {
  host: string;
  port: number;
}

/** `127.0.0.1:4180`, `[::1]:4180`; null is the usual one. */
export function readListen(text: string | null): Listen {
  const at = text?.lastIndexOf(":") ?? -1;
  const port = Number(text?.slice(at + 1));
  return text === null || at < 0 || !port ? USUAL : { host: text.slice(0, at), port };
}

export function writeListen({ host, port }: Listen): string | null {
  return host === USUAL.host && port === USUAL.port ? null : `${host}:${port}`;
}

/** Does this address let only this computer in? */
export function isLoopback(host: string): boolean {
  return host.startsWith("127.") || host === "[::1]";
}

export function portTrouble(text: string): string | undefined {
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65_535 ? undefined : words.portWrong;
}
