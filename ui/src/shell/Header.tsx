import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { CopyIcon } from "../parts/CopyButton";
import { strings } from "../strings";

/** The strip on top: does it serve, where, and how busy it is. */
export function Header() {
  const { client, live } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const { word, dot } = {
    connecting: { word: strings.header.connecting, dot: "bg-subtlest ring-active" },
    live: { word: strings.header.serving, dot: "bg-success ring-success-soft" },
    away: { word: strings.header.away, dot: "bg-danger ring-danger-soft" },
    refused: { word: strings.header.away, dot: "bg-danger ring-danger-soft" },
  }[live.is];
  return (
    <header className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line-subtle px-5">
      <span aria-hidden className={`size-2 rounded-full ring-3 ${dot}`} />
      {status && (
        <span className="flex h-7 items-center rounded-control border border-line pl-2.5">
          <code className="font-mono text-meta select-text" data-testid="base-url">
            {status.api}
          </code>
          <CopyIcon text={status.api} what={strings.header.address} className="ml-0.5" />
        </span>
      )}
      <span className="text-meta text-subtle tabular-nums" data-testid="serving">
        {word}
        {live.is === "live" && status && <> · {strings.header.inFlight(status.in_flight)}</>}
      </span>
    </header>
  );
}
