import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../../api/gateway";
import type { FileRow } from "../../api/types";
import { bytes } from "../../format/numbers";
import { LoadFailed, Skeleton } from "../../parts/Loading";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { contentQuery } from "../queries";
import { shownType } from "./safe";
import { useObjectUrl } from "./useObjectUrl";

const words = strings.files.preview;
/** It is held in memory as a whole while it is shown. */
const LARGEST = 64_000_000;

/** A picture, a sound or a film. */
export function Media(props: { file: FileRow; as: "image" | "audio" | "video" }) {
  if (props.file.bytes <= LARGEST) return <Fetched {...props} />;
  return <p className="text-subtle">{words.tooLarge(bytes(props.file.bytes))}</p>;
}

function Fetched({ file, as }: { file: FileRow; as: "image" | "audio" | "video" }) {
  const { client } = useGateway();
  const { data, error, refetch } = useQuery(contentQuery(client, file.id));
  const url = useObjectUrl(data, shownType(file));
  const [broken, setBroken] = useState(false);
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (broken) return <Notice tone="warning">{words.broken}</Notice>;
  if (!url) return <Skeleton rows={4} />;
  const shown = { src: url, onError: () => setBroken(true) };
  switch (as) {
    case "image":
      return (
        <img
          {...shown}
          alt={file.filename}
          className="max-h-[60vh] max-w-full self-start rounded-control border border-line-subtle bg-canvas object-contain"
        />
      );
    case "audio":
      return <audio {...shown} controls aria-label={file.filename} className="w-full" />;
    case "video":
      return (
        <video
          {...shown}
          controls
          aria-label={file.filename}
          className="max-h-[60vh] w-full rounded-control bg-canvas"
        />
      );
  }
}
