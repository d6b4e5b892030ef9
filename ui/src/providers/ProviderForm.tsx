import { type FormEvent, useState } from "react";
import { ApiError } from "../api/error";
import { Button } from "../parts/Button";
import { DialogActions } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { type ProviderDraft, providerErrors, toProvider, withKey, withVendor } from "./draft";
import { vendorsOf } from "./key/guess";
import { usePastedKey } from "./key/usePastedKey";
import { VendorOfKey } from "./key/VendorOfKey";
import type { NewProvider, Vendor } from "./types";
import { VendorPicker } from "./VendorPicker";

const words = strings.providers.form;
const OWN_FIELDS = ["id", "base_url", "api_key"];

/** Vendor, name, address and key of a new provider; the gateway has the last word on them. */
export function ProviderForm(props: {
  vendors: readonly Vendor[];
  /** Ids that are in use. */
  taken: readonly string[];
  /** One that was pasted. */
  apiKey?: string | undefined;
  busy: boolean;
  error: Error | null;
  onSubmit: (provider: NewProvider) => void;
  onCancel: () => void;
}) {
  const { vendors, taken } = props;
  const [draft, setDraft] = useState<ProviderDraft>(() => {
    const empty = { id: "", vendor: "", chosen: false, baseUrl: "", apiKey: "" };
    return withKey(withVendor(empty, vendors[0]?.id ?? "", taken), props.apiKey ?? "", vendors, taken);
  });
  const [tried, setTried] = useState(false);
  const takeKey = (key: string) => setDraft((now) => withKey(now, key, vendors, taken));
  usePastedKey(takeKey);
  const vendor = vendors.find((each) => each.id === draft.vendor);
  const errors = providerErrors(draft, vendor);
  const found = tried ? errors : {};
  const refused = props.error instanceof ApiError ? props.error : null;
  const refusedAt = (param: string) => (refused?.param === param ? refused.message : undefined);
  const change = (part: Partial<ProviderDraft>) => setDraft((now) => ({ ...now, ...part }));
  const choose = (id: string) => setDraft((now) => ({ ...withVendor(now, id, taken), chosen: true }));

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(errors).length === 0) props.onSubmit(toProvider(draft));
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <VendorPicker
        vendors={vendors}
        value={draft.vendor}
        error={found.vendor && words.vendorMissing}
        onChange={choose}
      />
      <VendorOfKey fitting={vendorsOf(draft.apiKey.trim(), vendors)} value={draft.vendor} onChange={choose} />
      {vendor?.credential !== "none" && (
        <TextField
          label={vendor?.credential === "optional" ? words.apiKeyOptional : words.apiKey}
          hint={words.apiKeyHint}
          error={found.apiKey ? words.apiKeyMissing : refusedAt("api_key")}
          type="password"
          autoComplete="new-password"
          className="font-mono text-meta"
          value={draft.apiKey}
          data-testid="provider-key"
          onChange={(event) => takeKey(event.target.value)}
        />
      )}
      <TextField
        label={words.id}
        hint={words.idHint}
        error={found.id ? words.idMissing : refusedAt("id")}
        className="font-mono text-meta"
        value={draft.id}
        data-testid="provider-id"
        onChange={(event) => change({ id: event.target.value })}
      />
      <TextField
        label={words.address}
        hint={vendor?.base_url == null ? undefined : words.addressHint}
        error={found.baseUrl ? words.addressBad : refusedAt("base_url")}
        placeholder={vendor?.base_url ?? "http://"}
        className="font-mono text-meta"
        inputMode="url"
        value={draft.baseUrl}
        onChange={(event) => change({ baseUrl: event.target.value })}
      />
      {props.error && !OWN_FIELDS.includes(refused?.param ?? "") && (
        <Notice tone="danger">{props.error.message}</Notice>
      )}
      <DialogActions>
        <Button onClick={props.onCancel}>{strings.cancel}</Button>
        <Button type="submit" look="primary" disabled={props.busy} data-testid="provider-submit">
          {words.action}
        </Button>
      </DialogActions>
    </form>
  );
}
