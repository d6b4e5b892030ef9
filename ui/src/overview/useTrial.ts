import { useCallback, useEffect, useRef, useState } from "react";
import { useGateway } from "../api/gateway";
import { type Trial, tryChat } from "../api/try";
import { strings } from "../strings";

/** One test request at a time; leaving the screen or sending another one ends it. */
export function useTrial() {
  const { connection } = useGateway();
  const [trial, setTrial] = useState<Trial | null>(null);
  const running = useRef<AbortController | null>(null);

  const stop = useCallback(() => {
    running.current?.abort();
    setTrial((now) => (now && now.phase !== "failed" ? { ...now, phase: "done" } : now));
  }, []);
  const send = useCallback(
    (model: string) => {
      running.current?.abort();
      running.current = new AbortController();
      void tryChat(connection, { model, prompt: strings.overview.trial.prompt }, setTrial, running.current.signal);
    },
    [connection],
  );
  useEffect(() => () => running.current?.abort(), []);
  return { trial, send, stop };
}
