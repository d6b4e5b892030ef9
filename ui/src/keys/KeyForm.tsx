import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { ApiError } from "../api/error";
import { useGateway } from "../api/gateway";
import { modelsQuery } from "../api/queries";
import type { Key, NewKey } from "../api/types";
import { dollars } from "../format/numbers";
import { Button } from "../parts/Button";
import { Choice } from "../parts/Choice";
import { DialogActions } from "../parts/Dialog";
import { GroupLabel, TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { Ticks } from "../parts/Ticks";
import { strings } from "../strings";
import { DryRun } from "./DryRun";
import { type Draft, ENDPOINTS, errorsOf, PERIODS, PRESETS, toKey, withPreset } from "./draft";
import { ExpiryField } from "./ExpiryField";
import { PresetPicker } from "./PresetPicker";

const words = strings.keys.form;

/** Name, preset and limits of a key; the gateway has the last word on them. */
export function KeyForm(props: {
  initial: Draft;
  /** The key that is edited; a new one has done nothing yet that limits could be tried on. */
  subject?: Key;
  action: string;
  busy: boolean;
  error: Error | null;
  onSubmit: (key: NewKey) => void;
  onCancel: () => void;
}) {
  const [draft, setDraft] = useState(props.initial);
  const [tried, setTried] = useState(false);
  const periodLabel = useId();
  const errors = errorsOf(draft);
  const found = tried ? errors : {};
  const refused = props.error instanceof ApiError ? props.error : null;
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(errors).length === 0) props.onSubmit(toKey(draft));
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <TextField
        label={words.name}
        hint={words.nameHint}
        error={found.name ? words.nameMissing : refused?.param === "name" ? refused.message : undefined}
        value={draft.name}
        maxLength={80}
        autoFocus
        data-testid="key-name"
        onChange={(event) => change({ name: event.target.value })}
      />
      <PresetPicker
        options={PRESETS}
        value={draft.preset}
        onChange={(preset) => setDraft((now) => withPreset(now, preset))}
      />
      <TextField
        label={words.limit}
        error={found.limit ? words.limitBad : undefined}
        placeholder={words.noLimit}
        inputMode="numeric"
        className="tabular-nums"
        value={draft.limit}
        onChange={(event) => change({ limit: event.target.value })}
      />
      <div className="grid grid-cols-[1fr_140px] items-start gap-3">
        <TextField
          label={words.budget}
          error={found.budget ? words.budgetBad : undefined}
          placeholder={words.noBudget}
          inputMode="decimal"
          className="tabular-nums"
          unit={inDollars(draft.budget)}
          value={draft.budget}
          onChange={(event) => change({ budget: event.target.value })}
        />
        <div className="flex flex-col gap-1">
          <GroupLabel id={periodLabel}>{words.every}</GroupLabel>
          <Choice
            labelledBy={periodLabel}
            className="!h-8"
            value={draft.period}
            onChange={(period) => change({ period })}
            options={PERIODS.map((period) => ({ value: period, label: strings.keys.periods[period] }))}
          />
        </div>
      </div>
      <ExpiryField value={draft.lastDay} wrong={found.lastDay === true} onChange={(lastDay) => change({ lastDay })} />
      <Scope draft={draft} onChange={change} />
      {props.subject && <DryRun subject={props.subject} draft={draft} ready={!errors.limit && !errors.budget} />}
      {props.error && refused?.param !== "name" && <Notice tone="danger">{props.error.message}</Notice>}
      <DialogActions>
        <Button onClick={props.onCancel}>{strings.cancel}</Button>
        <Button type="submit" look="primary" disabled={props.busy} data-testid="key-submit">
          {props.action}
        </Button>
      </DialogActions>
    </form>
  );
}

function Scope({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { client } = useGateway();
  const known = useQuery(modelsQuery(client)).data ?? [];
  // A model that is gone stays ticked, so that editing something else does not widen the key.
  const models = [...new Set([...known.map((model) => model.id), ...draft.models])];
  const { endpoints, models: ticked } = draft;
  const all = endpoints.length === 0 && ticked.length === 0;
  const some = words.scopeSome(
    endpoints.length === 0 ? words.allEndpoints : words.someEndpoints(endpoints.length),
    ticked.length === 0 ? words.allModels : words.someModels(ticked.length),
  );
  return (
    <details className="group rounded-control border border-line-subtle">
      <summary className="flex h-8 list-none items-center gap-2 rounded-control px-2.5 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-subtlest group-open:rotate-90" />
        <span>{words.scope}</span>
        <span className="ml-auto text-meta text-subtlest">{all ? words.scopeAll : some}</span>
      </summary>
      <div className="flex flex-col gap-3 px-2.5 pt-1 pb-3">
        <Ticks
          label={words.endpoints}
          hint={words.endpointsHint}
          options={ENDPOINTS.map((value) => ({ value, label: strings.keys.endpoints[value] }))}
          value={endpoints}
          onChange={(value) => onChange({ endpoints: value })}
        />
        <Ticks
          label={words.models}
          hint={words.modelsHint}
          mono
          options={models.map((value) => ({ value, label: value }))}
          value={ticked}
          onChange={(value) => onChange({ models: value })}
        />
      </div>
    </details>
  );
}

function inDollars(budget: string): string | undefined {
  const amount = Number(budget);
  return budget.trim() === "" || !Number.isFinite(amount) ? undefined : `= ${dollars(amount)}`;
}
