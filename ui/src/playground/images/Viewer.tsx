import { ChevronLeft, ChevronRight, ImageUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { copyImage } from "../../host/clipboard";
import { Button, IconButton } from "../../parts/Button";
import { CopyButton } from "../../parts/CopyButton";
import { Dialog } from "../../parts/Dialog";
import { strings } from "../../strings";
import type { Run } from "../bench/bench";
import { SaveActions } from "../bench/SaveActions";
import { type Drawn, nameOf } from "./drawn";
import { Facts, Missing } from "./Facts";
import type { ImagesDraft } from "./trade";
import { asPng, usePicture } from "./usePicture";
import { useSides } from "./useSides";

const words = strings.playground.images;

/** One image as large as it fits; the arrow keys go to its neighbours. */
export function Viewer(props: {
  images: readonly Drawn[];
  run: Run<ImagesDraft>;
  spent: string | null;
  /** Which of them. */
  at: number;
  onTo: (at: number) => void;
  onEdit: (picture: File) => void;
  onClose: () => void;
}) {
  const { images, run, at, onTo, onClose } = props;
  const drawn = images[at];
  const step = (by: number) => images[at + by] && onTo(at + by);
  const latest = useRef(step);
  const prompt = useRef<HTMLElement | null>(null);
  useEffect(() => {
    latest.current = step;
  });
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "ArrowLeft") latest.current(-1);
      if (key === "ArrowRight") latest.current(1);
    };
    // Dialogs keep their keys to themselves further down.
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, []);
  if (!drawn) return null;
  function edit(picture: File) {
    // What is to change is written next.
    prompt.current = document.querySelector<HTMLElement>("[data-prompt]");
    props.onEdit(picture);
    onClose();
  }
  return (
    <Dialog title={run.draft.prompt} wide after={() => prompt.current} onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-3 pt-1">
        <Shown key={at} {...props} drawn={drawn} onEdit={edit} />
        {images.length > 1 && (
          <div className="flex items-center justify-center gap-1">
            <IconButton
              label={words.previous}
              disabled={at === 0}
              onClick={() => step(-1)}
              className="disabled:opacity-50"
            >
              <ChevronLeft size={16} aria-hidden />
            </IconButton>
            <span className="min-w-14 text-center text-meta text-subtle tabular-nums" aria-live="polite">
              {words.place(at + 1, images.length)}
            </span>
            <IconButton
              label={words.next}
              disabled={at === images.length - 1}
              onClick={() => step(1)}
              className="disabled:opacity-50"
            >
              <ChevronRight size={16} aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function Shown(props: {
  drawn: Drawn;
  run: Run<ImagesDraft>;
  spent: string | null;
  at: number;
  onEdit: (picture: File) => void;
}) {
  const { drawn, run, at } = props;
  const picture = usePicture(drawn);
  const { blob, src } = picture;
  const sides = useSides(src);
  const name = blob && nameOf(run.draft.prompt, at + 1, blob);
  return (
    <>
      {src ? (
        <img
          src={src}
          alt={drawn.revised ?? run.draft.prompt}
          className="checkered mx-auto block max-h-[calc(100vh-260px)] max-w-full rounded-control border border-line-subtle"
        />
      ) : (
        <Missing drawn={drawn} picture={picture} />
      )}
      {drawn.revised && (
        <p className="select-text">
          <span className="block text-meta text-subtle">{words.revised}</span>
          {drawn.revised}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-60">
          <Facts sides={sides} blob={blob} seed={drawn.seed} spent={props.spent} />
        </div>
        {blob && name && (
          <>
            <Button onClick={() => props.onEdit(new File([blob], name))}>
              <ImageUp size={14} aria-hidden />
              {words.edit}
            </Button>
            <CopyButton text={() => copyImage(asPng(blob))} what={words.copyWhat} />
            <SaveActions name={name} content={blob} run={run} />
          </>
        )}
      </div>
    </>
  );
}
