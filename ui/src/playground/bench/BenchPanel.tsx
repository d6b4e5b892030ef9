import { Link } from "@tanstack/react-router";
import { Braces, Eraser, Play, Square } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { Reply } from "../../api/reply";
import { isAccepted } from "../../api/try";
import type { RequestDetail } from "../../api/types";
import { Button, buttonClass, IconButton } from "../../parts/Button";
import { LoadFailed } from "../../parts/Loading";
import { Notice } from "../../parts/Notice";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { Chain, useRecord } from "../Chain";
import { Chord } from "../Chord";
import { CodeDialog } from "../CodeDialog";
import { Failure } from "../Failure";
import { KeyChoice } from "../KeyChoice";
import { ModelLine } from "../ModelLine";
import { ModelPicker } from "../ModelPicker";
import { PanelActions } from "../PanelActions";
import { KINDS, type PanelId } from "../panels";
import { SimulateSection } from "../SimulateSection";
import { useKeyFromRoute } from "../useKeyFromRoute";
import { useModelsInRoute } from "../useModelsInRoute";
import { usePlaygroundKeys } from "../usePlaygroundKeys";
import { type Basics, type Bench, type BenchState, isOver, type Run, type Trade } from "./bench";
import { RunFoot } from "./RunFoot";
import { useModelsOf } from "./useModelsOf";

const words = strings.playground;

/** One model asked for one thing at a time: what is asked on the left, what came of it on the right. */
export function BenchPanel<Draft extends Basics>(props: {
  panel: PanelId;
  trade: Trade<Draft>;
  bench: Bench<Draft>;
  state: BenchState<Draft>;
  /** The name of what is asked. */
  title: string;
  asked: ReactNode;
  /** What goes with it. */
  options: ReactNode;
  /** What is folded away beneath that. */
  sections?: ReactNode;
  /** What stands where the answer will be; an example asks something at once. */
  empty: (ask: (change: Partial<Draft>) => void) => ReactNode;
  /** The answer that came; `over` when no more of it will. */
  answer: (run: Run<Draft>) => ReactNode;
  /** What came of earlier requests. */
  earlier?: ReactNode;
  figures?: (reply: Reply, record: RequestDetail | undefined) => ReactNode;
  /** What can be done with an answer. */
  actions?: (run: Run<Draft>) => ReactNode;
}) {
  const { bench, trade, state } = props;
  const { draft, run } = state;
  const { models, own, providers } = useModelsOf(KINDS[props.panel]);
  const [code, setCode] = useState(false);
  const answer = useRef<HTMLElement>(null);
  const running = run !== null && !isOver(run.reply);
  const record = useRecord(run?.reply.id ?? null, run !== null && !running && !isAccepted(run.reply));
  const shown = useMemo(() => [draft.model], [draft.model]);
  // Where it stands beneath what is asked, it comes into sight with room for what will come.
  const latest = useRef(run?.began);
  useEffect(() => {
    if (run?.began !== latest.current) answer.current?.scrollIntoView({ block: "start" });
    latest.current = run?.began;
  }, [run?.began]);
  useKeyFromRoute((key) => bench.edit({ key } as Partial<Draft>));
  useModelsInRoute(shown, ([model]) => model && bench.edit({ model } as Partial<Draft>));

  function start() {
    const problem = trade.problemOf(bench.snapshot().draft);
    if (problem !== null) {
      tell(problem);
      showWrong();
      return;
    }
    void bench.run();
  }
  function ask(change: Partial<Draft>) {
    bench.edit(change);
    start();
  }
  const clear = () => bench.clear(words.gone.cleared);
  const shortened = (code && trade.shownOf?.(draft)) || undefined;
  const onKeyDown = usePlaygroundKeys({
    run: start,
    stop: running && (() => bench.stop()),
    code: () => setCode(true),
    clear,
  });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc stops the request from inside a text field, too
    <div className="flex h-full flex-col" onKeyDown={onKeyDown}>
      <PanelActions>
        <KeyChoice value={draft.key} onChange={(key) => bench.edit({ key } as Partial<Draft>)} />
        <Button onClick={() => setCode(true)}>
          <Braces size={14} aria-hidden />
          {words.code}
        </Button>
        <IconButton label={words.clear} onClick={clear}>
          <Eraser size={15} aria-hidden />
        </IconButton>
      </PanelActions>
      <div className="relative flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto @min-[960px]/screen:flex-row @min-[960px]/screen:overflow-visible">
        <section
          aria-label={props.title}
          className="flex shrink-0 flex-col rounded-card border border-line-subtle @min-[960px]/screen:w-[340px]"
        >
          <div className="relative grid min-h-0 flex-1 content-start gap-x-4 gap-y-2.5 p-3 @min-[960px]/screen:overflow-y-auto @max-[960px]/screen:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-2.5">{props.asked}</div>
            <div className="flex min-w-0 flex-col gap-2.5">
              {props.options}
              <div>
                {props.sections}
                <SimulateSection
                  value={draft.simulate}
                  onChange={(simulate) => bench.edit({ simulate } as Partial<Draft>)}
                />
              </div>
            </div>
          </div>
          <div className="rounded-b-card border-t border-line-subtle bg-surface p-3 @max-[960px]/screen:sticky @max-[960px]/screen:bottom-0 @max-[960px]/screen:z-1">
            {running ? (
              <Button className="w-full" onClick={() => bench.stop()} data-testid="playground-stop">
                <Square size={12} aria-hidden />
                {words.stop}
                <Chord of="playground.stop" />
              </Button>
            ) : (
              <Button look="primary" className="w-full" onClick={start} data-testid="playground-run">
                {words.run}
                <Chord of="playground.run" />
              </Button>
            )}
          </div>
        </section>
        <div
          className={`flex min-w-0 flex-1 flex-col gap-2 @max-[960px]/screen:shrink-0 ${run === null ? "" : "@max-[960px]/screen:min-h-full @max-[960px]/screen:basis-auto"}`}
        >
          {models.error && !models.data ? (
            <LoadFailed error={models.error} onRetry={() => void models.refetch()} />
          ) : models.data && own.length === 0 ? (
            <Notice
              tone="warning"
              action={
                <Link to="/providers" className={buttonClass()}>
                  {words.addProvider}
                </Link>
              }
            >
              {words.noModelsOf[props.panel]}
            </Notice>
          ) : null}
          <section
            ref={answer}
            aria-label={words.answer}
            data-testid="answer"
            className="flex min-h-[280px] min-w-0 flex-1 flex-col rounded-card border border-line-subtle @min-[960px]/screen:min-h-0"
          >
            <div className="border-b border-line-subtle px-3 pt-2 pb-2">
              <div className="flex items-center gap-0.5">
                <ModelPicker
                  label={words.modelOnly}
                  models={own}
                  providers={providers}
                  value={draft.model}
                  onChange={(model) => bench.edit({ model } as Partial<Draft>)}
                />
                {running ? (
                  <IconButton label={words.stop} onClick={() => bench.stop()}>
                    <Square size={12} aria-hidden />
                  </IconButton>
                ) : (
                  <IconButton label={words.run} onClick={start}>
                    <Play size={14} aria-hidden />
                  </IconButton>
                )}
              </div>
              <ModelLine
                model={own.find(({ id }) => id === draft.model)}
                known={models.data !== undefined}
                providers={providers}
              />
            </div>
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that nobody sees */}
            <div
              role="group"
              // Scrolled by the arrow keys, also where there is nothing in it to go to.
              tabIndex={run === null ? undefined : 0}
              aria-label={words.answer}
              aria-live="polite"
              aria-busy={running}
              className="relative flex min-h-[120px] flex-1 flex-col gap-3 overflow-y-auto p-3 focus-visible:-outline-offset-2"
            >
              {run === null ? props.empty(ask) : <Outcome run={run} model={draft.model} answer={props.answer} />}
              {run !== null && record.data && <Chain record={record.data} />}
              {record.error && <p className="text-meta text-warning">{words.chain.broken}</p>}
              {props.earlier}
            </div>
            {run !== null && (
              <RunFoot reply={run.reply} record={record.data} figures={props.figures}>
                {props.actions?.(run)}
              </RunFoot>
            )}
          </section>
        </div>
      </div>
      {code && (
        <CodeDialog
          models={shown}
          sentTo={() => trade.sentOf(draft)}
          shownFor={shortened && (() => shortened)}
          note={shortened && words.codeDialog.pictures}
          onClose={() => setCode(false)}
        />
      )}
    </div>
  );
}

/** Goes to what is missing, or else to what is wrong. */
function showWrong() {
  const asked = document.querySelector<HTMLElement>("[data-asked]");
  const written = asked instanceof HTMLTextAreaElement && asked.value.trim() !== "";
  const wrong = written && document.querySelector<HTMLElement>("[aria-invalid=true]");
  if (wrong) wrong.closest("details")?.setAttribute("open", "");
  (wrong || asked)?.focus();
}

function Outcome<Draft extends Basics>(props: {
  run: Run<Draft>;
  model: string;
  answer: (run: Run<Draft>) => ReactNode;
}) {
  const { draft, reply } = props.run;
  return (
    <>
      {draft.model !== props.model && <p className="text-meta text-subtle">{words.answeredBy(draft.model)}</p>}
      {reply.phase === "waiting" && <p className="text-subtle">{words.waitingForAnswer}</p>}
      {props.answer(props.run)}
      {reply.phase === "failed" && reply.error !== null && <Failure error={reply.error} code={reply.code} />}
    </>
  );
}
