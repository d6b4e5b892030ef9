import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import type { FileRow } from "../api/types";
import { KindMark } from "../files/KindMark";
import { WINDOW_KEY } from "../files/keyName";
import { filesQuery } from "../files/queries";
import { bytes } from "../format/numbers";
import { ago, useNow } from "../format/time";
import { buttonClass } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { LoadFailed, Skeleton } from "../parts/Loading";
import { strings } from "../strings";
import type { AttachedFile } from "./draft";

const words = strings.playground.attach;

/** One of the files that the key which asks can see, the newest first. */
export function AttachDialog(props: {
  keyId: string | null;
  /** Only files of this kind, and what is said of it then. */
  only?: { kind: FileRow["kind"]; title: string; text: string; none: string };
  onAttach: (file: AttachedFile) => void;
  onClose: () => void;
}) {
  const { client } = useGateway();
  const now = useNow();
  const [text, setText] = useState("");
  const { only, keyId } = props;
  const wanted = { key: keyId ?? WINDOW_KEY, ...(only ? { kind: only.kind } : {}), ...(text === "" ? {} : { text }) };
  const { data, error, refetch } = useInfiniteQuery(filesQuery(client, wanted));
  const files = data?.pages[0]?.data;
  return (
    <Dialog title={only?.title ?? words.title} text={only?.text ?? words.text} onClose={props.onClose}>
      <TextField label={words.search} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="mt-3 min-h-40">
        {error ? (
          <LoadFailed error={error} onRetry={() => void refetch()} />
        ) : !files ? (
          <Skeleton rows={4} />
        ) : files.length === 0 ? (
          <div className="flex flex-col items-center gap-3 py-8">
            <p className="text-subtle">{only?.none ?? words.none}</p>
            <Link to="/files" className={buttonClass()}>
              {words.open}
            </Link>
          </div>
        ) : (
          <ul aria-label={strings.files.list}>
            {files.map(({ id, filename, kind, bytes: size, created_at }) => (
              <li key={id}>
                <button
                  type="button"
                  onClick={() => props.onAttach({ id, filename })}
                  className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-active focus-visible:-outline-offset-2"
                >
                  <KindMark kind={kind} />
                  <span className="min-w-0 flex-1 truncate">{filename}</span>
                  <span className="shrink-0 text-meta text-subtlest tabular-nums">
                    {bytes(size)} · {ago(created_at, now)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
