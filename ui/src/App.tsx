import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { adminClient } from "./api/client";
import { ApiError } from "./api/error";
import { GatewayProvider } from "./api/gateway";
import { type Connection, connect, disconnect, inWindow, NotServing, painted, type Trouble } from "./host/connection";
import { tellTheme } from "./host/preferences";
import { Button } from "./parts/Button";
import { Notice } from "./parts/Notice";
import { makeRouter } from "./routes";
import { useAppearance } from "./shell/appearance";
import { PortTaken } from "./shell/PortTaken";
import { Questions } from "./shell/Questions";
import { SignIn } from "./signin/SignIn";
import { strings } from "./strings";

type Stage = { is: "connecting" } | { is: "signedOut" } | { is: "failed"; trouble: Trouble } | Ready;
type Ready = { is: "ready"; connection: Connection };

/** Finds the gateway, asks for the token where it must, then shows the screens. */
export function App() {
  const [cache] = useState(makeCache);
  const [router] = useState(() => makeRouter());
  const [stage, setStage] = useState<Stage>({ is: "connecting" });

  const start = useCallback((at: string | null = null, keep = false) => {
    open(at, keep).then(
      (connection) => setStage(connection ? { is: "ready", connection } : { is: "signedOut" }),
      (error) => setStage(failed(error)),
    );
  }, []);
  useEffect(() => start(), [start]);
  const { theme } = useAppearance();
  useEffect(() => tellTheme(theme), [theme]);
  const drawn = stage.is !== "connecting";
  useEffect(() => {
    if (drawn) painted();
  }, [drawn]);

  const onRefused = useCallback(() => {
    disconnect();
    cache.clear();
    // In the window the token comes from the app itself: asking again is up to the user, not a loop.
    setStage(inWindow ? failed(strings.signIn.wrong) : { is: "signedOut" });
  }, [cache]);

  switch (stage.is) {
    case "connecting":
      return null;
    case "failed":
      if (stage.trouble.kind === "address_in_use") {
        return <PortTaken taken={stage.trouble} onRetry={() => start()} onMove={start} />;
      }
      return (
        <main className="p-5">
          <Notice tone="danger" action={<Button onClick={() => start()}>{strings.app.tryAgain}</Button>}>
            {strings.host.noWindow} {stage.trouble.message}
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
              <Questions />
            </GatewayProvider>
          </QueryClientProvider>
        </CSPProvider>
      );
  }
}

/** `at`: where the app's gateway is to serve in the place of its usual address; `keep`: and at its next starts. */
async function open(at: string | null, keep: boolean): Promise<Connection | null> {
  const connection = await connect(at);
  if (connection && at !== null && keep) await adminClient(connection).PATCH("/settings", { body: { listen: at } });
  return connection;
}

function failed(error: unknown): Stage {
  const trouble = error instanceof NotServing ? error.trouble : { kind: "other" as const, message: String(error) };
  return { is: "failed", trouble };
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
