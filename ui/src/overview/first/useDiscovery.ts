import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useGateway } from "../../api/gateway";
import { discoveryQuery } from "../../providers/found/queries";

const AGAIN_MS = 60_000;

/** What is on this computer. Looked for again when the window is come back to, and now and then until an engine is connected. */
export function useDiscovery(wanted: boolean) {
  const { client } = useGateway();
  const query = useQuery({
    ...discoveryQuery(client),
    enabled: wanted,
    refetchInterval: ({ state }) => {
      const connected = state.data?.engines.some((engine) => engine.state === "serving" && engine.provider);
      return connected ? false : AGAIN_MS;
    },
  });
  const { refetch } = query;
  useEffect(() => {
    if (!wanted) return;
    const look = () => void refetch();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [wanted, refetch]);
  return query;
}
