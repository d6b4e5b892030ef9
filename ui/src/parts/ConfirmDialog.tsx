import type { ReactNode } from "react";
import { strings } from "../strings";
import { Button } from "./Button";
import { Dialog, DialogActions } from "./Dialog";
import { Notice } from "./Notice";

/** Asks before what can not be undone, and says why the gateway would not. */
export function ConfirmDialog(props: {
  title: string;
  text: string;
  action: string;
  busy: boolean;
  error: Error | null;
  /** Not to be confirmed yet: something in `children` is still to be filled in. */
  incomplete?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  return (
    <Dialog title={props.title} text={props.text} onClose={props.onClose}>
      {props.error && <Notice tone="danger">{props.error.message}</Notice>}
      {props.children}
      <DialogActions>
        <Button onClick={props.onClose}>{strings.cancel}</Button>
        <Button
          look="danger"
          disabled={props.busy || props.incomplete}
          onClick={props.onConfirm}
          data-testid="confirm-delete"
        >
          {props.action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
