import { ImagePlus, Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import { useDrop } from "../../files/useDrop";
import { Button, IconButton } from "../../parts/Button";
import { GroupLabel } from "../../parts/Field";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { AttachDialog } from "../AttachDialog";
import { readPictures } from "../pictures";
import type { FirstFrame } from "./trade";

const words = strings.playground.video.image;

/** The image that a film begins with: dropped, chosen, or one of the files. */
export function FirstFrameField(props: {
  image: FirstFrame | null;
  /** Whose files can be chosen; null is the window's own key. */
  keyId: string | null;
  onChange: (image: FirstFrame | null) => void;
}) {
  const { image, onChange } = props;
  const { over, handlers } = useDrop(([file]) => void read(file));
  const [attaching, setAttaching] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function read(file: File | undefined) {
    if (!file) return;
    const { pictures, refused } = await readPictures([file]);
    for (const name of refused) tell(words.notOne(name));
    if (pictures[0] !== undefined) onChange({ name: file.name, reference: pictures[0] });
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <GroupLabel id="first-frame">{words.label}</GroupLabel>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own */}
      <div
        role="group"
        aria-labelledby="first-frame"
        data-testid="first-frame"
        className={`flex flex-col gap-2 rounded-card border border-dashed p-2.5 ${over ? "border-accent bg-accent-soft" : "border-line-input"}`}
        {...handlers}
      >
        {image ? (
          <div className="flex items-center gap-2">
            {image.reference.startsWith("data:") ? (
              <img src={image.reference} alt="" className="h-10 w-16 shrink-0 rounded-control object-cover" />
            ) : (
              <Paperclip size={14} aria-hidden className="shrink-0 text-subtle" />
            )}
            <span className="min-w-0 flex-1 truncate" title={image.name}>
              {image.name}
            </span>
            <IconButton label={words.remove} onClick={() => onChange(null)} className="-my-1 -mr-1">
              <X size={14} aria-hidden />
            </IconButton>
          </div>
        ) : (
          <p className="text-meta text-subtle">{words.hint}</p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => input.current?.click()}>
            <ImagePlus size={14} aria-hidden />
            {words.choose}
          </Button>
          <Button look="quiet" onClick={() => setAttaching(true)}>
            {words.files}
          </Button>
        </div>
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={words.choose}
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {attaching && (
        <AttachDialog
          keyId={props.keyId}
          only={{ kind: "image", title: words.dialog, text: words.dialogText, none: words.none }}
          onAttach={({ id, filename }) => {
            onChange({ name: filename, reference: id });
            setAttaching(false);
          }}
          onClose={() => setAttaching(false)}
        />
      )}
    </div>
  );
}
