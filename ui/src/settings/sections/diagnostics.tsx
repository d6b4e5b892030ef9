import { useMutation, useQuery } from "@tanstack/react-query";
import { answer } from "../../api/client";
import { useGateway } from "../../api/gateway";
import { statusQuery } from "../../api/queries";
import { inWindow } from "../../host/connection";
import { saveFile } from "../../host/saveFile";
import { aboutSystem, openFolder } from "../../host/system";
import { Button } from "../../parts/Button";
import { Code } from "../../parts/Code";
import { CopyButton, CopyIcon } from "../../parts/CopyButton";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import type { Section } from "../rows";

const words = strings.settings.diagnostics;

function Report() {
  const { client } = useGateway();
  const report = useMutation({
    mutationFn: async () => (await answer<{ report: string }>(client.GET("/diagnostics"))).report,
  });
  const text = report.data;
  async function save(report: string) {
    try {
      tell(words.saved(await saveFile(words.fileName, new Blob([report], { type: "text/plain" }))));
    } catch (error) {
      tell(String(error));
    }
  }
  return (
    <>
      <span className="flex gap-2 justify-self-end">
        {text === undefined ? (
          <Button disabled={report.isPending} onClick={() => report.mutate()}>
            {words.show}
          </Button>
        ) : (
          <>
            <CopyButton text={text} what={words.report} />
            <Button onClick={() => void save(text)}>{words.save}</Button>
          </>
        )}
      </span>
      {report.error && (
        <p role="alert" className="col-span-2 mt-2 text-right text-danger text-meta">
          {report.error.message}
        </p>
      )}
      {text !== undefined && (
        <div className="col-span-2 mt-2 min-w-0">
          <Code label={words.report} className="max-h-80 overflow-y-auto">
            {text}
          </Code>
        </div>
      )}
    </>
  );
}

function DataFolder() {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  if (!status) return null;
  return (
    <>
      {inWindow ? (
        <Button onClick={() => openFolder("data").catch((error) => tell(String(error)))} className="justify-self-end">
          {words.open}
        </Button>
      ) : (
        <span />
      )}
      <div className="col-span-2 mt-2 flex min-w-0 items-center gap-1 rounded-control border border-line-subtle bg-canvas pl-3">
        <code className="min-w-0 flex-1 truncate font-mono text-meta select-text" title={status.data_dir}>
          {status.data_dir}
        </code>
        <CopyIcon text={status.data_dir} what={words.folder} />
      </div>
    </>
  );
}

function Graphics() {
  const { data } = useQuery({ queryKey: ["system"], queryFn: aboutSystem, staleTime: Number.POSITIVE_INFINITY });
  if (!data) return null;
  return (
    <span className="justify-self-end text-right select-text">
      {[data.webview, data.os, data.architecture].filter(Boolean).join(" · ")}
      {data.switches.length > 0 && (
        <span className="block text-meta text-subtlest">{words.switches(data.switches.join(", "))}</span>
      )}
    </span>
  );
}

export const diagnostics: Section = {
  id: "diagnostics",
  title: words.title,
  rows: [
    { id: "report", ...words.rows.report, Control: Report },
    { id: "folder", ...words.rows.folder, Control: DataFolder },
    ...(inWindow ? [{ id: "graphics", ...words.rows.graphics, Control: Graphics }] : []),
  ],
};
