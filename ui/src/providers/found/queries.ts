import { queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Engine = Schemas["EngineView"];
export type Variable = Schemas["VariableView"];
interface Discovery {
  engines: Engine[];
  environment: Variable[];
}

const A_MINUTE = 60_000;

/** What is on this computer already. Asked again when the window is looked at, and now and then while nothing serves. */
export const discoveryQuery = (client: AdminClient) =>
  queryOptions({
    queryKey: ["discovery"],
    queryFn: () => answer<Discovery>(client.GET("/discovery")),
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) =>
      state.data?.engines.some((engine) => engine.state === "serving") ? false : A_MINUTE,
  });
