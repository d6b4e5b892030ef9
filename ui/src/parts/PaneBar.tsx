import { ArrowLeft, Maximize2, Minimize2, X } from "lucide-react";
import type { ReactNode } from "react";
import { strings } from "../strings";
import { IconButton } from "./Button";
import { CopyIcon } from "./CopyButton";

/** The bar over a pane that is beside a list, or in its place: the way back, what it is, its two sizes, its end. */
export function PaneBar(props: {
  children: ReactNode;
  words: { back: string; beside: string; whole: string };
  /** The keys that switch between the two sizes. */
  shortcut: string | undefined;
  /** In the place of the list, instead of beside it. */
  whole: boolean;
  /** Switches between the two; absent where there is only room for one. */
  onWhole: ((whole: boolean) => void) | undefined;
  onClose: () => void;
}) {
  const { words, whole, onWhole, onClose } = props;
  const narrow = whole && !onWhole;
  return (
    <div className="flex h-7.5 shrink-0 items-center gap-1">
      {narrow && (
        <IconButton label={words.back} onClick={onClose} className="-ml-1.5">
          <ArrowLeft size={16} aria-hidden />
        </IconButton>
      )}
      {props.children}
      {onWhole && (
        <IconButton
          label={whole ? words.beside : words.whole}
          aria-keyshortcuts={props.shortcut}
          onClick={() => onWhole(!whole)}
        >
          {whole ? <Minimize2 size={15} aria-hidden /> : <Maximize2 size={15} aria-hidden />}
        </IconButton>
      )}
      {!narrow && (
        <IconButton label={strings.close} onClick={onClose} className="-mr-1.5">
          <X size={16} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

/** The id of what a pane is about, to be copied. */
export function PaneId({ id, what }: { id: string; what: string }) {
  return (
    <div className="flex h-7 min-h-7 min-w-0 items-center gap-1 font-mono text-meta text-subtlest">
      <span className="truncate select-text">{id}</span>
      <CopyIcon text={id} what={what} />
    </div>
  );
}
