import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer } from "../../api/client";
import { useGateway } from "../../api/gateway";
import type { Storage } from "../../api/types";
import { bytes, count, UNKNOWN } from "../../format/numbers";
import { date } from "../../format/time";
import { Button } from "../../parts/Button";
import { strings } from "../../strings";
import { Feedback } from "../controls";
import type { Section } from "../rows";

const words = strings.settings.storage;
const KEY = ["storage"];

function Sizes() {
  const { client } = useGateway();
  const { data, error } = useQuery({ queryKey: KEY, queryFn: () => answer<Storage>(client.GET("/storage")) });
  if (error) return <p className="col-span-2 mt-2 text-meta text-danger">{error.message}</p>;
  if (!data) return null;
  const rows = [
    [words.requests, count(data.requests), data.oldest_at == null ? "" : words.since(date(data.oldest_at, Date.now()))],
    [words.database, bytes(data.database_bytes), ""],
    [words.bodies, bytes(data.bodies_bytes), words.kept(count(data.bodies))],
    [words.free, data.free_bytes == null ? UNKNOWN : bytes(data.free_bytes), ""],
  ];
  return (
    <>
      <span />
      <dl className="col-span-2 mt-2 grid grid-cols-[1fr_auto_auto] gap-x-3 rounded-control border border-line-subtle">
        {rows.map(([name, value, note]) => (
          <div
            key={name}
            className="col-span-3 grid h-8 grid-cols-subgrid items-center border-b border-line-subtle px-3 last:border-b-0"
          >
            <dt className="text-subtle">{name}</dt>
            <dd className="text-meta text-subtlest">{note}</dd>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Compact() {
  const { client } = useGateway();
  const cache = useQueryClient();
  const compact = useMutation({
    mutationFn: () => answer<Storage>(client.POST("/storage/compact")),
    onSuccess: (after) => cache.setQueryData(KEY, after),
  });
  return (
    <>
      <Button disabled={compact.isPending} onClick={() => compact.mutate()} className="justify-self-end">
        {compact.isPending ? words.compacting : words.compact}
      </Button>
      <Feedback
        savedAt={compact.isSuccess ? compact.submittedAt : null}
        said={words.compacted}
        error={compact.error?.message}
      />
    </>
  );
}

export const storage: Section = {
  id: "storage",
  title: words.title,
  rows: [
    { id: "sizes", ...words.rows.sizes, Control: Sizes },
    { id: "compact", ...words.rows.compact, Control: Compact },
  ],
};
