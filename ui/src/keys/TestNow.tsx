import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useGateway } from "../api/gateway";
import { modelsQuery } from "../api/queries";
import { runChat, type Trial } from "../api/try";
import type { Key, Model } from "../api/types";
import { count, credits } from "../format/numbers";
import { duration } from "../format/time";
import { Button } from "../parts/Button";
import { Glyph } from "../parts/Glyph";
import { SANDBOX } from "../providers/draft";
import { strings } from "../strings";

const words = strings.keys.test;

/** One short request as this key, so that its limits are seen to hold. */
export function TestNow({ subject }: { subject: Key }) {
  const { client, connection } = useGateway();
  const models = useQuery(modelsQuery(client)).data;
  const [trial, setTrial] = useState<Trial | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const model = models && modelFor(subject, models);
  const busy = trial?.phase === "waiting" || trial?.phase === "streaming";

  function send() {
    if (!model) return;
    running.current?.abort();
    running.current = new AbortController();
    // A short answer, so that a small budget is enough to hold for it.
    const body = { model, max_tokens: 16, messages: [{ role: "user", content: words.prompt }] };
    void runChat(connection, { body, key: subject.id }, setTrial, running.current.signal);
  }

  return (
    <>
      <Button onClick={send} disabled={!model || busy} title={model && words.asks(model)} data-testid="test-key">
        {busy ? words.running : words.action}
      </Button>
      <div role="status" className="order-last basis-full empty:hidden">
        {trial && !busy && <Outcome trial={trial} />}
      </div>
    </>
  );
}

/** What costs nothing, where the key may ask for it; else the first that it may. */
function modelFor({ models: allowed }: Key, models: readonly Model[]): string | undefined {
  const chat = models.filter(({ kind, id }) => kind === "chat" && (allowed === null || allowed.includes(id)));
  return (chat.find(({ id }) => id === "sandbox-chat") ?? chat.find(({ provider }) => provider === SANDBOX) ?? chat[0])
    ?.id;
}

function Outcome({ trial }: { trial: Trial }) {
  const failed = trial.phase === "failed";
  const figures = [
    trial.modelUsed,
    duration(trial.durationMs),
    trial.tokens !== null && words.tokens(count(trial.tokens)),
    trial.credits !== undefined &&
      (trial.credits === null ? strings.credits.unpriced : words.credits(credits(trial.credits))),
  ];
  return (
    <div data-testid="key-test" className="flex items-start gap-2 text-meta">
      <span className={`flex h-[1lh] items-center ${failed ? "text-danger" : "text-success"}`}>
        <Glyph shape={failed ? "cross" : "dot"} />
      </span>
      <span className="min-w-0 flex-1 tabular-nums [overflow-wrap:anywhere]">
        {failed ? (
          <span className="text-danger">{words.failed(trial.error ?? "")}</span>
        ) : (
          `${words.works} ${figures.filter(Boolean).join(" · ")}`
        )}
      </span>
      {trial.id && (
        <Link
          to="/requests"
          search={{ id: trial.id }}
          className="shrink-0 text-accent underline-offset-3 hover:underline"
        >
          {words.open}
        </Link>
      )}
    </div>
  );
}
