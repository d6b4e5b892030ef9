import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useGateway } from "../../../api/gateway";
import { keysQuery, modelsQuery } from "../../../api/queries";
import type { RequestDetail } from "../../../api/types";
import { duration } from "../../../format/time";
import { Button, buttonClass } from "../../../parts/Button";
import { Choice } from "../../../parts/Choice";
import { Dialog, DialogActions } from "../../../parts/Dialog";
import { GroupLabel } from "../../../parts/Field";
import { Glyph } from "../../../parts/Glyph";
import { strings } from "../../../strings";
import { pathOf, sentBody } from "../bodies/code";
import { answerOf, fieldsOf, parsed } from "../bodies/conversation";
import { Message } from "../bodies/Message";
import { type Replayed, replay } from "./replay";

const words = strings.requests.detail.replay;
/** The choice of the window's own key; no key has this id. */
const WINDOW = "";

/** Sends a kept request once more, with the same model and key or with others, and shows what comes. */
export function Replay({ detail, onClose }: { detail: RequestDetail; onClose: () => void }) {
  const { client, connection } = useGateway();
  const { data: models = [] } = useQuery(modelsQuery(client));
  const { data: keys = [] } = useQuery(keysQuery(client));
  const [model, setModel] = useState(detail.model ?? "");
  const [chosen, setKey] = useState(detail.key ?? WINDOW);
  const { replayed, send, stop } = useReplay();
  const path = pathOf(detail);
  const body = sentBody(detail);
  const kind = path === "embeddings" ? "embedding" : "chat";
  const fitting = models.filter((each) => each.kind === kind).map(({ id, provider }) => ({ id, provider }));
  if (!fitting.some(({ id }) => id === model)) fitting.unshift({ id: model, provider: "" });
  // A key that is gone, or off, can not be used again.
  const usable = keys.filter((key) => !key.disabled);
  const key = usable.some(({ id }) => id === chosen) ? chosen : WINDOW;
  const running = replayed?.phase === "waiting" || replayed?.phase === "answering";

  return (
    <Dialog title={words.title} text={words.text} onClose={onClose}>
      <div className="grid grid-cols-2 gap-3">
        <div className="flex min-w-0 flex-col gap-1">
          <GroupLabel id="replay-model">{words.model}</GroupLabel>
          <Choice
            labelledBy="replay-model"
            mono
            value={model}
            onChange={setModel}
            options={fitting.map(({ id, provider }) => ({
              value: id,
              label: id,
              hint: id === detail.model ? words.same : provider,
            }))}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-1">
          <GroupLabel id="replay-key">{words.key}</GroupLabel>
          <Choice
            labelledBy="replay-key"
            value={key}
            onChange={setKey}
            options={[
              ...usable.map(({ id, name }) => ({
                value: id,
                label: name,
                hint: id === detail.key ? words.same : "",
              })),
              { value: WINDOW, label: words.window, hint: detail.key === null ? words.same : "" },
            ]}
          />
        </div>
      </div>
      {replayed && <Outcome replayed={replayed} original={detail.id} onClose={onClose} />}
      <DialogActions>
        <Button onClick={onClose}>{strings.close}</Button>
        {running ? (
          <Button onClick={stop}>{strings.requests.detail.stop}</Button>
        ) : (
          <Button
            look="primary"
            disabled={!body}
            onClick={() =>
              body && send(connection, { path, body: { ...body, model }, key: key === WINDOW ? null : key })
            }
          >
            {replayed ? words.again : words.send}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

/** One at a time; closing the dialog ends it. */
function useReplay() {
  const [replayed, setReplayed] = useState<Replayed | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  return {
    replayed,
    send(connection: Parameters<typeof replay>[0], again: Parameters<typeof replay>[1]) {
      running.current?.abort();
      running.current = new AbortController();
      void replay(connection, again, setReplayed, running.current.signal);
    },
    stop() {
      running.current?.abort();
      setReplayed((now) => now && { ...now, phase: "stopped" });
    },
  };
}

function Outcome(props: { replayed: Replayed; original: string; onClose: () => void }) {
  const { replayed, original, onClose } = props;
  const { turns, error } = answerOf(replayed.text);
  const vectors = fieldsOf(parsed(replayed.text)).data;
  const wrong = replayed.error ?? error;
  const running = replayed.phase === "waiting" || replayed.phase === "answering";
  return (
    <section aria-label={words.answer} aria-busy={running} className="mt-3 flex flex-col gap-2" data-testid="replayed">
      {replayed.phase === "waiting" && (
        <p role="status" className="text-subtle">
          {words.waiting}
        </p>
      )}
      {turns.map((turn, index) => (
        <Message key={index} turn={turn} answer />
      ))}
      {Array.isArray(vectors) && <p>{strings.requests.detail.conversation.vectors(vectors.length)}</p>}
      {wrong && (
        <p role="alert" className="text-danger select-text">
          {wrong}
        </p>
      )}
      <p className="flex min-h-7 items-center gap-3 text-meta text-subtle tabular-nums">
        {replayed.status !== null && (
          <span className={`inline-flex items-center gap-1.5 font-medium ${wrong ? "text-danger" : "text-success"}`}>
            <Glyph shape={wrong ? "cross" : "dot"} />
            {replayed.status}
          </span>
        )}
        {!running && duration(replayed.took)}
        {replayed.phase === "stopped" && strings.status.cancelled}
        {replayed.id && !running && (
          <span className="ml-auto inline-flex gap-2">
            <Link
              to="/requests"
              search={{ compare: `${original},${replayed.id}` }}
              onClick={onClose}
              className={buttonClass("quiet")}
            >
              {words.compare}
            </Link>
            <Link to="/requests" search={{ id: replayed.id }} onClick={onClose} className={buttonClass()}>
              {words.open}
            </Link>
          </span>
        )}
      </p>
    </section>
  );
}
