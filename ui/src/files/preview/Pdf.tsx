import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { FileRow } from "../../api/types";
import { count } from "../../format/numbers";
import { IconButton } from "../../parts/Button";
import { Skeleton } from "../../parts/Loading";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { drawPage, type Pages, readPdf } from "./pages";
import { Whole } from "./Whole";

const words = strings.files.preview;
const LOCKED = "PasswordException";

/** A PDF, page by page. */
export default function Pdf({ file }: { file: FileRow }) {
  return <Whole file={file}>{(content) => <Document content={content} />}</Whole>;
}

function Document({ content }: { content: Blob }) {
  const [pages, setPages] = useState<Pages | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [n, setN] = useState(1);

  useEffect(() => {
    let close = () => {};
    let left = false;
    const fail = (error: unknown) => {
      if (!left) setFailed(error instanceof Error && error.name === LOCKED ? words.locked : words.broken);
    };
    content.arrayBuffer().then((bytes) => {
      if (left) return;
      const reading = readPdf(bytes);
      close = reading.close;
      reading.pages.then(setPages, fail);
    }, fail);
    return () => {
      left = true;
      close();
    };
  }, [content]);

  if (failed !== null) return <Notice tone="warning">{failed}</Notice>;
  if (!pages) return <Skeleton rows={4} />;
  const where = words.page(count(n), count(pages.numPages));
  return (
    <>
      <Page pages={pages} n={n} label={where} onFail={() => setFailed(words.broken)} />
      {pages.numPages > 1 && (
        <div className="flex items-center justify-center gap-2">
          <IconButton label={words.previousPage} disabled={n === 1} onClick={() => setN(n - 1)}>
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <span role="status" className="text-meta text-subtle tabular-nums">
            {where}
          </span>
          <IconButton label={words.nextPage} disabled={n === pages.numPages} onClick={() => setN(n + 1)}>
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </>
  );
}

function Page({ pages, n, label, onFail }: { pages: Pages; n: number; label: string; onFail: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another way to tell of a failure draws no page anew
  useEffect(() => {
    if (!canvas.current) return;
    const drawing = drawPage(pages, n, canvas.current, canvas.current.clientWidth);
    drawing.drawn.catch(onFail);
    return drawing.stop;
  }, [pages, n]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      className="w-full rounded-control border border-line-subtle bg-canvas"
    />
  );
}
