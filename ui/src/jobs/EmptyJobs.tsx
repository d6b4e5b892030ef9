import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { Code } from "../parts/Code";
import { CopyIcon } from "../parts/CopyButton";
import { Empty } from "../parts/Loading";
import { strings } from "../strings";

const words = strings.jobs.empty;

/** Where jobs are to come: from the playground, or from an app. */
export function EmptyJobs({ action }: { action: ReactNode }) {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const body = '{"model": "sandbox-video", "prompt": "A boat at dawn"}';
  const command = `curl ${status?.api ?? ""}/videos/generations \\\n  -H "Authorization: Bearer $TURNPIKE_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '${body}'`;
  return (
    <div className="rounded-card border border-line border-dashed pb-8">
      <Empty title={words.title} text={words.text} action={action} />
      <div className="relative mx-auto max-w-[38rem] px-6">
        <Code label={words.command}>{command}</Code>
        <CopyIcon text={command} what={words.command} className="absolute top-1 right-7" />
      </div>
    </div>
  );
}
