import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useGateway } from "../api/gateway";
import type { FileDetail } from "../api/types";
import { fileQuery } from "../files/queries";
import { tell } from "../parts/undo";
import { strings } from "../strings";

/** A file that the route brings is taken, once, and no longer part of the route. */
export function useFileFromRoute(onFile: (file: FileDetail) => unknown): void {
  const { client } = useGateway();
  const cache = useQueryClient();
  const { file: id } = useSearch({ from: "/playground" });
  const navigate = useNavigate({ from: "/playground" });
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    if (id === undefined) return;
    let left = false;
    cache
      .fetchQuery(fileQuery(client, id))
      .then((file) => (left ? undefined : latest.current(file)))
      .catch((error) => tell(strings.playground.attach.failed(error instanceof Error ? error.message : String(error))))
      .then(() => {
        if (!left) void navigate({ search: ({ file: _taken, ...rest }) => rest, replace: true });
      });
    return () => {
      left = true;
    };
  }, [id, client, cache, navigate]);
}
