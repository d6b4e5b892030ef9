import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { ApiError } from "./api/error";
import { GatewayProvider } from "./api/gateway";
import { type Connection, connect, disconnect, inWindow, painted } from "./host/connection";
import { Button } from "./parts/Button";
import { Notice } from "./parts/Notice";
import { makeRouter } from "./routes";
import { SignIn } from "./signin/SignIn";
import { strings } from "./strings";

type Stage = { is: "connecting" } | { is: "signedOut" } | { is: "failed"; why: string } | Ready;
type Ready = { is: "ready"; connection: Connection };

/** Finds the gateway, asks for the token where it must, then shows the screens. */
export function App() {
  const [cache] = useState(makeCache);
  const [router] = useState(() => makeRouter());
  const [stage, setStage] = useState<Stage>({ is: "connecting" });

  const start = useCallback(() => {
    connect().then(
      (connection) => setStage(connection ? { is: "ready", connection } : { is: "signedOut" }),
      (error) => setStage({ is: "failed", why: String(error) }),
    );
  }, []);
  useEffect(start, [start]);
  const drawn = stage.is !== "connecting";
  useEffect(() => {
    if (drawn) painted();
  }, [drawn]);

  const onRefused = useCallback(() => {
    disconnect();
    cache.clear();
    // In the window the token comes from the app itself: asking again is up to the user, not a loop.
    setStage(inWindow ? { is: "failed", why: strings.signIn.wrong } : { is: "signedOut" });
  }, [cache]);

  switch (stage.is) {
    case "connecting":
      return null;
    case "failed":
      return (
        <main className="p-5">
          <Notice tone="danger" action={<Button onClick={start}>{strings.app.tryAgain}</Button>}>
            {strings.app.noWindow} {stage.why}
          </Notice>
        </main>
      );
    case "signedOut":
      return <SignIn onOpen={(connection) => setStage({ is: "ready", connection })} />;
    case "ready":
      return (
        <CSPProvider disableStyleElements>
          <QueryClientProvider client={cache}>
            <GatewayProvider connection={stage.connection} onRefused={onRefused}>
              <RouterProvider router={router} />
            </GatewayProvider>
          </QueryClientProvider>
        </CSPProvider>
      );
  }
}

function makeCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The gateway is on this computer or next door: what failed once with an answer fails again.
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError),
        retryDelay: 400,
        // Otherwise a computer without a network would not even ask its own loopback address.
        networkMode: "always",
        staleTime: 2_000,
      },
      mutations: { networkMode: "always" },
    },
  });
}
