import { strings } from "../strings";

const words = strings.settings.wrong;

/** What is wrong with a whole number from 1 to `most`. */
export function numberTrouble(text: string, most: number): string | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= 1 && value <= most ? undefined : words.number(most);
}

/** An origin as a browser sends it: scheme and host, no path. Apps have schemes of their own, so any will do. */
export function originTrouble(text: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/@?#]+$/i.test(text) ? undefined : words.origin;
}

/** A name or an address, with a port where clients name one. */
export function hostTrouble(text: string): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?$/i.test(text) ? undefined : words.host;
}

export function proxyTrouble(text: string): string | undefined {
  if (text === "") return undefined;
  if (text.includes("@")) return words.proxyName;
  return /^(https?|socks5h?):\/\/[^\s/@?#]+\/?$/i.test(text) ? undefined : words.proxy;
}
