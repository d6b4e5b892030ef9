import { type FormEvent, useState } from "react";
import type { Model } from "../api/types";
import { rate } from "../format/numbers";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { draftOf, type ModelDraft, modelErrors, toModel } from "./draft";
import { FallbackList } from "./FallbackList";
import { useModelActions } from "./mutations";

const words = strings.providers.models;

/** What a model is called upstream, what it costs and who stands in for it. */
export function ModelDialog(props: { subject: Model; models: readonly Model[]; onClose: () => void }) {
  const { subject, models, onClose } = props;
  const { save } = useModelActions();
  const [draft, setDraft] = useState(() => draftOf(subject));
  const [tried, setTried] = useState(false);
  const errors = modelErrors(draft, subject.kind);
  const found = tried ? errors : {};
  const change = (part: Partial<ModelDraft>) => setDraft((now) => ({ ...now, ...part }));
  const others = models.filter((model) => model.kind === subject.kind && model.id !== subject.id);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(errors).length === 0) save.mutate(toModel(draft, subject), { onSuccess: onClose });
  }

  const priceField = (side: "input" | "output") => (
    <TextField
      label={words[side]}
      error={found[side] ? (draft[side].trim() === "" ? words.priceHalf : words.priceBad) : undefined}
      placeholder={listedRate(subject, side)}
      inputMode="decimal"
      className="tabular-nums"
      value={draft[side]}
      onChange={(event) => change({ [side]: event.target.value })}
    />
  );

  return (
    <Dialog title={words.edit(subject.id)} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-3">
        <TextField
          label={words.columns.upstream}
          hint={words.upstreamHint(subject.provider)}
          error={found.upstream ? words.upstreamMissing : undefined}
          className="font-mono text-meta"
          autoFocus
          value={draft.upstream}
          onChange={(event) => change({ upstream: event.target.value })}
        />
        <div className="grid grid-cols-2 items-start gap-3">
          {priceField("input")}
          {priceField("output")}
        </div>
        <FallbackList
          value={draft.fallbacks}
          others={others.map((model) => model.id)}
          onChange={(fallbacks) => change({ fallbacks })}
        />
        {save.error && <Notice tone="danger">{save.error.message}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button type="submit" look="primary" disabled={save.isPending} data-testid="model-submit">
            {words.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** What an empty price means: the price list's figure, where it is known. */
function listedRate(model: Model, side: "input" | "output"): string {
  const listed = model.price_source === "yours" ? null : (model.price?.[side] ?? null);
  return listed === null ? words.listed : `${rate(listed)}, ${words.listed}`;
}
