import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import type { Provider } from "../api/types";
import { Dialog } from "../parts/Dialog";
import { LoadFailed, Skeleton } from "../parts/Loading";
import { strings } from "../strings";
import { useProviderActions, vendorsQuery } from "./mutations";
import { ProviderForm } from "./ProviderForm";

/** A new provider. It is tested as soon as the gateway has it. */
export function AddDialog(props: {
  taken: readonly string[];
  /** A key that was pasted, before anything else was said. */
  apiKey?: string | undefined;
  onAdded: (provider: Provider) => void;
  onClose: () => void;
}) {
  const { client } = useGateway();
  const { data: vendors, error, refetch } = useQuery(vendorsQuery(client));
  const { create } = useProviderActions();
  return (
    <Dialog title={strings.providers.add} onClose={props.onClose}>
      {vendors ? (
        <ProviderForm
          vendors={vendors}
          taken={props.taken}
          apiKey={props.apiKey}
          busy={create.isPending}
          error={create.error}
          onSubmit={(provider) => create.mutate(provider, { onSuccess: props.onAdded })}
          onCancel={props.onClose}
        />
      ) : error ? (
        <LoadFailed error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={4} />
      )}
    </Dialog>
  );
}
