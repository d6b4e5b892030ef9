import { GitBranch, Pin, Square } from "lucide-react";
import { fellBack } from "../../api/log";
import type { RequestDetail, RequestRow } from "../../api/types";
import { useShortcut } from "../../commands/remap";
import { count, UNKNOWN } from "../../format/numbers";
import { duration } from "../../format/time";
import { Button, IconButton } from "../../parts/Button";
import { PaneBar, PaneId } from "../../parts/PaneBar";
import { strings } from "../../strings";
import { useLogActions } from "../actions";
import { CreditsCell } from "../CreditsCell";
import { Status } from "../Status";
import { Actions } from "./Actions";
import { useStop } from "./mutations";
import type { PeekProps } from "./Peek";
import { useElapsed } from "./useElapsed";

const words = strings.requests.detail;

/** Which request this is, how it went, what it took, and what can be done with it. */
export function Heading(props: PeekProps & { row: RequestRow | undefined; detail: RequestDetail | undefined }) {
  const { id, row, detail, whole, onWhole, onClose } = props;
  const shortcut = useShortcut("requests.whole");
  return (
    <>
      <PaneBar words={words} shortcut={shortcut.aria} whole={whole} onWhole={onWhole} onClose={onClose}>
        {row && <Status row={row} />}
        {row && whole && <Title row={row} />}
        <span className="flex-1" />
        {row?.state === "running" && <Stop id={id} />}
        {detail && detail.state !== "running" && <PinButton detail={detail} />}
        {detail && detail.state !== "running" && <Actions {...props} detail={detail} />}
      </PaneBar>
      {row && !whole && <Title row={row} />}
      <div className={`flex shrink-0 ${whole ? "items-center gap-x-5" : "flex-col"}`}>
        {row && <Figures row={row} />}
        <PaneId id={id} what={words.id} />
      </div>
    </>
  );
}

function Title({ row }: { row: RequestRow }) {
  const fallback = fellBack(row) && row.model_used !== null;
  return (
    <h2 className="flex min-w-0 flex-wrap items-center gap-x-2 font-semibold [overflow-wrap:anywhere]">
      <span className="min-w-0">{row.model ?? UNKNOWN}</span>
      {fallback && (
        <>
          <GitBranch size={13} role="img" aria-label={strings.requests.fellBack} className="shrink-0 text-success" />
          <span className="min-w-0">{row.model_used}</span>
        </>
      )}
    </h2>
  );
}

function Figures({ row }: { row: RequestRow }) {
  const running = row.state === "running";
  const elapsed = useElapsed(running ? row.started_at : null);
  return (
    <p className="flex h-6 shrink-0 items-center gap-x-3 overflow-hidden whitespace-nowrap text-meta text-subtle tabular-nums">
      <span data-testid="took">{duration(elapsed ?? row.duration_ms)}</span>
      <span className="inline-flex gap-1">
        <CreditsCell row={row} />
        {!running && row.credits_used !== null && words.credits}
      </span>
      {row.usage && (
        <span>
          {words.tokens.in(count(row.usage.prompt_tokens))} · {words.tokens.out(count(row.usage.completion_tokens))}
        </span>
      )}
    </p>
  );
}

function Stop({ id }: { id: string }) {
  const stop = useStop(id);
  return (
    <Button disabled={stop.isPending || stop.isSuccess} onClick={() => stop.mutate()}>
      <Square size={11} aria-hidden className="fill-current" />
      {stop.isPending || stop.isSuccess ? words.stopping : words.stop}
    </Button>
  );
}

function PinButton({ detail }: { detail: RequestDetail }) {
  const { pin } = useLogActions();
  const { pinned } = detail;
  return (
    <IconButton
      label={words.menu.pin}
      aria-pressed={pinned}
      onClick={() => void pin([detail])}
      className="aria-pressed:text-accent"
    >
      <Pin size={15} aria-hidden className={pinned ? "fill-current" : ""} />
    </IconButton>
  );
}
