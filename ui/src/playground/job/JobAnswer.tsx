import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useGateway } from "../../api/gateway";
import type { Reply } from "../../api/reply";
import type { JobKind } from "../../api/types";
import { fileQuery } from "../../files/queries";
import { Outcome } from "../../jobs/detail/Outcome";
import { JobCard } from "../../jobs/JobCard";
import { LoadFailed, Skeleton } from "../../parts/Loading";
import { madeBy } from "./made";

/** What came of asking for a film or for music: a job to be followed, or what was made already. */
export function JobAnswer({ reply: { bytes }, kind }: { reply: Reply; kind: JobKind }) {
  const made = useMemo(() => bytes && madeBy(bytes), [bytes]);
  if (!made) return null;
  if (made.job !== null) return <JobCard id={made.job} />;
  return made.files.map((id) => <Kept key={id} id={id} kind={kind} />);
}

function Kept({ id, kind }: { id: string; kind: JobKind }) {
  const { client } = useGateway();
  const { data: file, error, refetch } = useQuery(fileQuery(client, id));
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  return file ? <Outcome file={file} kind={kind} /> : <Skeleton rows={2} />;
}
