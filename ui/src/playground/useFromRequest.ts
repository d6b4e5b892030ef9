import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useGateway } from "../api/gateway";
import { requestQuery } from "../api/queries";
import type { RequestDetail } from "../api/types";
import { isWhole } from "../requests/detail/bodies/code";
import { strings } from "../strings";
import { fromBody } from "./body";
import { withModels } from "./draft";
import type { Session } from "./session";

const words = strings.playground.from;

interface Told {
  tone: "info" | "warning" | "danger";
  text: string;
}

/** Fills the draft from the request that the route names, once, and says what could not be taken. */
export function useFromRequest(session: Session): { told: Told | null; dismiss: () => void } {
  const { client } = useGateway();
  const cache = useQueryClient();
  const { from } = useSearch({ from: "/playground" });
  const navigate = useNavigate({ from: "/playground" });
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    if (from === undefined) return;
    setTold({ tone: "info", text: words.loading });
    let left = false;
    cache
      .fetchQuery(requestQuery(client, from))
      .then(
        (request) => (left ? null : fill(session, request)),
        (error): Told => ({ tone: "danger", text: `${words.failed} ${error instanceof Error ? error.message : ""}` }),
      )
      .then((next) => {
        if (left) return;
        setTold(next);
        // The models that it brought stand in the route by themselves.
        void navigate({ search: {}, replace: true });
      });
    return () => {
      left = true;
    };
  }, [from, client, cache, navigate, session]);
  return { told, dismiss: () => setTold(null) };
}

function fill(session: Session, request: RequestDetail): Told | null {
  const { gone } = strings.playground;
  if (!request.endpoint.startsWith("chat")) return { tone: "warning", text: words.notChat };
  const { model, bodies } = request;
  if (!bodies || bodies.request === "") {
    if (model) session.edit((now) => withModels(now, [model]), gone.requestModel);
    return { tone: "warning", text: words.notKept };
  }
  const filled = fromBody(session.snapshot().draft, bodies.request);
  if (!isWhole(bodies) || !filled) return { tone: "warning", text: words.cut };
  session.edit(() => filled, gone.request);
  return null;
}
