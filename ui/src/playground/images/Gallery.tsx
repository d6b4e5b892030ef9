import { Link } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useObjectUrl } from "../../files/preview/useObjectUrl";
import { credits } from "../../format/numbers";
import { IconButton } from "../../parts/Button";
import { strings } from "../../strings";
import { isOver, type Run } from "../bench/bench";
import { useRecord } from "../Chain";
import { creditsOf } from "../figures";
import { type Drawings, drawingsOf } from "./drawn";
import { Tile } from "./Tile";
import { countOf, type ImagesDraft } from "./trade";
import { Viewer } from "./Viewer";

const words = strings.playground.images;

/** What one request drew. An earlier one can be asked again from here. */
export function Gallery(props: { run: Run<ImagesDraft>; onEdit: (picture: File) => void; onAgain?: () => void }) {
  const { run, onEdit, onAgain } = props;
  const { draft, reply } = run;
  const [open, setOpen] = useState<number | null>(null);
  const record = useRecord(reply.id, reply.phase === "done");
  const { images, draft: latest } = drawingsOf(reply) ?? { images: [], draft: null };
  // A draft that nothing came of is worth a look only as long as nothing else has.
  const coming = onAgain ? null : latest;
  const missing = isOver(reply) ? 0 : Math.max(0, countOf(draft) - images.length - (coming ? 1 : 0));
  if (images.length === 0 && !coming && missing === 0) return null;
  const spent = shareOf(creditsOf(reply, record.data), images.length);
  return (
    <div className="flex flex-col gap-2">
      <div className={`flex items-start gap-2 ${onAgain ? "border-t border-line-subtle pt-3" : ""}`}>
        <div className="min-w-0 flex-1">
          <p className="line-clamp-2 max-w-prose [overflow-wrap:anywhere] select-text" title={draft.prompt}>
            {draft.prompt}
          </p>
          {onAgain && <Source model={draft.model} id={reply.id} />}
        </div>
        {onAgain && (
          <IconButton label={words.again} onClick={onAgain}>
            <RefreshCw size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      <ul
        aria-label={words.results}
        className="grid grid-cols-[repeat(auto-fit,minmax(12.5rem,1fr))] items-start gap-3"
      >
        {images.map((drawn, at) => (
          <Tile key={at} n={at + 1} drawn={drawn} run={run} spent={spent} onOpen={() => setOpen(at)} onEdit={onEdit} />
        ))}
        {coming && <Coming {...coming} />}
        {Array.from({ length: missing }, (_, at) => (
          <li
            key={at}
            aria-hidden
            className="max-w-96 rounded-card border border-line border-dashed bg-canvas"
            style={{ aspectRatio: draft.size.includes("x") ? draft.size.replace("x", " / ") : "1" }}
          />
        ))}
      </ul>
      {open !== null && (
        <Viewer
          images={images}
          run={run}
          spent={spent}
          at={open}
          onTo={setOpen}
          onEdit={onEdit}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

/** Who drew it, and where the request is found again. */
function Source({ model, id }: { model: string; id: string | null }) {
  return (
    <p className="flex flex-wrap gap-x-2 text-meta text-subtle">
      <code className="font-mono">{model}</code>
      {id !== null && (
        <Link to="/requests" search={{ id }} className="text-accent underline-offset-3 hover:underline">
          {strings.playground.open}
        </Link>
      )}
    </p>
  );
}

/** The image that is being drawn, as far as it is. */
function Coming({ picture, n }: NonNullable<Drawings["draft"]>) {
  const src = useObjectUrl(picture, picture.type);
  return (
    <li className="max-w-96 overflow-hidden rounded-card border border-line border-dashed">
      {src && <img src={src} alt="" className="checkered block w-full" />}
      <p className="px-2.5 py-1.5 text-meta text-subtle tabular-nums">{words.draft(n)}</p>
    </li>
  );
}

/** What one image of a request cost, in words: they are all billed alike. */
function shareOf(spent: string | null | undefined, images: number): string | null {
  if (spent === undefined || images === 0) return null;
  return spent === null ? strings.credits.unpriced : words.credits(credits((Number(spent) / images).toFixed(6)));
}
