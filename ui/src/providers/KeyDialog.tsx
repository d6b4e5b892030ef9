import { type FormEvent, useState } from "react";
import type { Provider } from "../api/types";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { later } from "../parts/undo";
import { strings } from "../strings";
import { useProviderActions } from "./mutations";

const words = strings.providers.key;

/** Another key for the same provider, or none. The one that is kept is never shown. */
export function KeyDialog(props: { subject: Provider; onReplaced: () => void; onClose: () => void }) {
  const { subject, onReplaced, onClose } = props;
  const { change } = useProviderActions();
  const [typed, setTyped] = useState("");
  const put = (key: string | null) => ({ id: subject.id, body: { api_key: key } });

  /** What is forgotten can not be read back, so for a while it is only said to be. */
  function forget() {
    onClose();
    later({
      id: `credential:${subject.id}`,
      text: words.forgotten(subject.id),
      run: () => change.mutateAsync(put(null)),
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed.trim() !== "") change.mutate(put(typed.trim()), { onSuccess: onReplaced });
  }

  return (
    <Dialog title={words.title(subject.id)} text={words.text} onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label={words.label}
          type="password"
          autoComplete="new-password"
          className="font-mono text-meta"
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {change.error && (
          <div className="mt-3">
            <Notice tone="danger">{change.error.message}</Notice>
          </div>
        )}
        <DialogActions>
          {subject.has_credential && (
            <Button look="quiet" className="mr-auto -ml-2.5" disabled={change.isPending} onClick={forget}>
              {words.clear}
            </Button>
          )}
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button type="submit" look="primary" disabled={typed.trim() === "" || change.isPending}>
            {words.action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
