import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useGateway } from "../../api/gateway";
import { keysQuery } from "../../api/queries";
import type { Model, Provider } from "../../api/types";
import { Button } from "../../parts/Button";
import { Choice } from "../../parts/Choice";
import { Dialog, DialogActions } from "../../parts/Dialog";
import { GroupLabel } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Picker } from "../../parts/Picker";
import { Ticks } from "../../parts/Ticks";
import { strings } from "../../strings";
import { NEEDS } from "../models/draft";
import { type Question, type RoutePreview, routeQuery } from "./queries";
import { RouteSteps } from "./RouteSteps";

const words = strings.providers.route;
const WINDOW = "";

/** What would happen to a request, told without sending it. */
export function RouteTester(props: {
  model: string;
  models: readonly Model[];
  providers: readonly Provider[];
  onClose: () => void;
}) {
  const { client } = useGateway();
  const keys = useQuery(keysQuery(client)).data ?? [];
  const [asked, setAsked] = useState<Question>({ model: props.model, key: null, down: [], needs: [] });
  const change = (part: Partial<Question>) => setAsked((now) => ({ ...now, ...part }));
  const { data: preview, error } = useQuery(routeQuery(client, asked));
  return (
    <Dialog title={words.title} text={words.text} onClose={props.onClose}>
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-2 items-start gap-3">
          <Labelled name={words.model}>
            {() => (
              <Picker
                label={words.model}
                items={props.models.map(({ id, provider }) => ({
                  value: id,
                  label: id,
                  hint: provider,
                  also: provider,
                }))}
                value={asked.model}
                onChange={(model) => change({ model })}
                search={strings.providers.models.search}
                nothing={strings.providers.models.noneFits}
                placeholder={asked.model}
                mono
              />
            )}
          </Labelled>
          <Labelled name={words.key}>
            {(label) => (
              <Choice
                labelledBy={label}
                className="!h-8"
                value={asked.key ?? WINDOW}
                onChange={(key) => change({ key: key === WINDOW ? null : key })}
                options={[
                  { value: WINDOW, label: words.anyKey },
                  ...keys.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )}
          </Labelled>
        </div>
        <Ticks
          label={words.needs}
          options={NEEDS.map((value) => ({ value, label: strings.providers.models.capabilities[value] }))}
          value={asked.needs}
          onChange={(needs) => change({ needs })}
        />
        <Ticks
          label={words.down}
          options={props.providers.map(({ id }) => ({ value: id, label: id }))}
          value={asked.down}
          onChange={(down) => change({ down })}
        />
        {error ? <Notice tone="danger">{error.message}</Notice> : preview && <Outcome preview={preview} />}
        <p className="text-meta text-subtlest">{words.nothingSpent}</p>
      </div>
      <DialogActions>
        <Button onClick={props.onClose}>{strings.done}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Outcome({ preview: { model, refusal, targets } }: { preview: RoutePreview }) {
  return (
    <section aria-live="polite" className="flex flex-col gap-1.5">
      {refusal ? (
        <Notice tone="danger">{words.refused(refusal.status, refusal.message)}</Notice>
      ) : (
        <h3 className="text-meta text-subtle">{words.goesTo(model)}</h3>
      )}
      {targets.length > 0 && <RouteSteps label={words.goesTo(model)} targets={targets} />}
    </section>
  );
}

function Labelled({ name, children }: { name: string; children: (label: string) => React.ReactNode }) {
  const label = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <GroupLabel id={label}>{name}</GroupLabel>
      {children(label)}
    </div>
  );
}
