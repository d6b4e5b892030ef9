import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, Route } from "lucide-react";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import { healthQuery, modelsQuery, providersQuery } from "../api/queries";
import type { Model, Provider } from "../api/types";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { Button } from "../parts/Button";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { Notice } from "../parts/Notice";
import { tell, useUndo } from "../parts/undo";
import { useRowWalk } from "../parts/useRowWalk";
import { token } from "../requests/filter/language";
import { strings } from "../strings";
import { linked, type Open, OpenDialog } from "./Dialogs";
import { DeadProviders } from "./dead/DeadProviders";
import type { Dead, Remedy } from "./dead/dead";
import { useDead } from "./dead/useDead";
import { SANDBOX } from "./draft";
import { Found } from "./found/Found";
import { usePastedKey } from "./key/usePastedKey";
import { type ModelAction, ModelTable } from "./models/ModelTable";
import { Unpriced } from "./models/Unpriced";
import { useModelActions, useProviderActions } from "./mutations";
import { type ProviderAction, ProviderTable } from "./ProviderTable";

const words = strings.providers;

const MENDING: Record<Remedy, ProviderAction> = {
  key: "key",
  unlock: "key",
  address: "address",
  account: "toggle",
  fetch: "test",
  wait: "test",
};

/** Whom the gateway asks, for which models, in which order and at what price. */
export function ProvidersScreen() {
  const { client } = useGateway();
  const providers = useQuery(providersQuery(client));
  const models = useQuery(modelsQuery(client));
  const error = providers.error ?? models.error;
  if (providers.data && models.data) return <Loaded providers={providers.data} models={models.data} />;
  return (
    <div className="h-full overflow-y-auto px-5 pt-4 pb-5">
      <h1 className="mb-3 flex h-7 items-center font-semibold text-page tracking-tight">{words.title}</h1>
      {error ? (
        <LoadFailed error={error} onRetry={() => void Promise.all([providers.refetch(), models.refetch()])} />
      ) : (
        <Skeleton rows={5} />
      )}
    </div>
  );
}

function Loaded({ providers, models: all }: { providers: readonly Provider[]; models: readonly Model[] }) {
  const { client } = useGateway();
  const health = useQuery(healthQuery(client));
  const { change } = useProviderActions();
  const { remove } = useModelActions();
  const { later, isPending } = useUndo();
  const search = useSearch({ from: "/providers" });
  const navigate = useNavigate();
  const [opened, setOpen] = useState<Open | null>(null);
  const [expanded, setExpanded] = useState<string>();
  const models = all.filter(({ id }) => !isPending(`model:${id}`));
  const asked = linked(search, providers, models);
  const open = opened ?? asked;
  const show = (next: Open | null) => {
    if (asked) void navigate({ to: "/providers", search: {}, replace: true });
    setOpen(next);
  };
  const add = () => setOpen({ is: "add" });
  usePastedKey(open ? null : (apiKey) => setOpen({ is: "add", apiKey }));
  const onAdded = (provider: Provider) => setOpen({ is: "test", provider });

  function act(provider: Provider, action: ProviderAction) {
    switch (action) {
      case "toggle": {
        const said = provider.disabled ? words.told.on : words.told.off;
        return change.mutate(
          { id: provider.id, body: { disabled: !provider.disabled } },
          { onSuccess: () => tell(said(provider.id)) },
        );
      }
      case "requests":
        return void navigate({ to: "/requests", search: { q: token("provider", provider.id) } });
      default:
        return setOpen({ is: action, provider });
    }
  }

  function mend({ id, remedy }: Dead) {
    const provider = providers.find((each) => each.id === id);
    if (provider) act(provider, MENDING[remedy]);
  }

  function actOnModel(model: Model, action: ModelAction) {
    switch (action) {
      case "edit":
        return setOpen({ is: "model", model });
      case "route":
        return setOpen({ is: "route", model: model.id });
      case "requests":
        return void navigate({ to: "/requests", search: { q: token("model", model.id) } });
      case "playground":
        return void navigate({ to: "/playground", search: { models: model.id } });
      case "delete":
        return later({
          id: `model:${model.id}`,
          text: words.told.modelDeleted(model.id),
          run: () => remove.mutateAsync(model.id),
        });
    }
  }

  const toggle = (id: string) => setExpanded((now) => (now === id ? undefined : id));
  const walk = useRowWalk(
    providers.map(({ id }) => id),
    toggle,
  );
  const marked = providers.find(({ id }) => id === walk.current);
  const own = marked && marked.vendor !== SANDBOX ? marked : undefined;
  useCommands({
    "providers.add": add,
    "providers.route": models[0] && (() => setOpen({ is: "route", model: models[0]?.id ?? "" })),
    "providers.next": walk.next,
    "providers.previous": walk.previous,
    "providers.open": marked && walk.open,
    "providers.test": own && (() => act(own, "test")),
    "providers.toggle": own && (() => act(own, "toggle")),
    "providers.leave": marked && (() => walk.setMarked(undefined)),
  });

  const connected = providers.some((provider) => provider.vendor !== SANDBOX);
  return (
    <div className="h-full overflow-y-auto px-5 pt-4 pb-5">
      <div className="mb-3 flex h-7 items-center justify-between">
        <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
        {connected && <AddButton onClick={add} />}
      </div>
      {change.error && opened === null && (
        <div className="mb-3">
          <Notice tone="danger">{change.error.message}</Notice>
        </div>
      )}
      <DeadProviders dead={useDead()} onMend={mend} />
      <Found taken={providers.map(({ id }) => id)} onAdded={onAdded} />
      {connected ? (
        <ProviderTable
          providers={providers}
          health={health}
          markedId={walk.current}
          openId={expanded}
          onMark={walk.setMarked}
          onOpen={setExpanded}
          onAct={act}
        />
      ) : (
        <Empty {...words.empty} action={<AddButton onClick={add} />} />
      )}
      <section aria-labelledby="models-title" className="mt-6">
        <div className="mb-1.5 flex h-7 items-center justify-between">
          <div className="flex items-baseline gap-2">
            <h2 id="models-title" className="font-semibold">
              {words.models.title}
            </h2>
            <span className="text-meta text-subtlest">{words.models.unit}</span>
          </div>
          {models[0] && (
            <Button onClick={() => setOpen({ is: "route", model: models[0]?.id ?? "" })} data-testid="test-route">
              <Route size={14} aria-hidden />
              {words.route.title}
            </Button>
          )}
        </div>
        <Unpriced models={models} onSet={(model) => setOpen({ is: "model", model })} />
        {models.length === 0 ? (
          <p className="text-subtle">{words.models.empty}</p>
        ) : (
          <ModelTable models={models} onAct={actOnModel} />
        )}
      </section>
      {open && <OpenDialog open={open} providers={providers} models={models} show={show} close={() => show(null)} />}
    </div>
  );
}

function AddButton({ onClick }: { onClick: () => void }) {
  return (
    <Button look="primary" onClick={onClick} title={useShortcut("providers.add").text} data-testid="add-provider">
      <Plus size={14} aria-hidden />
      {words.add}
    </Button>
  );
}
