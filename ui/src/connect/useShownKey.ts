import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import { keysQuery, statusQuery } from "../api/queries";
import type { Key } from "../api/types";
import { useMadeSecret } from "./made-secret";

/** The key for the examples: with its secret while that is still known, else only what it looks like. */
export function useShownKey(): { key: Key; secret: string | null } | { key: null; loading: boolean } {
  const { client } = useGateway();
  const status = useQuery(statusQuery(client)).data;
  const keys = useQuery(keysQuery(client)).data;
  const made = useMadeSecret();
  if (!keys || !status) return { key: null, loading: true };
  const usable = keys.filter((key) => !key.disabled && (key.expires_at === null || key.expires_at > Date.now()));
  for (const known of [made, status.first_key]) {
    const key = known && usable.find((each) => each.id === known.id);
    if (key) return { key, secret: known.secret };
  }
  const key = usable[0];
  return key ? { key, secret: null } : { key: null, loading: false };
}

/** `tp-ab12cd34-••••••••w9x8`: enough to tell which one it is. */
export function masked(secret: string): string {
  const start = secret.split("-").slice(0, 2).join("-");
  return `${start}-••••••••${secret.slice(-4)}`;
}
