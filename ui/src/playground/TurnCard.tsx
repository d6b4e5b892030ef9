import { ImagePlus, Paperclip, RotateCcw, Trash2, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { IconButton } from "../parts/Button";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { AttachDialog } from "./AttachDialog";
import { AttachedFiles } from "./AttachedFiles";
import { CallList } from "./CallList";
import { type Picture, type Turn, userTurn } from "./draft";
import { GrowingText } from "./GrowingText";
import { readPictures } from "./pictures";

const words = strings.playground;

/** One message of the conversation: written, taken from an answer, or a tool's result. */
export function TurnCard(props: {
  turn: Turn;
  /** Its number, from 1: what its buttons are named by. */
  n: number;
  /** Whose files can be attached; null is the window's own key. */
  keyId: string | null;
  onChange: (turn: Turn) => void;
  onRetry: () => void;
  onDelete: () => void;
}) {
  const { turn, n, onChange } = props;
  const [over, setOver] = useState(false);
  const [attaching, setAttaching] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const role = words.roles[turn.role];

  async function addFiles(list: Iterable<File>) {
    if (turn.role !== "user") return;
    const { pictures, refused } = await readPictures(list);
    for (const name of refused) tell(words.notAPicture(name));
    if (pictures.length > 0) onChange({ ...turn, pictures: [...turn.pictures, ...pictures] });
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that nobody sees
    <div
      role="group"
      aria-label={words.message(role, n)}
      data-testid="turn"
      className={`rounded-card border px-1 pt-1 pb-1.5 outline-focus has-[textarea:focus-visible]:-outline-offset-1 has-[textarea:focus-visible]:outline-2 ${over ? "border-accent bg-accent-soft" : "border-line-input"}`}
      onDragOver={(event) => {
        if (turn.role !== "user" || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        setOver(false);
        void addFiles([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0) return;
        event.preventDefault();
        void addFiles([...event.clipboardData.files]);
      }}
    >
      <div className="flex h-7 items-center gap-0.5">
        <Role turn={turn} onChange={onChange} />
        {turn.role === "user" && (
          <>
            <IconButton label={words.addPicture(n)} onClick={() => files.current?.click()}>
              <ImagePlus size={14} aria-hidden />
            </IconButton>
            <IconButton label={words.attach.to(n)} onClick={() => setAttaching(true)}>
              <Paperclip size={14} aria-hidden />
            </IconButton>
            <input
              ref={files}
              type="file"
              accept="image/*"
              multiple
              hidden
              aria-label={words.addPicture(n)}
              onChange={(event) => {
                void addFiles([...(event.target.files ?? [])]);
                event.target.value = "";
              }}
            />
          </>
        )}
        <IconButton label={words.retry(n)} onClick={props.onRetry}>
          <RotateCcw size={14} aria-hidden />
        </IconButton>
        <IconButton label={words.deleteTurn(n)} onClick={props.onDelete}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </div>
      {turn.role === "assistant" && turn.calls.length > 0 && (
        <div className="px-1 pb-1">
          <CallList calls={turn.calls} />
        </div>
      )}
      {(turn.role !== "assistant" || turn.calls.length === 0 || turn.text !== "") && (
        <GrowingText
          aria-label={words.message(role, n)}
          data-turn={turn.id}
          placeholder={placeholder(turn)}
          value={turn.text}
          onChange={(event) => onChange({ ...turn, text: event.target.value })}
          className={`min-h-11 !border-0 !bg-transparent !px-1.5 !py-0.5 outline-none ${turn.role === "tool" ? "font-mono text-meta" : ""}`}
        />
      )}
      {turn.role === "user" && turn.pictures.length > 0 && (
        <Pictures pictures={turn.pictures} onChange={(pictures) => onChange({ ...turn, pictures })} />
      )}
      {turn.role === "user" && turn.files && (
        <AttachedFiles files={turn.files} onChange={(changed) => onChange({ ...turn, files: changed })} />
      )}
      {turn.role === "user" && attaching && (
        <AttachDialog
          keyId={props.keyId}
          onAttach={(file) => {
            const others = (turn.files ?? []).filter(({ id }) => id !== file.id);
            onChange({ ...turn, files: [...others, file] });
            setAttaching(false);
          }}
          onClose={() => setAttaching(false)}
        />
      )}
    </div>
  );
}

function placeholder({ role }: Turn): string {
  return { user: words.write, assistant: words.writeAssistant, tool: words.writeResult }[role];
}

/** Whose message it is. Plain ones can change sides. */
function Role({ turn, onChange }: { turn: Turn; onChange: (turn: Turn) => void }) {
  const className = "mr-auto min-w-0 truncate px-1.5 font-medium text-meta text-subtle";
  if (turn.role === "tool") {
    return (
      <span className={className} title={turn.call}>
        {words.resultOf(turn.name)}
      </span>
    );
  }
  const plain = turn.role === "user" ? turn.pictures.length === 0 && !turn.files?.length : turn.calls.length === 0;
  if (!plain) return <span className={className}>{words.roles[turn.role]}</span>;
  const flipped: Turn =
    turn.role === "user"
      ? { id: turn.id, role: "assistant", text: turn.text, calls: [] }
      : { ...userTurn(turn.text), id: turn.id };
  return (
    <button
      type="button"
      title={words.flip[turn.role]}
      onClick={() => onChange(flipped)}
      className={`${className} h-6 rounded-control hover:bg-active hover:text-text`}
    >
      {words.roles[turn.role]}
      <span className="sr-only">. {words.flip[turn.role]}</span>
    </button>
  );
}

function Pictures(props: { pictures: readonly Picture[]; onChange: (pictures: Picture[]) => void }): ReactNode {
  const { pictures } = props;
  return (
    <ul className="mx-1.5 mt-2 mb-1 flex flex-wrap gap-3">
      {pictures.map((url, index) => (
        <li key={index} className="relative">
          <img
            src={url}
            alt={words.picture(index + 1)}
            className="size-16 rounded-control border border-line bg-canvas object-cover"
          />
          <IconButton
            label={words.removePicture(index + 1)}
            onClick={() => props.onChange(pictures.filter((_, at) => at !== index))}
            className="!absolute -top-2 -right-2 !size-6 border border-line bg-raised"
          >
            <X size={12} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
