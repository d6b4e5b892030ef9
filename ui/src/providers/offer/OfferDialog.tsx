import { useEffect, useRef, useState } from "react";
import type { Model } from "../../api/types";
import { count } from "../../format/numbers";
import { Button } from "../../parts/Button";
import { Dialog, DialogActions } from "../../parts/Dialog";
import { Notice } from "../../parts/Notice";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { toModels } from "../draft";
import { useModelActions, useProviderActions } from "../mutations";
import type { TestResult } from "../types";
import { Gone } from "./Gone";
import { ModelTicks } from "./ModelTicks";

const words = strings.providers.offer;

/** Asks a provider for its models at once, and adds those that are chosen. */
export function OfferDialog(props: {
  providerId: string;
  models: readonly Model[];
  onReplaceKey: () => void;
  onAddress: () => void;
  onClose: () => void;
}) {
  const { providerId, models } = props;
  const { test } = useProviderActions();
  const { saveAll } = useModelActions();
  const [chosen, setChosen] = useState<string[]>([]);
  const asked = useRef(false);
  const ask = test.mutate;
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    ask(providerId);
  }, [ask, providerId]);
  const answered = test.data?.ok === true;
  const offered = test.data?.ok ? test.data.models : [];
  const own = models.filter(({ provider }) => provider === providerId);
  const upstreams = new Set(own.map(({ upstream }) => upstream));
  // After a refusal those that were taken are here already.
  const wanted = chosen.filter((name) => !upstreams.has(name));

  function added() {
    props.onClose();
    tell(words.addedTold(wanted.length));
  }

  return (
    <Dialog title={words.title(providerId)} text={words.text} onClose={props.onClose}>
      <div className="flex flex-col gap-3" data-testid="offer">
        {test.isPending && <p role="status">{words.running}</p>}
        {test.error && <Notice tone="danger">{test.error.message}</Notice>}
        {test.data && <Outcome result={test.data} />}
        {answered && (
          <ModelTicks
            offered={offered}
            added={offered.filter((name) => upstreams.has(name))}
            chosen={wanted}
            onChange={setChosen}
          />
        )}
        {offered.length > 0 && <Gone models={own.filter(({ upstream }) => !offered.includes(upstream))} />}
        {test.data?.ok === false && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={props.onReplaceKey}>{strings.providers.key.action}</Button>
            <Button onClick={props.onAddress}>{strings.providers.menu.address}</Button>
          </div>
        )}
        {saveAll.error && <Notice tone="danger">{saveAll.error.message}</Notice>}
      </div>
      <DialogActions>
        {!test.isPending && (
          <Button look="quiet" className="mr-auto -ml-2.5" onClick={() => test.mutate(providerId)}>
            {words.again}
          </Button>
        )}
        <Button onClick={props.onClose}>{words.later}</Button>
        {answered && (
          <Button
            look="primary"
            disabled={wanted.length === 0 || saveAll.isPending}
            data-testid="add-models"
            onClick={() => saveAll.mutate(toModels(wanted, providerId, models), { onSuccess: added })}
          >
            {saveAll.isPending ? words.adding : words.add(wanted.length)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Outcome({ result }: { result: TestResult }) {
  if (!result.ok) return <Notice tone="danger">{words.failed(result.error ?? words.noReason)}</Notice>;
  const { milliseconds, models } = result;
  return (
    <Notice tone="info">
      {words.ok(count(milliseconds), models.length)} {models.length === 0 && words.none}
    </Notice>
  );
}
