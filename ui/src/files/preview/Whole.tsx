import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useGateway } from "../../api/gateway";
import type { FileRow } from "../../api/types";
import { bytes } from "../../format/numbers";
import { LoadFailed, Skeleton } from "../../parts/Loading";
import { strings } from "../../strings";
import { contentQuery } from "../queries";

/** It is held in memory while it is shown. */
const LARGEST = 64_000_000;

/** Fetches all bytes of a file for what can not be shown in part. */
export function Whole(props: { file: Pick<FileRow, "id" | "bytes">; children: (content: Blob) => ReactNode }) {
  if (props.file.bytes <= LARGEST) return <Fetched {...props} />;
  return <p className="text-subtle">{strings.files.preview.tooLarge(bytes(props.file.bytes))}</p>;
}

function Fetched({ file, children }: { file: Pick<FileRow, "id" | "bytes">; children: (content: Blob) => ReactNode }) {
  const { client } = useGateway();
  const { data, error, refetch } = useQuery(contentQuery(client, file.id));
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  return data ? children(data) : <Skeleton rows={4} />;
}
