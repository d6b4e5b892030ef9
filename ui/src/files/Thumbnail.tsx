import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import type { FileRow } from "../api/types";
import { useInSight } from "../parts/useInSight";
import { KindMark } from "./KindMark";
import { shownType } from "./preview/safe";
import { useObjectUrl } from "./preview/useObjectUrl";
import { contentQuery } from "./queries";

/** A larger picture is worth its bytes only to who opens it. */
const LARGEST = 8_000_000;

/** The picture that a file is, once it is in sight, or the mark of its sort. */
export function Thumbnail({ file }: { file: FileRow }) {
  const { client } = useGateway();
  const { box, seen } = useInSight<HTMLSpanElement>();
  const type = file.kind === "image" && file.bytes <= LARGEST ? shownType(file) : null;
  const { data } = useQuery({ ...contentQuery(client, file.id), enabled: seen && type !== null });
  const url = useObjectUrl(data, type);
  const [broken, setBroken] = useState(false);

  return (
    <span
      ref={box}
      className="flex h-28 w-full items-center justify-center overflow-hidden border-line-subtle border-b bg-canvas"
    >
      {url && !broken ? (
        <img src={url} alt="" onError={() => setBroken(true)} className="size-full object-contain p-1" />
      ) : (
        <KindMark kind={file.kind} size={28} />
      )}
    </span>
  );
}
