import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { remember, remembered } from "../host/remembered";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { usePause } from "./usePause";

/** A restart of the gateway takes less than this: no banner for it. */
const GRACE_MS = 1_000;
/** The address of which the user knows that it is not the usual one. */
const MOVED = "moved-to";

/** What is wrong with the whole gateway, above every screen. Never blocks anything. */
export function Banner() {
  const { client, live, retryNow } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const away = useAfterGrace(live.is === "away");
  const secrets = status?.secrets;
  const { paused, toggle } = usePause();
  const [movedTo, setMovedTo] = useState(() => remembered(MOVED));
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
  const moved = status?.listen_moved_from != null && status.api !== movedTo ? status : undefined;
  if (!trouble && !moved && !paused && status?.log_writable !== false) return null;
  function understood() {
    if (!moved) return;
    setMovedTo(moved.api);
    remember(MOVED, moved.api);
  }
  return (
    <Strip>
      {paused && (
        <Notice tone="warning" action={<Button onClick={toggle}>{strings.header.resume}</Button>}>
          {strings.banner.paused}
        </Notice>
      )}
      {moved && (
        <Notice tone="info" action={<Button onClick={understood}>{strings.banner.understood}</Button>}>
          {strings.banner.moved(moved.listen_moved_from ?? "", moved.api)}
        </Notice>
      )}
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
