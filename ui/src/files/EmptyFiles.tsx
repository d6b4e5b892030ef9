import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import { Code } from "../parts/Code";
import { CopyIcon } from "../parts/CopyButton";
import { Empty } from "../parts/Loading";
import { strings } from "../strings";

const words = strings.files.empty;

/** Where files are to come: dropped here, or sent by an app. */
export function EmptyFiles({ action }: { action: ReactNode }) {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const command = `curl ${status?.api ?? ""}/files \\\n  -H "Authorization: Bearer $TURNPIKE_KEY" \\\n  -F purpose=user_data -F file=@report.pdf`;
  return (
    <div className="rounded-card border border-line border-dashed pb-8">
      <Empty title={words.title} text={words.text} action={action} />
      <div className="relative mx-auto max-w-[34rem] px-6">
        <Code label={words.command}>{command}</Code>
        <CopyIcon text={command} what={words.command} className="absolute top-1 right-7" />
      </div>
    </div>
  );
}
