import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useGateway } from "../api/gateway";
import { WINDOW_KEY } from "../files/keyName";
import { fileQuery } from "../files/queries";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { withFile } from "./draft";
import type { Session } from "./session";

/** A file that the route brings is attached, once, and no longer part of the route. */
export function useFileFromRoute(session: Session): void {
  const { client } = useGateway();
  const cache = useQueryClient();
  const { file: id } = useSearch({ from: "/playground" });
  const navigate = useNavigate({ from: "/playground" });
  useEffect(() => {
    if (id === undefined) return;
    let left = false;
    cache
      .fetchQuery(fileQuery(client, id))
      .then(
        ({ filename, key }) => {
          if (!left) session.edit((draft) => withFile(draft, { id, filename }, key === WINDOW_KEY ? null : key));
        },
        (error) => tell(strings.playground.attach.failed(error instanceof Error ? error.message : String(error))),
      )
      .then(() => {
        if (!left) void navigate({ search: ({ file: _taken, ...rest }) => rest, replace: true });
      });
    return () => {
      left = true;
    };
  }, [id, client, cache, navigate, session]);
}
