import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answer } from "../api/client";
import { useGateway } from "../api/gateway";
import type { Job } from "../api/types";
import { fileQuery } from "../files/queries";
import { useSaveFile } from "../files/useSaveFile";
import { copyText } from "../host/clipboard";
import { tell, useUndo } from "../parts/undo";
import { strings } from "../strings";
import { askAgain } from "./again";
import { putJob } from "./live-jobs";
import { isActive } from "./state";
import { useInPlayground } from "./useInPlayground";

const words = strings.jobs;

export type JobAction =
  | "open"
  | "cancel"
  | "again"
  | "save"
  | "copyFileId"
  | "files"
  | "playground"
  | "request"
  | "remove";

/** What is asked before it is done: both may cost. */
export interface Question {
  about: "cancel" | "again";
  job: Job;
}

/** What can be done with a job. `open` shows one; what costs is done only after a question: `asking`. */
export function useJobActions({ open, onRemove }: { open: (id: string) => void; onRemove?: (id: string) => void }) {
  const { client, connection } = useGateway();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { later, isPending } = useUndo();
  const save = useSaveFile();
  const [asking, setAsking] = useState<Question | null>(null);
  const [cancelled, setCancelled] = useState<ReadonlySet<string>>(new Set());
  const inPlayground = useInPlayground();
  const path = (id: string) => ({ params: { path: { id } } });
  const refreshed = () => cache.invalidateQueries({ queryKey: ["jobs"] });

  const cancel = useMutation({
    mutationFn: ({ id }: Job) => answer<Job>(client.POST("/jobs/{id}/cancel", path(id))),
    onSuccess(job) {
      setCancelled((those) => new Set([...those, job.id]));
      putJob(cache, job);
      setAsking(null);
      return refreshed();
    },
  });
  const again = useMutation({
    mutationFn: (job: Job) => askAgain(connection, job),
    onSuccess(id) {
      setAsking(null);
      tell(words.started);
      void refreshed();
      open(id);
    },
  });

  function remove({ id, prompt }: Job) {
    onRemove?.(id);
    const run = async () => {
      await client.DELETE("/jobs/{id}", path(id));
      await Promise.all([refreshed(), cache.invalidateQueries({ queryKey: ["files"] })]);
    };
    later({ id: pendingId(id), text: words.removed(prompt), run });
  }

  function ask(about: Question["about"], job: Job) {
    cancel.reset();
    again.reset();
    setAsking({ about, job });
  }

  async function saveAll(ids: readonly string[]) {
    for (const id of ids) {
      try {
        await save(await cache.fetchQuery(fileQuery(client, id)));
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async function act(job: Job, action: JobAction): Promise<void> {
    const [file] = job.files;
    switch (action) {
      case "open":
        return open(job.id);
      case "cancel":
      case "again":
        return ask(action, job);
      case "save":
        return saveAll(job.files);
      case "copyFileId":
        return file ? tell((await copyText(file)) ? words.copied(file) : strings.copy.failed) : undefined;
      case "files":
        return navigate({ to: "/files", search: file ? { id: file } : {} });
      case "playground":
        return inPlayground(job);
      case "request":
        return navigate({ to: "/requests", search: { id: job.request } });
      case "remove":
        return remove(job);
    }
  }

  return {
    act: (job: Job, action: JobAction) => void act(job, action),
    isGone: (id: string) => isPending(pendingId(id)),
    /** Its end was asked for, and has not come yet. */
    isCancelling: (job: Job) => isActive(job) && cancelled.has(job.id),
    asking,
    stopAsking: () => setAsking(null),
    confirm: () => asking && (asking.about === "cancel" ? cancel : again).mutate(asking.job),
    busy: cancel.isPending || again.isPending,
    error: cancel.error ?? again.error,
  };
}

export type JobActions = ReturnType<typeof useJobActions>;

function pendingId(id: string): string {
  return `job:${id}`;
}
