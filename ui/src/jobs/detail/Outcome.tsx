import { Link } from "@tanstack/react-router";
import { Download, SquareArrowOutUpRight } from "lucide-react";
import { useState } from "react";
import type { FileRow, JobKind } from "../../api/types";
import { useObjectUrl } from "../../files/preview/useObjectUrl";
import { Whole } from "../../files/preview/Whole";
import { useSaveFile } from "../../files/useSaveFile";
import { bytes } from "../../format/numbers";
import { inWindow } from "../../host/connection";
import { playFile } from "../../host/saveFile";
import { Button, buttonClass } from "../../parts/Button";
import { CopyIcon } from "../../parts/CopyButton";
import { Notice } from "../../parts/Notice";
import { Player } from "../../playground/sound/Player";
import { strings } from "../../strings";
import { canPlay } from "../canPlay";

const words = strings.jobs.player;

/** A file that a job made: played here where that is possible, and the ways to take it elsewhere. */
export function Outcome({ file, kind }: { file: FileRow; kind: JobKind }) {
  const save = useSaveFile();
  const play = useSaveFile(playFile);
  return (
    <section aria-label={file.filename} className="flex flex-col gap-2">
      {canPlay(file.media_type) ? (
        <Whole file={file}>{(content) => <Playing file={file} kind={kind} content={content} />}</Whole>
      ) : (
        <Unplayable type={file.media_type} />
      )}
      <div className="flex flex-wrap items-center gap-2">
        {inWindow && (
          <Button onClick={() => void play(file)}>
            <SquareArrowOutUpRight size={14} aria-hidden />
            {words.outside}
          </Button>
        )}
        <Button onClick={() => void save(file)}>
          <Download size={14} aria-hidden />
          {strings.jobs.actions.save}
        </Button>
        <Link to="/files" search={{ id: file.id }} className={buttonClass("quiet")}>
          {strings.jobs.actions.files}
        </Link>
        <span className="flex min-w-0 items-center gap-0.5 text-meta text-subtlest">
          <span className="truncate tabular-nums">{words.size(file.media_type, bytes(file.bytes))}</span>
          <CopyIcon text={file.id} what={strings.jobs.detail.fileId} />
        </span>
      </div>
    </section>
  );
}

function Playing({ file, kind, content }: { file: FileRow; kind: JobKind; content: Blob }) {
  const [broken, setBroken] = useState(false);
  const url = useObjectUrl(content, file.media_type);
  if (kind === "music") return <Player label={file.filename} sound={content} />;
  if (broken) return <Unplayable type={file.media_type} />;
  return (
    // A place for it before it is there, so that nothing jumps.
    <div className="flex min-h-40 items-center justify-center overflow-hidden rounded-control bg-active">
      {url && (
        // biome-ignore lint/a11y/useMediaCaption: what models make has no words to read
        <video
          src={url}
          controls
          loop
          preload="auto"
          aria-label={file.filename}
          onError={() => setBroken(true)}
          // What only has sound that is known would stay black.
          onLoadedMetadata={({ currentTarget }) => currentTarget.videoWidth === 0 && setBroken(true)}
          className="max-h-[52vh] w-full"
        />
      )}
    </div>
  );
}

function Unplayable({ type }: { type: string }) {
  return <Notice tone="warning">{inWindow ? words.unplayable(type) : words.unplayableHere(type)}</Notice>;
}
