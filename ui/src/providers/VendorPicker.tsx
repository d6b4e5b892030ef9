import { useId } from "react";
import { GroupLabel } from "../parts/Field";
import { Picker } from "../parts/Picker";
import { strings } from "../strings";
import type { Vendor } from "./types";

const words = strings.providers.form;

/** A vendor, found by a few letters of its name or address. */
export function VendorPicker(props: {
  vendors: readonly Vendor[];
  value: string;
  error: string | undefined;
  onChange: (vendor: string) => void;
}) {
  const label = useId();
  return (
    <div className="flex flex-col gap-1">
      <GroupLabel id={label}>{words.vendor}</GroupLabel>
      <Picker
        label={words.vendor}
        items={props.vendors.map((vendor) => ({
          value: vendor.id,
          label: vendor.label,
          hint: vendor.local ? words.local : (vendor.base_url?.replace(/^https:\/\//, "") ?? ""),
          also: `${vendor.id} ${vendor.base_url ?? ""}`,
        }))}
        value={props.value}
        onChange={props.onChange}
        search={words.vendorFilter}
        nothing={words.noVendor}
        placeholder={words.chooseVendor}
        testId="vendor"
      />
      {props.error && <p className="text-danger text-meta">{props.error}</p>}
    </div>
  );
}
