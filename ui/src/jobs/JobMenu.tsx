import type { Job } from "../api/types";
import { useShortcut } from "../commands/remap";
import { Menu, type MenuEntry } from "../parts/Menu";
import { strings } from "../strings";
import { isActive } from "./state";
import type { JobAction } from "./useJobActions";

const words = strings.jobs.actions;

/** All that can be done with one job. */
export function JobMenu({ job, onAct }: { job: Job; onAct: (action: JobAction) => void }) {
  const keys = {
    open: useShortcut("jobs.open").text,
    cancel: useShortcut("jobs.cancel").text,
    again: useShortcut("jobs.again").text,
    copyFileId: useShortcut("jobs.copyFileId").text,
    remove: useShortcut("jobs.remove").text,
  };
  const active = isActive(job);
  const entry = (action: Exclude<JobAction, "open">, more: Partial<MenuEntry<JobAction>> = {}) => ({
    action,
    name: words[action],
    ...more,
  });
  const entries: MenuEntry<JobAction>[] = [
    { action: "open", name: words.open, shortcut: keys.open },
    ...(active ? [entry("cancel", { shortcut: keys.cancel })] : []),
    entry("again", { shortcut: keys.again }),
    ...(job.state === "completed" && job.files.length > 0
      ? [entry("save"), entry("files"), entry("copyFileId", { shortcut: keys.copyFileId })]
      : []),
    entry("playground"),
    entry("request"),
    ...(active ? [] : [entry("remove", { danger: true, apart: true, shortcut: keys.remove })]),
  ];
  return <Menu label={words.label(job.prompt)} entries={entries} onAct={onAct} />;
}
