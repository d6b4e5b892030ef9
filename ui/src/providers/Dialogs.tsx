import type { Model, Provider } from "../api/types";
import { AddDialog } from "./AddDialog";
import { AddressDialog } from "./AddressDialog";
import { DeleteProvider } from "./DeleteProvider";
import { KeyDialog } from "./KeyDialog";
import { ModelDialog } from "./models/ModelDialog";
import { OfferDialog } from "./offer/OfferDialog";
import { RouteTester } from "./route/RouteTester";
import type { ProvidersSearch } from "./search";

export type Open =
  | { is: "add"; apiKey?: string }
  | { is: "test" | "key" | "address" | "delete"; provider: Provider }
  | { is: "model"; model: Model }
  | { is: "route"; model: string };

/** The dialog that the route asks for. */
export function linked(search: ProvidersSearch, providers: readonly Provider[], models: readonly Model[]): Open | null {
  if (search.add) return { is: "add" };
  if (search.route !== undefined) return { is: "route", model: search.route };
  const model = models.find(({ id }) => id === search.model);
  if (model) return { is: "model", model };
  const provider = providers.find(({ id }) => id === search.provider);
  return provider ? { is: "test", provider } : null;
}

/** The one that is open. A provider that was changed is tested next. */
export function OpenDialog(props: {
  open: Open;
  providers: readonly Provider[];
  models: readonly Model[];
  show: (next: Open) => void;
  close: () => void;
}) {
  const { open, providers, models, show, close } = props;
  switch (open.is) {
    case "add":
      return (
        <AddDialog
          taken={providers.map((provider) => provider.id)}
          apiKey={open.apiKey}
          onAdded={(provider) => show({ is: "test", provider })}
          onClose={close}
        />
      );
    case "test":
      return (
        <OfferDialog
          providerId={open.provider.id}
          models={models}
          onReplaceKey={() => show({ is: "key", provider: open.provider })}
          onAddress={() => show({ is: "address", provider: open.provider })}
          onClose={close}
        />
      );
    case "key":
      return (
        <KeyDialog
          subject={open.provider}
          onReplaced={() => show({ is: "test", provider: open.provider })}
          onClose={close}
        />
      );
    case "address":
      return (
        <AddressDialog
          subject={open.provider}
          onChanged={() => show({ is: "test", provider: open.provider })}
          onClose={close}
        />
      );
    case "delete":
      return <DeleteProvider subject={open.provider} models={models} onClose={close} />;
    case "model":
      return <ModelDialog subject={open.model} models={models} onClose={close} />;
    case "route":
      return <RouteTester model={open.model} models={models} providers={providers} onClose={close} />;
  }
}
