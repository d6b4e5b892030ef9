import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useGateway } from "../../api/gateway";
import type { FileRow } from "../../api/types";
import { bytes } from "../../format/numbers";
import { Button } from "../../parts/Button";
import { Code } from "../../parts/Code";
import { JsonTree } from "../../parts/JsonTree";
import { LoadFailed, Skeleton } from "../../parts/Loading";
import { Raw } from "../../requests/detail/bodies/Body";
import { strings } from "../../strings";
import { HEAD_BYTES, headQuery } from "../queries";
import { dump } from "./hex";
import { jsonOf, textOf } from "./text";

const words = strings.files.preview;
/** Bytes in a line of a dump: as many as fit beside the list. */
const PER_LINE = 8;
const FIRST_DUMPED = 4_096;

/** A file as the text that it is. */
export function TextPreview({ file }: { file: FileRow }) {
  return <Head file={file}>{(head) => <Raw name={file.filename} text={textOf(head)} />}</Head>;
}

/** A file as the JSON that it is, or a list of its lines. */
export function TreePreview({ file }: { file: FileRow }) {
  return <Head file={file}>{(head) => <Tree file={file} head={head} />}</Head>;
}

function Tree({ file, head }: { file: FileRow; head: Uint8Array }) {
  const text = useMemo(() => textOf(head), [head]);
  const value = useMemo(() => jsonOf(text, head.length < file.bytes), [text, head, file.bytes]);
  if (value !== undefined) return <JsonTree value={value} label={file.filename} />;
  return (
    <>
      {head.length === file.bytes && <p className="text-meta text-warning">{words.notJson}</p>}
      <Raw name={file.filename} text={text} />
    </>
  );
}

/** A file as its bytes. */
export function HexPreview({ file }: { file: FileRow }) {
  return <Head file={file}>{(head) => <Dump name={file.filename} head={head} />}</Head>;
}

function Dump({ name, head }: { name: string; head: Uint8Array }) {
  const [all, setAll] = useState(false);
  const shown = all ? head : head.subarray(0, FIRST_DUMPED);
  return (
    <>
      <Code label={name} className="max-h-[70vh] overflow-y-auto [font-variant-ligatures:none]">
        {useMemo(() => dump(shown, PER_LINE), [shown])}
      </Code>
      {shown.length < head.length && (
        <Button look="quiet" className="self-start" onClick={() => setAll(true)}>
          {words.moreBytes(bytes(head.length))}
        </Button>
      )}
    </>
  );
}

/** Fetches the first bytes of a file, and says so where there are more. */
function Head({ file, children }: { file: FileRow; children: (head: Uint8Array) => ReactNode }) {
  const { client } = useGateway();
  const { data, error, refetch } = useQuery(headQuery(client, file));
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  return (
    <>
      {children(data)}
      {file.bytes > HEAD_BYTES && (
        <p className="text-meta text-subtlest tabular-nums">{words.part(bytes(HEAD_BYTES), bytes(file.bytes))}</p>
      )}
    </>
  );
}
