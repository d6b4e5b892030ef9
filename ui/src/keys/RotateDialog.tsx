import { useId, useState } from "react";
import type { Key, MadeKey } from "../api/types";
import { exactTime, useNow } from "../format/time";
import { Button } from "../parts/Button";
import { Choice } from "../parts/Choice";
import { Dialog, DialogActions } from "../parts/Dialog";
import { GroupLabel } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { useKeyActions } from "./mutations";

const words = strings.keys.rotate;
const A_DAY = 86_400;

/** A new secret for the same key. */
export function RotateDialog(props: {
  subject: Key;
  onMade: (made: MadeKey, oldUntil: number) => void;
  onClose: () => void;
}) {
  const { rotate } = useKeyActions();
  const [overlap, setOverlap] = useState(A_DAY);
  const label = useId();
  const now = useNow();
  const oldUntil = (from: number) => (overlap === 0 ? 0 : from + overlap * 1_000);
  return (
    <Dialog title={words.title(props.subject.name)} text={words.text} onClose={props.onClose}>
      <div className="flex flex-col items-start gap-1">
        <GroupLabel id={label}>{words.overlap}</GroupLabel>
        <Choice
          labelledBy={label}
          className="!h-8 w-44"
          value={overlap}
          onChange={setOverlap}
          options={Object.entries(words.choices).map(([seconds, text]) => ({ value: Number(seconds), label: text }))}
        />
        <p className="text-meta text-subtlest">
          {overlap === 0 ? words.atOnce : words.until(exactTime(oldUntil(now)))}
        </p>
      </div>
      {rotate.error && (
        <div className="mt-3">
          <Notice tone="danger">{rotate.error.message}</Notice>
        </div>
      )}
      <DialogActions>
        <Button onClick={props.onClose}>{strings.cancel}</Button>
        <Button
          look="primary"
          disabled={rotate.isPending}
          onClick={() =>
            rotate.mutate(
              { id: props.subject.id, overlap },
              { onSuccess: (made) => props.onMade(made, oldUntil(Date.now())) },
            )
          }
        >
          {words.action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
