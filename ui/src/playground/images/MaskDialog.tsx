import { Brush, Contrast, Download, Eraser, Trash2, Undo2 } from "lucide-react";
import { useId, useState } from "react";
import { useObjectUrl } from "../../files/preview/useObjectUrl";
import { saveFile } from "../../host/saveFile";
import { Button } from "../../parts/Button";
import { Dialog, DialogActions } from "../../parts/Dialog";
import { Either } from "../../parts/Either";
import { Notice } from "../../parts/Notice";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { MaskCanvas } from "./MaskCanvas";
import { isBlank, type Mark, paint, type Sides, sent, usualBrush } from "./mask";
import type { Given, Mask } from "./trade";
import { pngOf } from "./usePicture";
import { useSides } from "./useSides";

const words = strings.playground.images.mask;
const TOOLS = [
  { value: "paint", Icon: Brush },
  { value: "erase", Icon: Eraser },
] as const;

/** Where an image may be changed, painted over it. */
export function MaskDialog(props: { given: Given; onMask: (mask: Mask | null) => void; onClose: () => void }) {
  const { file, mask } = props.given;
  const src = useObjectUrl(file, file.type);
  const sides = useSides(src);
  return (
    <Dialog title={words.title} wide onClose={props.onClose}>
      {sides === "broken" ? (
        <Notice tone="warning">{words.broken}</Notice>
      ) : (
        src && sides && <Painter {...props} src={src} sides={sides} before={mask?.marks ?? []} />
      )}
    </Dialog>
  );
}

function Painter(props: {
  src: string;
  sides: Sides;
  before: readonly Mark[];
  onMask: (mask: Mask | null) => void;
  onClose: () => void;
}) {
  const { src, sides } = props;
  const id = useId();
  const [marks, setMarks] = useState(props.before);
  const [tool, setTool] = useState<"paint" | "erase">("paint");
  const [brush, setBrush] = useState(() => usualBrush(sides));
  const most = Math.max(2, Math.round(Math.min(sides.width, sides.height) / 2));
  const blank = isBlank(marks);
  const add = (mark: Mark) => setMarks((now) => [...now, mark]);
  const undo = () => setMarks((now) => now.slice(0, -1));

  async function made(use: (file: File) => unknown) {
    try {
      await use(await maskFile(marks, sides));
    } catch {
      tell(words.failed);
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of all that is in it
    <div
      className="flex min-h-0 flex-col gap-3"
      onKeyDown={(event) => {
        if (event.key !== "z" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        undo();
      }}
    >
      <p id={id} className="text-subtle">
        {words.text}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Either
          label={words.tool}
          options={TOOLS.map(({ value, Icon }) => ({ value, Icon, label: words.tools[value] }))}
          value={tool}
          onChange={setTool}
        />
        <label className="flex items-center gap-2">
          <span className="text-meta text-subtle">{words.size}</span>
          <input
            type="range"
            min={1}
            max={most}
            value={brush}
            aria-valuetext={words.pixels(brush)}
            onChange={(event) => setBrush(Number(event.target.value))}
            className="w-36"
          />
          <span className="num w-12 text-meta text-subtle">{words.pixels(brush)}</span>
        </label>
        <span className="ml-auto flex gap-1">
          <Button look="quiet" onClick={undo} disabled={marks.length === 0}>
            <Undo2 size={14} aria-hidden />
            {words.undo}
          </Button>
          <Button look="quiet" onClick={() => add({ kind: "invert" })}>
            <Contrast size={14} aria-hidden />
            {words.invert}
          </Button>
          <Button look="quiet" onClick={() => add({ kind: "clear" })} disabled={blank}>
            <Trash2 size={14} aria-hidden />
            {words.clear}
          </Button>
        </span>
      </div>
      <MaskCanvas src={src} sides={sides} marks={marks} tool={tool} brush={brush} describedBy={id} onMark={add} />
      <DialogActions>
        <Button
          className="mr-auto"
          disabled={blank}
          onClick={() =>
            void made(async (file) => tell(strings.playground.save.downloaded(await saveFile(file.name, file))))
          }
        >
          <Download size={14} aria-hidden />
          {words.download}
        </Button>
        <Button onClick={() => props.onMask(null)}>{words.without}</Button>
        <Button
          look="primary"
          data-testid="use-mask"
          disabled={blank}
          onClick={() => void made((file) => props.onMask({ marks, file }))}
        >
          {words.use}
        </Button>
      </DialogActions>
    </div>
  );
}

/** A PNG of the image's own size, transparent where it was painted. */
async function maskFile(marks: readonly Mark[], { width, height }: Sides): Promise<File> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context) paint(context, sent(marks), { width, height });
  return new File([await pngOf(canvas)], "mask.png", { type: "image/png" });
}
