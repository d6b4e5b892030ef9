import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";

/** Asks before something is deleted, and says why the gateway would not. */
export function ConfirmDialog(props: {
  title: string;
  text: string;
  action: string;
  busy: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={props.title} text={props.text} onClose={props.onClose}>
      {props.error && <Notice tone="danger">{props.error.message}</Notice>}
      <DialogActions>
        <Button onClick={props.onClose}>{strings.cancel}</Button>
        <Button look="danger" disabled={props.busy} onClick={props.onConfirm} data-testid="confirm-delete">
          {props.action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
