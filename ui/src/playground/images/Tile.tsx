import { ImageUp } from "lucide-react";
import { copyImage } from "../../host/clipboard";
import { IconButton } from "../../parts/Button";
import { CopyIcon } from "../../parts/CopyButton";
import { strings } from "../../strings";
import type { Run } from "../bench/bench";
import { SaveActions } from "../bench/SaveActions";
import { type Drawn, nameOf } from "./drawn";
import { Facts, Missing } from "./Facts";
import type { ImagesDraft } from "./trade";
import { asPng, usePicture } from "./usePicture";
import { useSides } from "./useSides";

const words = strings.playground.images;

/** One image of the gallery. */
export function Tile(props: {
  /** Its number, from 1. */
  n: number;
  drawn: Drawn;
  run: Run<ImagesDraft>;
  spent: string | null;
  onOpen: () => void;
  onEdit: (picture: File) => void;
}) {
  const { n, drawn, run } = props;
  const picture = usePicture(drawn);
  const { blob, src } = picture;
  const sides = useSides(src);
  const name = blob && nameOf(run.draft.prompt, n, blob);
  return (
    <li className="max-w-96 overflow-hidden rounded-card border border-line">
      {src ? (
        <button
          type="button"
          aria-label={words.open(n)}
          onClick={props.onOpen}
          className="checkered block w-full cursor-zoom-in focus-visible:-outline-offset-2"
        >
          <img src={src} alt="" className="block w-full" />
        </button>
      ) : (
        <Missing drawn={drawn} picture={picture} />
      )}
      <div className="flex flex-col gap-1 border-t border-line-subtle px-2.5 pt-1.5 pb-1">
        <Facts sides={sides} blob={blob} seed={drawn.seed} spent={props.spent} />
        {drawn.revised && (
          <p className="line-clamp-2 text-meta text-subtle" title={`${words.revised}: ${drawn.revised}`}>
            {drawn.revised}
          </p>
        )}
        {blob && name && (
          <div className="-mx-1.5 flex">
            <IconButton label={words.edit} onClick={() => props.onEdit(new File([blob], name))}>
              <ImageUp size={14} aria-hidden />
            </IconButton>
            <CopyIcon text={() => copyImage(asPng(blob))} what={words.copyWhat} />
            <SaveActions name={name} content={blob} run={run} icons />
          </div>
        )}
      </div>
    </li>
  );
}
