import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useGateway } from "../../api/gateway";
import { statusQuery } from "../../api/queries";
import type { RequestDetail } from "../../api/types";
import { useCommands } from "../../commands/registry";
import { useShortcut } from "../../commands/remap";
import { CODE_LANGUAGES, type CodeLanguage } from "../../connect/snippets";
import { copyText } from "../../host/clipboard";
import { Menu, type MenuEntry } from "../../parts/Menu";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { useLogActions } from "../actions";
import { token } from "../filter/language";
import { codeOf, sentBody } from "./bodies/code";
import type { PeekProps } from "./Peek";
import { Replay } from "./replay/Replay";

const words = strings.requests.detail.menu;

type Action = "replay" | "playground" | CodeLanguage | "id" | "pin" | "key" | "model" | "provider" | "delete";

/** Everything that can be done with a request that has ended. */
export function Actions({ detail, onFilter, onClose }: PeekProps & { detail: RequestDetail }) {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const [replaying, setReplaying] = useState(false);
  const navigate = useNavigate();
  const { pin: pinAll, discard } = useLogActions();
  const shortcuts = {
    replay: useShortcut("requests.replay").text,
    curl: useShortcut("requests.copyCurl").text,
    pin: useShortcut("requests.pin").text,
  };
  const whole = sentBody(detail) !== null;

  async function copy(text: string, said: string) {
    tell((await copyText(text)) ? said : strings.copy.failed);
  }
  const copyCode = (language: CodeLanguage) =>
    void copy(codeOf(language, detail, status?.api ?? ""), whole ? words.copied : words.copiedExample);
  const pin = () => void pinAll([detail]);
  function act(action: Action) {
    switch (action) {
      case "replay":
        return setReplaying(true);
      case "playground":
        return void navigate({ to: "/playground", search: { from: detail.id } });
      case "id":
        return void copy(detail.id, strings.copy.copied);
      case "pin":
        return pin();
      case "key":
        return onFilter(token("key", detail.key ?? ""));
      case "model":
        return onFilter(token("model", detail.model ?? ""));
      case "provider":
        return onFilter(token("provider", detail.provider ?? ""));
      case "delete":
        discard([detail]);
        return onClose();
      default:
        return copyCode(action);
    }
  }

  useCommands({
    "requests.replay": whole && (() => setReplaying(true)),
    "requests.copyCurl": () => copyCode("curl"),
  });
  const entries: MenuEntry<Action>[] = [
    { action: "replay", name: words.replay, disabled: !whole, shortcut: shortcuts.replay },
    { action: "playground", name: words.playground, disabled: !whole || !detail.endpoint.startsWith("chat") },
    ...CODE_LANGUAGES.map((language, index) => ({
      action: language,
      name: words.copyAs(strings.playground.codeDialog.tabs[language]),
      apart: index === 0,
      shortcut: language === "curl" ? shortcuts.curl : undefined,
    })),
    { action: "id", name: words.copyId },
    { action: "pin", name: detail.pinned ? words.unpin : words.pin, shortcut: shortcuts.pin, apart: true },
    ...(["key", "model", "provider"] as const)
      .filter((field) => detail[field] !== null)
      .map((field, index) => ({ action: field, name: words.filterBy[field], apart: index === 0 })),
    { action: "delete", name: words.delete, danger: true, apart: true },
  ];
  return (
    <>
      <Menu label={words.label} entries={entries} onAct={act} />
      {replaying && <Replay detail={detail} onClose={() => setReplaying(false)} />}
    </>
  );
}
