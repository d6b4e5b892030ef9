import { Link } from "@tanstack/react-router";
import { Play, Rows3, Square, X } from "lucide-react";
import { memo, useLayoutEffect, useRef, useState } from "react";
import type { Trial } from "../api/try";
import type { Model, RequestDetail } from "../api/types";
import { Button, IconButton } from "../parts/Button";
import { CopyIcon } from "../parts/CopyButton";
import { strings } from "../strings";
import { AnswerView } from "./AnswerView";
import { Chain, useRecord } from "./Chain";
import { type Column, isEmpty, type Turn } from "./draft";
import { Events } from "./Events";
import { ChatFigures } from "./FigureRow";
import { ModelLine } from "./ModelLine";
import { ModelPicker } from "./ModelPicker";
import type { Providers } from "./price";
import { type Given, isRunning } from "./session";

const words = strings.playground;

/** One model: what it was asked, what it says, and what that came to. */
export const ColumnCard = memo(function ColumnCard(props: {
  column: Column;
  /** Its place, from 1. */
  n: number;
  given: Given | undefined;
  models: readonly Model[];
  providers: Providers;
  alone: boolean;
  takeable: boolean;
  onModel: (column: Column, model: string) => void;
  onRemove: (column: Column) => void;
  onRun: (column: Column) => void;
  onStop: (column: Column) => void;
  onTake: (column: Column) => void;
  /** What stands here before anything was asked. */
  empty: React.ReactNode;
}) {
  const { column, n, given, models, providers } = props;
  const [events, setEvents] = useState(false);
  const running = isRunning(given);
  const follow = useFollow(given?.trial, events);
  const record = useRecord(given?.trial.id ?? null, !running);
  return (
    <section
      aria-label={words.column(n, column.model)}
      data-testid="column"
      className="flex min-h-[280px] min-w-0 flex-col rounded-card border border-line-subtle @max-[960px]/screen:max-h-[72vh]"
    >
      <div className="border-b border-line-subtle px-3 pt-2 pb-2">
        <div className="flex items-center gap-0.5">
          <ModelPicker
            label={words.model(n)}
            models={models}
            providers={providers}
            value={column.model}
            onChange={(model) => props.onModel(column, model)}
          />
          {running ? (
            <IconButton label={words.stopColumn(n)} onClick={() => props.onStop(column)}>
              <Square size={12} aria-hidden />
            </IconButton>
          ) : (
            <IconButton label={words.runColumn(n)} onClick={() => props.onRun(column)}>
              <Play size={14} aria-hidden />
            </IconButton>
          )}
          {!props.alone && (
            <IconButton label={words.removeColumn(n)} onClick={() => props.onRemove(column)} className="-mr-1.5">
              <X size={14} aria-hidden />
            </IconButton>
          )}
        </div>
        <ModelLine
          model={models.find(({ id }) => id === column.model)}
          known={models.length > 0}
          providers={providers}
        />
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        {...follow}
        aria-label={events ? words.eventsOf(n) : words.answerOf(n)}
        className="relative flex min-h-[120px] flex-1 flex-col gap-3 overflow-y-auto p-3 focus-visible:-outline-offset-2"
      >
        {!given && props.empty}
        {given && events && <Events events={given.trial.events} over={!running} />}
        {given && !events && (
          <>
            <Asked turns={given.turns} />
            {given.model !== column.model && <p className="text-meta text-subtle">{words.answeredBy(given.model)}</p>}
            <AnswerView trial={given.trial} />
            {record.data && <Chain record={record.data} />}
            {record.error && <p className="text-meta text-warning">{words.chain.broken}</p>}
          </>
        )}
      </section>
      {given && (
        <Foot given={given} record={record.data}>
          {props.takeable && <Button onClick={() => props.onTake(column)}>{words.take}</Button>}
          {!running && given.trial.id !== null && (
            <Link
              to="/requests"
              search={{ id: given.trial.id }}
              className="text-accent text-meta underline-offset-3 hover:underline"
            >
              {words.open}
            </Link>
          )}
          <span className="-mr-1.5 ml-auto flex">
            {given.trial.text && <CopyIcon text={given.trial.text} what={words.copyAnswer} />}
            <IconButton
              label={words.showEvents(n)}
              aria-pressed={events}
              onClick={() => setEvents(!events)}
              className="aria-pressed:bg-active aria-pressed:text-text"
            >
              <Rows3 size={14} aria-hidden />
            </IconButton>
          </span>
        </Foot>
      )}
    </section>
  );
});

/** Nearer to the end than this is at the end. */
const END_PX = 32;

/** Keeps the end of an answer in sight while it comes in, unless the reader scrolls away from it. */
function useFollow(trial: Trial | undefined, events: boolean) {
  const ref = useRef<HTMLElement>(null);
  const atEnd = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other view has another end
  useLayoutEffect(() => {
    if (trial?.phase === "waiting") atEnd.current = true;
    if (ref.current && atEnd.current) ref.current.scrollTop = ref.current.scrollHeight;
  }, [trial, events]);
  function onScroll({ currentTarget: body }: React.UIEvent) {
    atEnd.current = body.scrollHeight - body.scrollTop - body.clientHeight < END_PX;
  }
  return { ref, onScroll };
}

/** The last thing that was asked. */
function Asked({ turns }: { turns: readonly Turn[] }) {
  const last = turns.findLast((turn) => turn.role === "user" && !isEmpty(turn));
  if (last?.role !== "user") return null;
  const { pictures, files = [] } = last;
  const also = [
    pictures.length > 0 && words.askedPictures(pictures.length),
    ...files.map(({ filename }) => filename),
  ].filter(Boolean);
  return (
    <p className="ml-8 self-end rounded-card bg-active px-3 py-2 [overflow-wrap:anywhere]">
      <span className="sr-only">{words.asked}: </span>
      <span className="line-clamp-2 whitespace-pre-wrap select-text">{last.text}</span>
      {also.length > 0 && <span className="text-meta text-subtle">{also.join(", ")}</span>}
    </p>
  );
}

function Foot(props: { given: Given; record: RequestDetail | undefined; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5 border-t border-line-subtle px-3 pt-2.5 pb-2">
      <ChatFigures trial={props.given.trial} record={props.record} />
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">{props.children}</div>
    </div>
  );
}
