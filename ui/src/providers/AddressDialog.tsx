import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useGateway } from "../api/gateway";
import type { Provider } from "../api/types";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { strings } from "../strings";
import { isAddress } from "./draft";
import { useProviderActions, vendorsQuery } from "./mutations";

const words = strings.providers.address;

/** Where a provider answers; empty goes back to the vendor's own address. Tested as soon as it is changed. */
export function AddressDialog(props: { subject: Provider; onChanged: () => void; onClose: () => void }) {
  const { subject, onChanged, onClose } = props;
  const { client } = useGateway();
  const vendors = useQuery(vendorsQuery(client)).data ?? [];
  const usual = vendors.find(({ id }) => id === subject.vendor)?.base_url ?? null;
  const { change } = useProviderActions();
  const [typed, setTyped] = useState(subject.base_url);
  const [tried, setTried] = useState(false);
  const address = typed.trim();
  const wrong = address === "" ? usual === null : !isAddress(address);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (wrong) return;
    const sent = address === "" || address === usual ? null : address;
    change.mutate({ id: subject.id, body: { base_url: sent } }, { onSuccess: onChanged });
  }

  return (
    <Dialog title={words.title(subject.id)} text={words.text} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <TextField
          label={strings.providers.form.address}
          hint={usual === null ? undefined : words.usual(usual)}
          error={tried && wrong ? strings.providers.form.addressBad : change.error?.message}
          placeholder={usual ?? "http://"}
          className="font-mono text-meta"
          inputMode="url"
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button type="submit" look="primary" disabled={change.isPending} data-testid="address-submit">
            {words.action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
