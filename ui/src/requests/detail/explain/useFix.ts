import { useNavigate } from "@tanstack/react-router";
import type { DetailTab } from "../tabs";
import type { Fix } from "./explain";

/** Leads from a request to where a fix is made. */
export function useFix(props: { id: string; onTab: (tab: DetailTab) => void; onReplay: () => void }) {
  const { id, onTab, onReplay } = props;
  const navigate = useNavigate();
  return (fix: Fix) => {
    switch (fix.at) {
      case "job":
        return void navigate({ to: "/jobs", search: { q: id } });
      case "key":
        return void navigate({ to: "/keys", search: fix.id === null ? {} : { edit: fix.id } });
      case "new-key":
        return void navigate({ to: "/keys", search: { create: true } });
      case "provider":
        return void navigate({ to: "/providers", search: { provider: fix.id } });
      case "model":
        return void navigate({ to: "/providers", search: { model: fix.id } });
      case "new-model":
        return void navigate({ to: "/providers", search: { add: true } });
      case "connect":
        return void navigate({ to: "/" });
      case "settings":
        return void navigate({ to: "/settings" });
      case "diagnostics":
        return void navigate({ to: "/settings", search: { section: "diagnostics" } });
      case "replay":
        onReplay();
        return;
      case "request":
        onTab("request");
        return;
    }
  };
}
