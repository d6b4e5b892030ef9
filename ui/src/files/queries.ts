import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type AdminClient, answer } from "../api/client";
import type { FileDetail, FilePage, FileRow } from "../api/types";
import type { Wanted } from "./search";

const PAGE = 100;
/** What a preview reads of a file that is shown as text or bytes. */
export const HEAD_BYTES = 256 * 1024;

/** The files, page by page; events of the gateway keep them fresh. */
export const filesQuery = (client: AdminClient, wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: ["files", "list", wanted],
    queryFn: ({ pageParam }) => {
      const query = { ...wanted, ...(pageParam ? { after: pageParam } : {}), limit: PAGE };
      return answer<FilePage>(client.GET("/files", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page: FilePage) => page.next,
    placeholderData: (before) => before,
    gcTime: 60_000,
  });

export const fileQuery = (client: AdminClient, id: string) =>
  queryOptions({
    queryKey: ["files", "one", id],
    queryFn: () => answer<FileDetail>(client.GET("/files/{id}", { params: { path: { id } } })),
  });

/** The first bytes of a file, however long it is. An id never names other bytes, so they never get old. */
export const headQuery = (client: AdminClient, { id, bytes }: Pick<FileRow, "id" | "bytes">) =>
  queryOptions({
    queryKey: ["file content", id, "head"],
    queryFn: async () => {
      // An empty file has no range.
      if (bytes === 0) return new Uint8Array();
      const headers = { range: `bytes=0-${HEAD_BYTES - 1}` };
      const part = client.GET("/files/{id}/content", { params: { path: { id } }, headers, parseAs: "arrayBuffer" });
      return new Uint8Array(await answer<ArrayBuffer>(part));
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** All bytes of a file. */
export const contentQuery = (client: AdminClient, id: string) =>
  queryOptions({
    queryKey: ["file content", id, "whole"],
    queryFn: () => answer<Blob>(client.GET("/files/{id}/content", { params: { path: { id } }, parseAs: "blob" })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
