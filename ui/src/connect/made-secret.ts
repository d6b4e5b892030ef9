import { type QueryClient, useQuery } from "@tanstack/react-query";

// A secret just made stays in this page's memory, so that the examples on the Overview can be copied whole.
const SLOT = ["made-secret"];

interface MadeSecret {
  id: string;
  secret: string;
}

export function keepMadeSecret(cache: QueryClient, made: MadeSecret): void {
  cache.setQueryData(SLOT, made);
}

export function useMadeSecret(): MadeSecret | null {
  const { data } = useQuery<MadeSecret | null>({
    queryKey: SLOT,
    queryFn: () => null,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}
