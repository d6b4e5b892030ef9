import { strings } from "../../strings";
import { proxyTrouble } from "../checks";
import { TextControl } from "../controls";
import { useSetting } from "../queries";
import type { ControlProps, Section } from "../rows";

const words = strings.settings.network;

function OutgoingProxy(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("proxy");
  return (
    <TextControl
      {...props}
      className="w-64 font-mono text-meta"
      placeholder={words.system}
      value={value === undefined ? undefined : (value ?? "")}
      check={proxyTrouble}
      onSave={(text) => save(text === "" ? null : text)}
      savedAt={savedAt}
      error={error?.message}
    />
  );
}

export const network: Section = {
  id: "network",
  title: words.title,
  rows: [{ id: "proxy", ...words.rows.proxy, applies: "now", Control: OutgoingProxy }],
};
