import { useState } from "react";
import type { FileRow } from "../../api/types";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { shownType } from "./safe";
import { useObjectUrl } from "./useObjectUrl";
import { Whole } from "./Whole";

interface MediaProps {
  file: FileRow;
  as: "image" | "audio" | "video";
}

/** A picture, a sound or a film. */
export function Media(props: MediaProps) {
  return <Whole file={props.file}>{(content) => <Shown key={props.file.id} {...props} content={content} />}</Whole>;
}

function Shown({ file, as, content }: MediaProps & { content: Blob }) {
  const url = useObjectUrl(content, shownType(file));
  const [broken, setBroken] = useState(false);
  if (broken) return <Notice tone="warning">{strings.files.preview.broken}</Notice>;
  if (!url) return null;
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
