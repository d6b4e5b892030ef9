import { Tabs } from "@base-ui/react/tabs";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { CODE_LANGUAGES, type CodeLanguage, callCode, plainText } from "../connect/snippets";
import { Choice } from "../parts/Choice";
import { Code } from "../parts/Code";
import { CopyButton } from "../parts/CopyButton";
import { Dialog, DialogActions } from "../parts/Dialog";
import { Skeleton } from "../parts/Loading";
import { SegmentedTabs, Segments } from "../parts/Segments";
import { strings } from "../strings";
import { bodyOf } from "./body";
import type { Draft } from "./draft";
import { shortened } from "./pictures";

const words = strings.playground.codeDialog;

/** The draft as code that an app could run. */
export function CodeDialog({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { client } = useGateway();
  const status = useQuery(statusQuery(client));
  const baseUrl = status.data?.api;
  const [language, setLanguage] = useState<CodeLanguage>("curl");
  const models = [...new Set(draft.columns.map(({ model }) => model))];
  const [model, setModel] = useState(models[0] ?? "");
  const code = (of: Draft) => {
    if (baseUrl === undefined) return "";
    const body = { model, ...bodyOf(of).body, stream: true };
    return plainText(callCode(language, { baseUrl, path: "chat/completions", body }));
  };
  const short = withShortPictures(draft);
  return (
    <Dialog title={words.title} onClose={onClose}>
      <SegmentedTabs value={language} onChange={setLanguage}>
        <div className="mt-1 mb-3 flex flex-wrap items-center justify-between gap-2">
          <Segments
            label={words.language}
            options={CODE_LANGUAGES.map((value) => ({ value, label: words.tabs[value] }))}
          />
          {models.length > 1 && (
            <Choice
              label={words.model}
              mono
              className="max-w-56"
              value={model}
              onChange={setModel}
              options={models.map((value) => ({ value, label: value }))}
            />
          )}
        </div>
        {CODE_LANGUAGES.map((value) => (
          <Tabs.Panel key={value} value={value} className="outline-none">
            {value === language && baseUrl === undefined && <Skeleton rows={4} />}
            {value === language && baseUrl !== undefined && (
              <Code label={words.code} className="max-h-[46vh] overflow-y-auto" testId="playground-code">
                {code(short)}
              </Code>
            )}
          </Tabs.Panel>
        ))}
      </SegmentedTabs>
      <p className="mt-2 text-meta text-subtle">
        {language === "http" ? words.keyToPut : words.key} {short !== draft && words.pictures}
      </p>
      <DialogActions>
        <CopyButton text={code(draft)} what={words.code} look="primary" />
      </DialogActions>
    </Dialog>
  );
}

function withShortPictures(draft: Draft): Draft {
  if (!draft.turns.some((turn) => turn.role === "user" && turn.pictures.length > 0)) return draft;
  const turns = draft.turns.map((turn) =>
    turn.role === "user" ? { ...turn, pictures: turn.pictures.map(shortened) } : turn,
  );
  return { ...draft, turns };
}
