import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import type { SavedPreset } from "./saved";
import type { Session } from "./session";

const words = strings.playground.presetDialog;
const { gone } = strings.playground;

/** Keeps the draft under a name, and brings kept ones back. */
export function PresetDialog(props: { session: Session; presets: readonly SavedPreset[]; onClose: () => void }) {
  const { session, presets, onClose } = props;
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const taken = presets.some((preset) => preset.name === name.trim());

  function save() {
    setTried(true);
    if (name.trim() === "") return;
    session.keepPreset(name.trim());
    tell(strings.saved);
    onClose();
  }

  return (
    <Dialog title={words.title} text={words.text} onClose={onClose}>
      <form
        className="flex items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={words.name}
            value={name}
            autoFocus
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
            error={tried && name.trim() === "" ? words.missing : undefined}
          />
        </div>
        <Button type="submit" look="primary" className="mt-[21px] h-8">
          {taken ? words.replace : words.save}
        </Button>
      </form>
      {presets.length === 0 ? (
        <p className="mt-3 text-subtle">{words.none}</p>
      ) : (
        <ul aria-label={words.title} className="mt-3 border-t border-line-subtle">
          {presets.map((preset) => (
            <li key={preset.name} className="flex h-10 items-center gap-2 border-b border-line-subtle">
              <span className="min-w-0 flex-1 truncate" title={preset.name}>
                {preset.name}
              </span>
              <span className="max-w-[40%] truncate font-mono text-meta text-subtle">
                {preset.draft.columns.map(({ model }) => model).join(", ")}
              </span>
              <Button
                aria-label={`${words.open} ${preset.name}`}
                onClick={() => {
                  session.edit(() => preset.draft, gone.preset(preset.name));
                  onClose();
                }}
              >
                {words.open}
              </Button>
              <IconButton
                label={words.delete(preset.name)}
                onClick={() => session.deletePreset(preset.name, gone.presetDeleted(preset.name))}
              >
                <Trash2 size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
