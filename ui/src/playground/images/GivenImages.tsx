import { useQueryClient } from "@tanstack/react-query";
import { Brush, FolderOpen, X } from "lucide-react";
import { useRef, useState } from "react";
import { useGateway } from "../../api/gateway";
import { useObjectUrl } from "../../files/preview/useObjectUrl";
import { contentQuery } from "../../files/queries";
import { useDrop } from "../../files/useDrop";
import { bytes } from "../../format/numbers";
import { Button, IconButton } from "../../parts/Button";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { AttachDialog } from "../AttachDialog";
import { givenOf } from "./given";
import { MaskDialog } from "./MaskDialog";
import { type Given, type ImagesDraft, MOST_GIVEN } from "./trade";

const words = strings.playground.images.given;

/** The images that are edited: from the disk, dropped, pasted or from Files. */
export function GivenImages(props: { draft: ImagesDraft; onChange: (given: readonly Given[]) => void }) {
  const { draft, onChange } = props;
  const { given } = draft;
  const { client } = useGateway();
  const cache = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [choosing, setChoosing] = useState(false);
  const [masking, setMasking] = useState(false);
  const { over, handlers } = useDrop((files) => void add(files));
  const [first] = given;

  async function add(files: readonly File[]) {
    const { taken, refused } = await givenOf(files);
    for (const name of refused) tell(words.not(name));
    const all = [...given, ...taken];
    if (all.length > MOST_GIVEN) tell(words.most(MOST_GIVEN));
    onChange(all.slice(0, MOST_GIVEN));
  }
  async function addStored({ id, filename }: { id: string; filename: string }) {
    setChoosing(false);
    try {
      await add([new File([await cache.fetchQuery(contentQuery(client, id))], filename)]);
    } catch (error) {
      tell(words.failed(error instanceof Error ? error.message : String(error)));
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that nobody sees
    <div
      role="group"
      aria-label={words.label}
      data-testid="given"
      className={`flex flex-col gap-2 rounded-card border border-dashed p-3 ${over ? "border-accent bg-accent-soft" : "border-line-input"}`}
      {...handlers}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0) return;
        event.preventDefault();
        void add([...event.clipboardData.files]);
      }}
    >
      {given.length === 0 ? (
        <p className="text-subtle">{words.drop}</p>
      ) : (
        <ol className="flex flex-col gap-1.5">
          {given.map((each, at) => (
            <Row key={at} given={each} onRemove={() => onChange(given.toSpliced(at, 1))} />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        <Button data-asked={given.length === 0 || undefined} onClick={() => input.current?.click()}>
          {words.choose}
        </Button>
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          multiple
          hidden
          aria-label={words.choose}
          onChange={(event) => {
            void add([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <Button onClick={() => setChoosing(true)}>
          <FolderOpen size={14} aria-hidden />
          {words.fromFiles}
        </Button>
        {first && (
          <Button
            data-testid="paint-mask"
            onClick={() => setMasking(true)}
            title={given.length > 1 ? words.first : undefined}
          >
            <Brush size={14} aria-hidden />
            {first.mask ? words.changeMask : words.mask}
          </Button>
        )}
      </div>
      {choosing && (
        <AttachDialog
          keyId={draft.key}
          only={{ kind: "image", title: words.dialog, text: words.dialogText, none: words.none }}
          onAttach={(file) => void addStored(file)}
          onClose={() => setChoosing(false)}
        />
      )}
      {masking && first && (
        <MaskDialog
          given={first}
          onMask={(mask) => {
            onChange(given.with(0, { ...first, mask }));
            setMasking(false);
          }}
          onClose={() => setMasking(false)}
        />
      )}
    </div>
  );
}

function Row({ given: { file, mask }, onRemove }: { given: Given; onRemove: () => void }) {
  const src = useObjectUrl(file, file.type);
  const masked = useObjectUrl(mask?.file, "image/png");
  return (
    <li className="flex items-center gap-2">
      <span className="checkered relative size-10 shrink-0 overflow-hidden rounded-control border border-line-subtle">
        {src && <img src={src} alt="" className="size-full object-cover" />}
        {masked && <img src={masked} alt="" className="absolute inset-0 size-full object-cover opacity-60" />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate" title={file.name}>
          {file.name}
        </span>
        <span className="block truncate text-meta text-subtle tabular-nums">
          {bytes(file.size)}
          {mask && ` · ${words.masked}`}
        </span>
      </span>
      <IconButton label={words.remove(file.name)} onClick={onRemove} className="-mr-1.5">
        <X size={14} aria-hidden />
      </IconButton>
    </li>
  );
}
