import { type FormEvent, useState } from "react";
import type { Model } from "../../api/types";
import { rate, rateInCredits } from "../../format/numbers";
import { Button } from "../../parts/Button";
import { Dialog, DialogActions } from "../../parts/Dialog";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { useModelActions } from "../mutations";
import { DraftRoute } from "../route/DraftRoute";
import { CapabilityTicks } from "./CapabilityTicks";
import { draftOf, isUnpriced, type ModelDraft, modelErrors, sourceOf, toModel } from "./draft";
import { FallbackList } from "./FallbackList";
import { WithdrawnNotice } from "./Withdrawn";

const words = strings.providers.models;
type Rate = "input" | "output" | "cached";

/** What a model is called upstream, what it costs, what it can do and who stands in for it. */
export function ModelDialog(props: { subject: Model; models: readonly Model[]; onClose: () => void }) {
  const { subject, models, onClose } = props;
  const { save } = useModelActions();
  const [draft, setDraft] = useState(() => draftOf(subject));
  const [tried, setTried] = useState(false);
  const errors = modelErrors(draft, subject.kind);
  const found = tried ? errors : {};
  const change = (part: Partial<ModelDraft>) => setDraft((now) => ({ ...now, ...part }));
  const others = models.filter((model) => model.kind === subject.kind && model.id !== subject.id);
  const unpriced = isUnpriced(subject) && draft.input === "" && draft.output === "";

  function saved() {
    onClose();
    tell(words.saved(subject.id));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(errors).length === 0) save.mutate(toModel(draft, subject), { onSuccess: saved });
  }

  const priceField = (side: Rate) => (
    <TextField
      label={words[side]}
      error={found[side] ? (draft[side].trim() === "" ? words.priceHalf : words.priceBad) : undefined}
      placeholder={listedRate(subject, side)}
      inputMode="decimal"
      className="tabular-nums"
      autoFocus={side === "input" && isUnpriced(subject)}
      hint={errors[side] || draft[side].trim() === "" ? undefined : words.inCredits(rateInCredits(draft[side]))}
      value={draft[side]}
      onChange={(event) => change({ [side]: event.target.value })}
    />
  );

  return (
    <Dialog title={words.edit(subject.id)} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-3">
        <WithdrawnNotice model={subject} />
        <TextField
          label={words.upstream}
          hint={words.upstreamHint(subject.provider)}
          error={found.upstream ? words.upstreamMissing : undefined}
          className="font-mono text-meta"
          autoFocus={!isUnpriced(subject)}
          value={draft.upstream}
          onChange={(event) => change({ upstream: event.target.value })}
        />
        <div className="grid grid-cols-3 items-start gap-3">
          {priceField("input")}
          {priceField("output")}
          {priceField("cached")}
        </div>
        {unpriced && (
          <Notice
            tone="warning"
            action={<Button onClick={() => change({ input: "0", output: "0" })}>{words.free}</Button>}
          >
            {words.unpricedWhy}
          </Notice>
        )}
        <FallbackList
          value={draft.fallbacks}
          others={others.map((model) => model.id)}
          onChange={(fallbacks) => change({ fallbacks })}
        />
        <DraftRoute subject={subject} fallbacks={draft.fallbacks} />
        <CapabilityTicks
          model={subject}
          value={draft.capabilities}
          onChange={(capabilities) => change({ capabilities })}
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
function listedRate(model: Model, side: Rate): string {
  if (sourceOf(model) === "local") return words.costsNothing;
  const price = sourceOf(model) === "built_in" ? model.price : null;
  const listed = price?.[side === "cached" ? "cached_input" : side] ?? null;
  return listed === null ? words.listed : rate(listed);
}
