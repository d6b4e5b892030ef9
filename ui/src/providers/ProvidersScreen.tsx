import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import { modelsQuery, providersQuery } from "../api/queries";
import type { Model, Provider } from "../api/types";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { Button } from "../parts/Button";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { AddDialog } from "./AddDialog";
import { SANDBOX } from "./draft";
import { KeyDialog } from "./KeyDialog";
import { ModelDialog } from "./ModelDialog";
import { ModelTable } from "./ModelTable";
import { useModelActions, useProviderActions } from "./mutations";
import { ProviderTable } from "./ProviderTable";
import type { ProvidersSearch } from "./search";
import { TestDialog } from "./TestDialog";

const words = strings.providers;

type Open =
  | { is: "add" }
  | { is: "test" | "key" | "delete"; provider: Provider }
  | { is: "edit-model" | "delete-model"; model: Model };

/** Whom the gateway asks, for which models, in which order and at what price. */
export function ProvidersScreen() {
  const { client } = useGateway();
  const providers = useQuery(providersQuery(client));
  const models = useQuery(modelsQuery(client));
  const { change } = useProviderActions();
  const search = useSearch({ from: "/providers" });
  const navigate = useNavigate();
  const [opened, setOpen] = useState<Open | null>(null);
  const asked = linked(search, providers.data ?? [], models.data ?? []);
  const open = opened ?? asked;
  const show = (next: Open | null) => {
    if (asked) void navigate({ to: "/providers", search: {}, replace: true });
    setOpen(next);
  };
  const add = () => setOpen({ is: "add" });
  useCommands({ "providers.add": add });
  const error = providers.error ?? models.error;

  if (providers.data === undefined || models.data === undefined) {
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

  const own = providers.data.some((provider) => provider.vendor !== SANDBOX);
  return (
    <div className="h-full overflow-y-auto px-5 pt-4 pb-5">
      <div className="mb-3 flex h-7 items-center justify-between">
        <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
        {own && <AddButton onClick={add} />}
      </div>
      {change.error && (
        <div className="mb-3">
          <Notice tone="danger">{change.error.message}</Notice>
        </div>
      )}
      {own ? (
        <ProviderTable
          providers={providers.data}
          onAct={(provider, action) => {
            if (action === "toggle") change.mutate({ id: provider.id, body: { disabled: !provider.disabled } });
            else setOpen({ is: action, provider });
          }}
        />
      ) : (
        <Empty {...words.empty} action={<AddButton onClick={add} />} />
      )}
      <section aria-labelledby="models-title" className="mt-6">
        <h2 id="models-title" className="flex h-7 items-center font-semibold">
          {words.models.title}
        </h2>
        {models.data.length === 0 ? (
          <p className="text-subtle">{words.models.empty}</p>
        ) : (
          <ModelTable
            models={models.data}
            onAct={(model, action) => setOpen({ is: action === "edit" ? "edit-model" : "delete-model", model })}
          />
        )}
      </section>
      {open && (
        <OpenDialog open={open} providers={providers.data} models={models.data} show={show} close={() => show(null)} />
      )}
    </div>
  );
}

/** The dialog that the route asks for. */
function linked(search: ProvidersSearch, providers: readonly Provider[], models: readonly Model[]): Open | null {
  if (search.add) return { is: "add" };
  const model = models.find(({ id }) => id === search.model);
  if (model) return { is: "edit-model", model };
  const provider = providers.find(({ id }) => id === search.provider);
  return provider ? { is: "test", provider } : null;
}

function AddButton({ onClick }: { onClick: () => void }) {
  return (
    <Button look="primary" onClick={onClick} title={useShortcut("providers.add").text} data-testid="add-provider">
      <Plus size={14} aria-hidden />
      {words.add}
    </Button>
  );
}

function OpenDialog(props: {
  open: Open;
  providers: readonly Provider[];
  models: readonly Model[];
  show: (next: Open) => void;
  close: () => void;
}) {
  const { open, models, close } = props;
  const { remove: removeProvider } = useProviderActions();
  const { remove: removeModel } = useModelActions();
  switch (open.is) {
    case "add":
      return (
        <AddDialog
          taken={props.providers.map((provider) => provider.id)}
          onAdded={(provider) => props.show({ is: "test", provider })}
          onClose={close}
        />
      );
    case "test":
      return (
        <TestDialog
          providerId={open.provider.id}
          models={models}
          onReplaceKey={() => props.show({ is: "key", provider: open.provider })}
          onClose={close}
        />
      );
    case "key":
      return (
        <KeyDialog
          subject={open.provider}
          onReplaced={() => props.show({ is: "test", provider: open.provider })}
          onClose={close}
        />
      );
    case "delete":
      return (
        <ConfirmDialog
          title={words.remove.provider(open.provider.id)}
          text={words.remove.providerText}
          action={words.remove.providerAction}
          busy={removeProvider.isPending}
          error={removeProvider.error}
          onConfirm={() => removeProvider.mutate(open.provider.id, { onSuccess: close })}
          onClose={close}
        />
      );
    case "edit-model":
      return <ModelDialog subject={open.model} models={models} onClose={close} />;
    case "delete-model":
      return (
        <ConfirmDialog
          title={words.remove.model(open.model.id)}
          text={words.remove.modelText}
          action={words.remove.modelAction}
          busy={removeModel.isPending}
          error={removeModel.error}
          onConfirm={() => removeModel.mutate(open.model.id, { onSuccess: close })}
          onClose={close}
        />
      );
  }
}
