import { Plus, Square } from "lucide-react";
import { useEffect, useRef } from "react";
import { WINDOW_KEY } from "../files/keyName";
import { Button } from "../parts/Button";
import { Field } from "../parts/Field";
import { strings } from "../strings";
import type { Problem } from "./body";
import { Chord } from "./Chord";
import { backTo, type Draft, userTurn, withFile, withNewTurn, withoutTurn, withTurn } from "./draft";
import { GrowingText } from "./GrowingText";
import { Options } from "./Options";
import type { Session } from "./session";
import { TurnCard } from "./TurnCard";
import { useFileFromRoute } from "./useFileFromRoute";

const words = strings.playground;

/** The conversation that all columns are asked, and what goes with it. */
export function Editor(props: {
  session: Session;
  draft: Draft;
  problems: readonly Problem[];
  running: boolean;
  onRun: () => void;
}) {
  const { session, draft, problems, running } = props;
  useFileFromRoute(({ id, filename, key }) =>
    session.edit((now) => withFile(now, { id, filename }, key === WINDOW_KEY ? null : key)),
  );
  const root = useRef<HTMLElement>(null);
  const before = useRef(draft.turns);
  useEffect(() => {
    const grew = draft.turns.length > before.current.length;
    before.current = draft.turns;
    const focused = document.activeElement;
    // Who was writing here goes on with the turn that has come; who went elsewhere is left alone.
    if (!grew || (focused !== document.body && !root.current?.contains(focused))) return;
    [...(root.current?.querySelectorAll<HTMLElement>("[data-turn]") ?? [])].at(-1)?.focus();
  }, [draft.turns]);

  function retry(id: string) {
    const cut = draft.turns.length - backTo(draft, id).turns.length;
    session.edit((now) => (cut === 0 ? now : backTo(now, id)), words.gone.turns(cut));
    props.onRun();
  }

  return (
    <section
      ref={root}
      aria-label={words.conversation}
      className="flex shrink-0 flex-col rounded-card border border-line-subtle @min-[960px]/screen:w-[340px]"
    >
      <div className="relative grid min-h-0 flex-1 content-start gap-x-4 gap-y-2.5 p-3 @min-[960px]/screen:overflow-y-auto @max-[960px]/screen:grid-cols-[minmax(0,1fr)_minmax(240px,300px)]">
        <div className="flex min-w-0 flex-col gap-2.5">
          <Field label={words.system}>
            {({ id }) => (
              <GrowingText
                id={id}
                most={180}
                placeholder={words.systemHint}
                value={draft.system}
                onChange={(event) => session.edit((now) => ({ ...now, system: event.target.value }))}
              />
            )}
          </Field>
          {draft.turns.map((turn, index) => (
            <TurnCard
              key={turn.id}
              turn={turn}
              n={index + 1}
              keyId={draft.key}
              onChange={(changed) => session.edit((now) => withTurn(now, changed))}
              onRetry={() => retry(turn.id)}
              onDelete={() => session.edit((now) => withoutTurn(now, turn.id), words.gone.turn)}
            />
          ))}
          <Button
            look="quiet"
            className="self-start"
            onClick={() => session.edit((now) => withNewTurn(now, userTurn()))}
          >
            <Plus size={14} aria-hidden />
            {words.addMessage}
          </Button>
        </div>
        <Options draft={draft} problems={problems} edit={(change) => session.edit(change)} />
      </div>
      <div className="border-t border-line-subtle p-3">
        {running ? (
          <Button className="w-full" onClick={() => session.stop()} data-testid="playground-stop">
            <Square size={12} aria-hidden />
            {words.stop}
            <Chord of="playground.stop" />
          </Button>
        ) : (
          <Button look="primary" className="w-full" onClick={props.onRun} data-testid="playground-run">
            {draft.columns.length > 1 ? words.runAll(draft.columns.length) : words.run}
            <Chord of="playground.run" />
          </Button>
        )}
      </div>
    </section>
  );
}
