import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { Connection } from "../host/connection";
import { type AdminClient, adminClient } from "./client";
import { type LiveState, openLive } from "./live";
import { liveCache } from "./live-cache";

interface Gateway {
  connection: Connection;
  client: AdminClient;
  live: LiveState;
  retryNow(): void;
}

const GatewayContext = createContext<Gateway | null>(null);

/** Gives every screen below the typed client and keeps the stream of events open. */
export function GatewayProvider(props: { connection: Connection; onRefused: () => void; children: ReactNode }) {
  const { connection, onRefused, children } = props;
  const cache = useQueryClient();
  const client = useMemo(() => adminClient(connection), [connection]);
  const [live, setLive] = useState<LiveState>({ is: "connecting" });
  const retry = useRef<() => void>(() => undefined);

  useEffect(() => {
    const screens = liveCache(cache, client);
    const stream = openLive(connection, {
      ...screens,
      onState(state) {
        setLive(state);
        if (state.is === "refused") onRefused();
      },
    });
    retry.current = stream.retryNow;
    return () => {
      stream.stop();
      screens.stop();
    };
  }, [connection, cache, client, onRefused]);

  const gateway = useMemo(
    () => ({ connection, client, live, retryNow: () => retry.current() }),
    [connection, client, live],
  );
  return <GatewayContext value={gateway}>{children}</GatewayContext>;
}

export function useGateway(): Gateway {
  const gateway = useContext(GatewayContext);
  if (!gateway) throw new Error("useGateway outside of GatewayProvider");
  return gateway;
}
