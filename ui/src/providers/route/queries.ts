import { queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type RouteTarget = Schemas["TargetView"];
export type RoutePreview = Schemas["Preview"];

/** A request that is not sent. */
export interface Question {
  model: string;
  /** Null: the window's own. */
  key: string | null;
  down: readonly string[];
  needs: readonly string[];
}

/** Cooldowns end while somebody looks. */
const OFTEN = 5_000;

export const routeQuery = (client: AdminClient, { model, key, down, needs }: Question) =>
  queryOptions({
    queryKey: ["route", model, key, down, needs],
    queryFn: () => {
      const query = { model, ...(key ? { key } : {}), ...listed("down", down), ...listed("needs", needs) };
      return answer<RoutePreview>(client.GET("/route", { params: { query } }));
    },
    refetchInterval: OFTEN,
    placeholderData: (before) => before,
  });

function listed(name: "down" | "needs", values: readonly string[]) {
  return values.length === 0 ? {} : { [name]: values.join(",") };
}
