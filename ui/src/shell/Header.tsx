import { useQuery } from "@tanstack/react-query";
import { Check, Copy, Pause, Play } from "lucide-react";
import { useGateway } from "../api/gateway";
import type { LiveState } from "../api/live";
import { statusQuery } from "../api/queries";
import { runCommand } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { Button } from "../parts/Button";
import { Spoken, useCopy } from "../parts/CopyButton";
import { strings } from "../strings";
import { usePause } from "./usePause";

const words = strings.header;

/** The strip on top: does it serve, where, how busy it is, and the two things to do about it. */
export function Header() {
  const { client, live } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const pause = usePause();
  const { word, dot } = stateOf(live, pause.paused === true);
  return (
    <header className="@container flex h-11 shrink-0 items-center gap-2.5 border-b border-line-subtle px-5">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ring-3 ${dot}`} />
      {status && <Address api={status.api} />}
      {status?.local_only === false && (
        <span
          title={words.lanWhy}
          className="rounded-full bg-warning-soft px-2 py-0.5 font-medium text-meta text-warning"
        >
          {words.lan}
        </span>
      )}
      <span className="min-w-0 shrink-99 truncate text-meta text-subtle tabular-nums" data-testid="serving">
        {word}
        {live.is === "live" && status && <> · {words.inFlight(status.in_flight)}</>}
      </span>
      <span className="flex-1" />
      <PaletteButton />
      {pause.paused !== undefined && (
        <Button look="quiet" disabled={pause.busy} onClick={pause.toggle} data-testid="pause">
          {pause.paused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
          <span className="@max-[36rem]:sr-only">{pause.paused ? words.resume : words.pause}</span>
        </Button>
      )}
    </header>
  );
}

function stateOf(live: LiveState, paused: boolean): { word: string; dot: string } {
  switch (live.is) {
    case "connecting":
      return { word: words.connecting, dot: "bg-subtlest ring-active" };
    case "live":
      return paused
        ? { word: words.paused, dot: "bg-warning ring-warning-soft" }
        : { word: words.serving, dot: "bg-success ring-success-soft" };
    default:
      return { word: words.away, dot: "bg-danger ring-danger-soft" };
  }
}

/** The base URL; a click copies it. */
function Address({ api }: { api: string }) {
  const { copied, copy } = useCopy(api);
  const label =
    copied === "no" ? strings.copy.label(words.address) : copied === "yes" ? strings.copy.copied : strings.copy.failed;
  return (
    <button
      type="button"
      onClick={copy}
      title={label}
      className="flex h-7 min-w-0 items-center gap-2.5 rounded-control border border-line pr-2 pl-2.5 hover:bg-hover"
    >
      <code className="truncate font-mono text-meta" data-testid="base-url">
        {api}
      </code>
      {copied === "yes" ? (
        <Check size={14} aria-hidden className="shrink-0 text-success" />
      ) : (
        <Copy size={14} aria-hidden className="shrink-0 text-subtle" />
      )}
      <span className="sr-only">{strings.copy.label(words.address)}</span>
      <Spoken copied={copied} />
    </button>
  );
}

function PaletteButton() {
  const { text, aria } = useShortcut("app.palette");
  return (
    <Button look="quiet" onClick={() => runCommand("app.palette")} aria-keyshortcuts={aria} data-testid="palette">
      <span className="@max-[44rem]:sr-only">{strings.commands.palette.label}</span>
      {text && <kbd aria-hidden>{text}</kbd>}
    </Button>
  );
}
