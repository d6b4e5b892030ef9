import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Braces, Eraser, History, Plus, Star, X } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useGateway } from "../api/gateway";
import { healthQuery, modelsQuery, providersQuery } from "../api/queries";
import { Button, buttonClass, IconButton } from "../parts/Button";
import { LoadFailed } from "../parts/Loading";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { bodyOf } from "./body";
import { ChatCode } from "./ChatCode";
import { ColumnCard } from "./ColumnCard";
import { complain } from "./complain";
import {
  type Column,
  cleared,
  FIRST_MODEL,
  isEmpty,
  MOST_COLUMNS,
  withColumn,
  withModels,
  withoutColumn,
  withTurn,
} from "./draft";
import { Editor } from "./Editor";
import { Examples } from "./Examples";
import { HistoryDialog } from "./HistoryDialog";
import { KeyChoice } from "./KeyChoice";
import { PanelActions } from "./PanelActions";
import { PresetDialog } from "./PresetDialog";
import { canTake, isRunning, useSession } from "./session";
import { useFromRequest } from "./useFromRequest";
import { useKeyFromRoute } from "./useKeyFromRoute";
import { useModelsInRoute } from "./useModelsInRoute";
import { usePlaygroundKeys } from "./usePlaygroundKeys";

const words = strings.playground;
const GRIDS = [
  "",
  "",
  "@min-[560px]/answers:grid-cols-2",
  "@min-[640px]/answers:grid-cols-3",
  "@min-[560px]/answers:grid-cols-2 @min-[960px]/answers:grid-cols-4",
];

type Open = "code" | "presets" | "history" | null;

/** One conversation, asked of up to four models side by side. */
export function ChatPanel() {
  const { client, connection } = useGateway();
  const { session, state } = useSession(connection);
  const { draft, given } = state;
  const [open, setOpen] = useState<Open>(null);
  const models = useQuery(modelsQuery(client));
  const known = useQuery(providersQuery(client)).data ?? NONE;
  const health = useQuery(healthQuery(client)).data ?? NONE;
  const providers = useMemo(() => ({ providers: known, health }), [known, health]);
  const chat = useMemo(() => models.data?.filter((model) => model.kind === "chat") ?? [], [models.data]);
  const { problems } = useMemo(() => bodyOf(draft), [draft]);
  const answers = useRef<HTMLElement>(null);
  const from = useFromRequest(session);
  useKeyFromRoute((key) => session.edit((now) => ({ ...now, key })));
  useModelsInRoute(
    draft.columns.map(({ model }) => model),
    (wanted) => session.edit((now) => withModels(now, wanted)),
  );

  const run = useCallback(
    (columns?: readonly Column[]) => {
      const [problem] = bodyOf(session.snapshot().draft).problems;
      if (problem) return complain(problem);
      void session.run(columns);
      // Below the editor, where the window is narrow, the answers would come unseen.
      answers.current?.scrollIntoView({ block: "nearest" });
    },
    [session],
  );
  const add = useCallback(() => {
    const used = session.snapshot().draft.columns.map(({ model }) => model);
    const next = chat.find(({ id }) => !used.includes(id))?.id ?? used[0] ?? FIRST_MODEL;
    session.edit((now) => withColumn(now, next));
  }, [session, chat]);
  const clear = () => session.edit(cleared, words.gone.cleared);
  const running = draft.columns.some(({ id }) => isRunning(given[id]));
  const onKeyDown = usePlaygroundKeys({
    run: () => run(),
    stop: running && (() => session.stop()),
    add: draft.columns.length < MOST_COLUMNS && add,
    code: () => setOpen("code"),
    presets: () => setOpen("presets"),
    history: () => setOpen("history"),
    clear,
  });
  const onModel = useCallback(
    (column: Column, model: string) =>
      session.edit((now) => ({
        ...now,
        columns: now.columns.map((each) => (each.id === column.id ? { ...each, model } : each)),
      })),
    [session],
  );
  const onRemove = useCallback(
    (column: Column) => session.edit((now) => withoutColumn(now, column.id), words.gone.column(column.model)),
    [session],
  );
  const onRun = useCallback((column: Column) => run([column]), [run]);
  const onStop = useCallback((column: Column) => session.stop([column]), [session]);
  const onTake = useCallback((column: Column) => session.take(column.id), [session]);
  const fresh = draft.turns.every(isEmpty) && draft.system === "";

  function ask(example: string) {
    const [first] = draft.turns;
    if (!first) return;
    session.edit((now) => withTurn(now, { ...first, role: "user", text: example, pictures: [] }));
    run();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc stops the answers from inside a text field, too
    <div className="flex h-full flex-col" onKeyDown={onKeyDown}>
      <PanelActions>
        <KeyChoice value={draft.key} onChange={(key) => session.edit((now) => ({ ...now, key }))} />
        <Button onClick={() => setOpen("presets")}>
          <Star size={14} aria-hidden />
          {words.presets}
        </Button>
        <Button onClick={() => setOpen("history")}>
          <History size={14} aria-hidden />
          {words.history}
        </Button>
        <Button onClick={() => setOpen("code")}>
          <Braces size={14} aria-hidden />
          {words.code}
        </Button>
        <IconButton label={words.clear} onClick={clear}>
          <Eraser size={15} aria-hidden />
        </IconButton>
      </PanelActions>
      {(from.told || !state.kept) && (
        <div className="mb-3 flex flex-col gap-2">
          {from.told && (
            <Notice
              tone={from.told.tone}
              action={
                <IconButton label={strings.close} onClick={from.dismiss}>
                  <X size={14} aria-hidden />
                </IconButton>
              }
            >
              {from.told.text}
            </Notice>
          )}
          {!state.kept && <Notice tone="warning">{words.notKept}</Notice>}
        </div>
      )}
      <div className="relative flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto @min-[960px]/screen:flex-row @min-[960px]/screen:overflow-visible">
        <Editor session={session} draft={draft} problems={problems} running={running} onRun={() => run()} />
        <section
          ref={answers}
          aria-label={words.columns}
          className="@container/answers flex min-w-0 flex-col gap-2 @max-[960px]/screen:min-h-full @max-[960px]/screen:shrink-0 @min-[960px]/screen:min-h-0 @min-[960px]/screen:flex-1"
        >
          {models.error && !models.data ? (
            <LoadFailed error={models.error} onRetry={() => void models.refetch()} />
          ) : models.data && chat.length === 0 ? (
            <Notice
              tone="warning"
              action={
                <Link to="/providers" className={buttonClass()}>
                  {words.addProvider}
                </Link>
              }
            >
              {words.noModels}
            </Notice>
          ) : null}
          <div
            className={`grid min-h-0 flex-1 gap-3 @min-[960px]/screen:auto-rows-fr @min-[960px]/screen:overflow-y-auto ${GRIDS[draft.columns.length]}`}
          >
            {draft.columns.map((column, index) => (
              <ColumnCard
                key={column.id}
                column={column}
                n={index + 1}
                given={given[column.id]}
                models={chat}
                providers={providers}
                alone={draft.columns.length === 1}
                takeable={takeable(given[column.id], draft)}
                onModel={onModel}
                onRemove={onRemove}
                onRun={onRun}
                onStop={onStop}
                onTake={onTake}
                empty={
                  index === 0 && fresh ? (
                    <Examples examples={words.examples} onAsk={ask} />
                  ) : (
                    <p className="text-subtle">{words.empty}</p>
                  )
                }
              />
            ))}
          </div>
          {draft.columns.length < MOST_COLUMNS && (
            <Button look="quiet" className="self-start" onClick={add} data-testid="add-column">
              <Plus size={14} aria-hidden />
              {words.addColumn}
            </Button>
          )}
        </section>
      </div>
      {open === "code" && <ChatCode draft={draft} onClose={() => setOpen(null)} />}
      {open === "presets" && <PresetDialog session={session} presets={state.presets} onClose={() => setOpen(null)} />}
      {open === "history" && <HistoryDialog session={session} runs={state.runs} onClose={() => setOpen(null)} />}
    </div>
  );
}

const NONE: never[] = [];

function takeable(given: Parameters<typeof canTake>[0] | undefined, draft: Parameters<typeof canTake>[1]): boolean {
  return given !== undefined && canTake(given, draft);
}
