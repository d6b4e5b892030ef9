import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Preferences, preferences } from "../../host/preferences";
import { strings } from "../../strings";
import { ChoiceControl } from "../controls";
import type { ControlProps, Section } from "../rows";

const words = strings.settings.startup;
const KEY = ["preferences"];

function usePreferences() {
  const cache = useQueryClient();
  const { data } = useQuery({ queryKey: KEY, queryFn: () => preferences() });
  const change = useMutation({
    mutationFn: (to: Partial<Preferences>) => preferences(to),
    onSuccess: (after) => cache.setQueryData(KEY, after),
  });
  const savedAt = change.isSuccess ? change.submittedAt : null;
  return { data, change: change.mutate, savedAt, error: change.error ? String(change.error) : undefined };
}

function Autostart(props: ControlProps) {
  const { data, change, savedAt, error } = usePreferences();
  const options = (["on", "off"] as const).map((value) => ({ value, label: words.autostart[value] }));
  if (data?.start_at_login === null) return <span className="text-subtle">{words.unknown}</span>;
  return (
    <ChoiceControl
      {...props}
      options={options}
      value={data ? (data.start_at_login ? "on" : "off") : undefined}
      onChange={(to) => change({ start_at_login: to === "on" })}
      savedAt={savedAt}
      error={error}
    />
  );
}

function OnClose(props: ControlProps) {
  const { data, change, savedAt, error } = usePreferences();
  const options = (["ask", "background", "quit"] as const).map((value) => ({ value, label: words.onClose[value] }));
  return (
    <ChoiceControl
      {...props}
      options={options}
      value={data ? (data.on_close ?? "ask") : undefined}
      onChange={(to) => change({ on_close: to === "ask" ? null : to })}
      savedAt={savedAt}
      error={error}
    />
  );
}

/** What the app does at its ends; a browser has none of it. */
export const startup: Section = {
  id: "startup",
  title: words.title,
  rows: [
    { id: "autostart", ...words.rows.autostart, applies: "now", Control: Autostart },
    { id: "on-close", ...words.rows.onClose, applies: "now", Control: OnClose },
  ],
};
