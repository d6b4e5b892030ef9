import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answer } from "../api/client";
import { useGateway } from "../api/gateway";
import type { FileDetail, FileRow } from "../api/types";
import { copyText } from "../host/clipboard";
import { tell, useUndo } from "../parts/undo";
import { strings } from "../strings";
import { fileQuery } from "./queries";
import { useSaveFile } from "./useSaveFile";

const words = strings.files;

export type FileAction = "open" | "copyId" | "save" | "playground" | "requests" | "delete";

/** What can be done with a file. One that requests used is deleted only after a question: `asking`. */
export function useFileActions({
  open,
  onDiscard,
}: {
  open: (id: string) => void;
  onDiscard: (id: string) => unknown;
}) {
  const { client } = useGateway();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { later, isPending } = useUndo();
  const save = useSaveFile();
  const [asking, setAsking] = useState<FileDetail | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => answer<undefined>(client.DELETE("/files/{id}", { params: { path: { id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["files"] }),
  });

  function discard({ id, filename }: FileRow) {
    setAsking(null);
    onDiscard(id);
    later({ id: pendingId(id), text: words.deleted(filename), run: () => remove.mutateAsync(id) });
  }

  async function askToDiscard(file: FileRow) {
    try {
      const detail = await cache.fetchQuery({ ...fileQuery(client, file.id), staleTime: 0 });
      if (detail.uses > 0) setAsking(detail);
      else discard(file);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  async function act(file: FileRow, action: FileAction): Promise<void> {
    switch (action) {
      case "open":
        return open(file.id);
      case "copyId":
        return tell((await copyText(file.id)) ? words.copied(file.id) : strings.copy.failed);
      case "save":
        return save(file);
      case "playground":
        return navigate({ to: "/playground", search: { file: file.id } });
      case "requests":
        return file.made_by ? navigate({ to: "/requests", search: { id: file.made_by } }) : undefined;
      case "delete":
        return askToDiscard(file);
    }
  }

  return {
    act: (file: FileRow, action: FileAction) => void act(file, action),
    isGone: (id: string) => isPending(pendingId(id)),
    asking,
    discard,
    stopAsking: () => setAsking(null),
  };
}

function pendingId(id: string): string {
  return `file:${id}`;
}
