import { type FormEvent, useState } from "react";
import type { Key } from "../api/types";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { useKeyActions } from "./mutations";

const words = strings.keys.remove;

/** The one thing here that cannot be undone: the name has to be typed. */
export function DeleteDialog({ subject, onClose }: { subject: Key; onClose: () => void }) {
  const { remove } = useKeyActions();
  const [typed, setTyped] = useState("");
  const sure = typed.trim() === subject.name;

  function deleted() {
    onClose();
    tell(strings.keys.told.deleted(subject.name));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (sure) remove.mutate(subject.id, { onSuccess: deleted });
  }

  return (
    <Dialog title={words.title(subject.name)} text={words.text} onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label={words.type(subject.name)}
          value={typed}
          autoFocus
          onChange={(event) => setTyped(event.target.value)}
        />
        {remove.error && (
          <div className="mt-3">
            <Notice tone="danger">{remove.error.message}</Notice>
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button type="submit" look="danger" disabled={!sure || remove.isPending}>
            {words.action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
