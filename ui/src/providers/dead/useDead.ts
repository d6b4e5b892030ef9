import { type QueryClient, queryOptions, skipToken, useQuery } from "@tanstack/react-query";
import { useGateway } from "../../api/gateway";
import { healthQuery, providersQuery } from "../../api/queries";
import { useNow } from "../../format/time";
import { type Dead, deadOf } from "./dead";

type Tested = Readonly<Record<string, number>>;

/** When each provider last answered a test of this window: the log only knows what requests met. */
const testedQuery = queryOptions<Tested>({ queryKey: ["tested"], queryFn: skipToken });
const NONE: Tested = {};

/** Providers that serve nothing now. */
export function useDead(): Dead[] {
  const { client } = useGateway();
  const { data: providers = [] } = useQuery(providersQuery(client));
  const { data: health = [] } = useQuery(healthQuery(client));
  const { data: tested = NONE } = useQuery(testedQuery);
  return deadOf({ providers, health, tested, now: useNow() });
}

export function rememberAnswer(cache: QueryClient, id: string): void {
  cache.setQueryData<Tested>(testedQuery.queryKey, (before) => ({ ...before, [id]: Date.now() }));
}
