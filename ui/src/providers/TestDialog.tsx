import { useEffect, useRef, useState } from "react";
import type { Model } from "../api/types";
import { count } from "../format/numbers";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { isAdded, toModels } from "./draft";
import { ModelTicks } from "./ModelTicks";
import { useModelActions, useProviderActions } from "./mutations";
import type { TestResult } from "./types";

const words = strings.providers.test;

/** Asks a provider for its models at once, and adds those that are chosen. */
export function TestDialog(props: {
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
  function added() {
    props.onClose();
    tell(words.addedTold(chosen.length));
  }
  const offered = test.data?.ok ? test.data.models : [];

  return (
    <Dialog title={words.title(providerId)} text={words.text} onClose={props.onClose}>
      <div className="flex flex-col gap-3" data-testid="test-result">
        {test.isPending && <p role="status">{words.running}</p>}
        {test.error && <Notice tone="danger">{test.error.message}</Notice>}
        {test.data && <Outcome result={test.data} />}
        {offered.length > 0 && (
          <ModelTicks
            offered={offered}
            added={offered.filter((name) => isAdded(name, providerId, models))}
            chosen={chosen}
            onChange={setChosen}
          />
        )}
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
        {offered.length > 0 && (
          <Button
            look="primary"
            disabled={chosen.length === 0 || saveAll.isPending}
            data-testid="add-models"
            onClick={() => saveAll.mutate(toModels(chosen, providerId, models), { onSuccess: added })}
          >
            {words.add(chosen.length)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Outcome({ result }: { result: TestResult }) {
  if (!result.ok) return <Notice tone="danger">{words.failed(result.error ?? words.noReason)}</Notice>;
  return (
    <>
      <Notice tone="info">{words.ok(count(result.milliseconds), result.models.length)}</Notice>
      {result.models.length === 0 && <p className="text-subtle">{words.none}</p>}
    </>
  );
}
