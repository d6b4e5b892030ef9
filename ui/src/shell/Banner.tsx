import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";

/** A restart of the gateway takes less than this: no banner for it. */
const GRACE_MS = 1_000;

/** What is wrong with the whole gateway, above every screen. Never blocks anything. */
export function Banner() {
  const { client, live, retryNow } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const away = useAfterGrace(live.is === "away");
  const secrets = status?.secrets;
  if (away) {
    return (
      <Strip>
        <Notice tone="danger" action={<Button onClick={retryNow}>{strings.banner.retryNow}</Button>}>
          {strings.banner.away}
        </Notice>
      </Strip>
    );
  }
  const trouble = secrets && strings.banner.secrets[secrets.state];
  if (!trouble && status?.log_writable !== false) return null;
  return (
    <Strip>
      {status?.log_writable === false && <Notice tone="warning">{strings.banner.logStuck}</Notice>}
      {trouble && (
        <Notice tone="warning">
          {trouble} {secrets.message}
        </Notice>
      )}
    </Strip>
  );
}

function Strip({ children }: { children: React.ReactNode }) {
  return <div className="flex flex-col gap-2 border-b border-line-subtle px-5 py-2">{children}</div>;
}

function useAfterGrace(is: boolean): boolean {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    if (!is) return setWaited(false);
    const timer = setTimeout(() => setWaited(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [is]);
  return is && waited;
}
