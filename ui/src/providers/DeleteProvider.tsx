import type { Model, Provider } from "../api/types";
import { Button } from "../parts/Button";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { Dialog, DialogActions } from "../parts/Dialog";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { useModelActions, useProviderActions } from "./mutations";

const words = strings.providers.remove;

/** Forgets a provider. Models that it serves go with it, or it is only switched off. */
export function DeleteProvider(props: { subject: Provider; models: readonly Model[]; onClose: () => void }) {
  const { subject, onClose } = props;
  const { remove, change } = useProviderActions();
  const { removeAll } = useModelActions();
  const served = props.models.filter((model) => model.provider === subject.id).map(({ id }) => id);
  const busy = remove.isPending || change.isPending || removeAll.isPending;
  const error = removeAll.error ?? remove.error ?? change.error;

  const done = (said: string) => () => {
    onClose();
    tell(said);
  };
  const forget = () => remove.mutate(subject.id, { onSuccess: done(words.deleted(subject.id)) });
  if (served.length === 0) {
    return (
      <ConfirmDialog
        title={words.provider(subject.id)}
        text={words.providerText}
        action={words.providerAction}
        busy={busy}
        error={error}
        onConfirm={forget}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog title={words.provider(subject.id)} text={words.served(served.length)} onClose={onClose}>
      {error && <Notice tone="danger">{error.message}</Notice>}
      <ul className="max-h-40 overflow-y-auto rounded-control border border-line-subtle px-2.5 py-1.5 font-mono text-meta">
        {served.map((id) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {id}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-subtle">{words.servedText}</p>
      <DialogActions>
        <Button onClick={onClose}>{strings.cancel}</Button>
        {!subject.disabled && (
          <Button
            disabled={busy}
            onClick={() =>
              change.mutate(
                { id: subject.id, body: { disabled: true } },
                { onSuccess: done(words.switchedOff(subject.id)) },
              )
            }
          >
            {words.onlyOff}
          </Button>
        )}
        <Button
          look="danger"
          disabled={busy}
          data-testid="delete-with-models"
          onClick={() => removeAll.mutate(served, { onSuccess: forget })}
        >
          {words.withModels(served.length)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
