import { Tabs } from "@base-ui/react/tabs";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { type Call, CODE_LANGUAGES, type CodeLanguage, callCode, plainText } from "../connect/snippets";
import { Choice } from "../parts/Choice";
import { Code } from "../parts/Code";
import { CopyButton } from "../parts/CopyButton";
import { Dialog, DialogActions } from "../parts/Dialog";
import { Skeleton } from "../parts/Loading";
import { SegmentedTabs, Segments } from "../parts/Segments";
import { strings } from "../strings";

const words = strings.playground.codeDialog;

/** What is sent, wherever the gateway is. */
export type Sent = Pick<Call, "path" | "body" | "files">;

/** A request as code that an app could run. */
export function CodeDialog(props: {
  /** Those that are asked, each by a request of its own. */
  models: readonly string[];
  sentTo: (model: string) => Sent;
  /** What is shown in its place where all of it would be too much to look at. */
  shownFor?: ((model: string) => Sent) | undefined;
  /** Said of what is shown. */
  note?: string | undefined;
  onClose: () => void;
}) {
  const { models, sentTo, shownFor = sentTo } = props;
  const { client } = useGateway();
  const status = useQuery(statusQuery(client));
  const baseUrl = status.data?.api;
  const [language, setLanguage] = useState<CodeLanguage>("curl");
  const [model, setModel] = useState(models[0] ?? "");
  const code = (sent: Sent) => (baseUrl === undefined ? "" : plainText(callCode(language, { baseUrl, ...sent })));
  return (
    <Dialog title={words.title} onClose={props.onClose}>
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
                {code(shownFor(model))}
              </Code>
            )}
          </Tabs.Panel>
        ))}
      </SegmentedTabs>
      <p className="mt-2 text-meta text-subtle">
        {language === "http" ? words.keyToPut : words.key} {props.note}
      </p>
      <DialogActions>
        <CopyButton text={code(sentTo(model))} what={words.code} look="primary" />
      </DialogActions>
    </Dialog>
  );
}
