import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { useCommands } from "../commands/registry";
import { copyText } from "../host/clipboard";
import { tell, undoLast, useToasts } from "../parts/undo";
import { strings } from "../strings";
import { changeAppearance, resetZoom, useAppearance, zoomBy } from "./appearance";
import { usePause } from "./usePause";

/** What can be run on every screen. */
export function useShellCommands(): void {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const { theme } = useAppearance();
  const toasts = useToasts();
  const pause = usePause();
  const navigate = useNavigate();

  useCommands({
    "app.overview": () => void navigate({ to: "/" }),
    "app.playground": () => void navigate({ to: "/playground" }),
    "app.requests": () => void navigate({ to: "/requests" }),
    "app.keys": () => void navigate({ to: "/keys" }),
    "app.providers": () => void navigate({ to: "/providers" }),
    "app.files": () => void navigate({ to: "/files" }),
    "app.jobs": () => void navigate({ to: "/jobs" }),
    "app.settings": () => void navigate({ to: "/settings" }),
    "app.copyAddress": status && (() => void copy(status.api)),
    "app.pause": pause.paused === false && pause.toggle,
    "app.resume": pause.paused === true && pause.toggle,
    "app.undo": toasts.some(({ undo }) => undo) && undoLast,
    "app.theme": () => changeAppearance({ theme: isDark(theme) ? "light" : "dark" }),
    "app.zoomIn": () => zoomBy(1),
    "app.zoomOut": () => zoomBy(-1),
    "app.zoomReset": resetZoom,
  });
  // Their keys belong to their own screens; by name they can be had everywhere.
  useCommands(
    {
      "keys.create": () => void navigate({ to: "/keys", search: { create: true } }),
      "jobs.create": () => void navigate({ to: "/playground", search: { panel: "video" } }),
      "overview.steps": () => void navigate({ to: "/", search: { steps: true } }),
      "providers.add": () => void navigate({ to: "/providers", search: { add: true } }),
    },
    "palette",
  );
}

async function copy(address: string) {
  tell((await copyText(address)) ? strings.header.addressCopied(address) : strings.copy.failed);
}

function isDark(theme: string): boolean {
  return theme === "dark" || (theme !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
}
