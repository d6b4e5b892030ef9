import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useGateway } from "../../api/gateway";
import { healthQuery, modelsQuery, providersQuery } from "../../api/queries";

const NONE: never[] = [];

/** The models of this kind, and how their providers do. */
export function useModelsOf(kind: string) {
  const { client } = useGateway();
  const models = useQuery(modelsQuery(client));
  const known = useQuery(providersQuery(client)).data ?? NONE;
  const health = useQuery(healthQuery(client)).data ?? NONE;
  const providers = useMemo(() => ({ providers: known, health }), [known, health]);
  const own = useMemo(() => models.data?.filter((model) => model.kind === kind) ?? NONE, [models.data, kind]);
  return { models, own, providers };
}
