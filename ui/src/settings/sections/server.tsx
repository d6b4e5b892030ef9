import { useQuery } from "@tanstack/react-query";
import { ShieldCheck, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useGateway } from "../../api/gateway";
import { statusQuery } from "../../api/queries";
import { Button } from "../../parts/Button";
import { Dialog, DialogActions } from "../../parts/Dialog";
import { strings } from "../../strings";
import { EVERYWHERE, isLoopback, portTrouble, readListen, USUAL, writeListen } from "../address";
import { hostTrouble, numberTrouble, originTrouble } from "../checks";
import { ChoiceControl, TextControl } from "../controls";
import { ListControl } from "../ListControl";
import { useSetting } from "../queries";
import type { ControlProps, Section } from "../rows";

const words = strings.settings.server;
const DAY_SECONDS = 86_400;
const MOST_REQUESTS = 4_294_967_295;

/** Who can connect, in one sentence. */
function Lead() {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  if (!status) return null;
  const Icon = status.local_only ? ShieldCheck : TriangleAlert;
  return (
    <p className="mb-1 flex items-start gap-2.5 rounded-control bg-canvas px-3 py-2 text-subtle">
      <Icon
        size={15}
        aria-hidden
        className={`mt-0.5 shrink-0 ${status.local_only ? "text-success" : "text-warning"}`}
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {status.local_only ? words.onlyHere : words.network} {status.listen_fixed && words.fixed}
      </span>
    </p>
  );
}

function Reach(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("listen");
  const [asked, setAsked] = useState<string>();
  if (value === undefined) return null;
  const { host, port } = readListen(value);
  const usual = [USUAL.host, EVERYWHERE];
  const options = [...usual, ...(usual.includes(host) ? [] : [host])].map((each) => ({
    value: each,
    label: words.reach[each as keyof typeof words.reach] ?? words.reachAt(each),
  }));
  const open = (to: string) => save(writeListen({ host: to, port }));
  return (
    <>
      <ChoiceControl
        {...props}
        options={options}
        value={host}
        onChange={(to) => (isLoopback(to) ? open(to) : setAsked(to))}
        savedAt={savedAt}
        error={error?.message}
      />
      {asked !== undefined && (
        <Dialog title={words.openTitle} text={words.openText} onClose={() => setAsked(undefined)}>
          <DialogActions>
            <Button onClick={() => setAsked(undefined)}>{strings.cancel}</Button>
            <Button
              look="primary"
              onClick={() => {
                open(asked);
                setAsked(undefined);
              }}
            >
              {words.open}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

function Port(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("listen");
  const listen = value === undefined ? undefined : readListen(value);
  return (
    <TextControl
      {...props}
      numeric
      className="w-24"
      value={listen && String(listen.port)}
      check={portTrouble}
      onSave={(text) => listen && save(writeListen({ ...listen, port: Number(text) }))}
      savedAt={savedAt}
      error={error?.message}
    />
  );
}

function Hosts(props: ControlProps) {
  const setting = useSetting("hosts");
  return <ListControl {...props} {...setting} check={hostTrouble} placeholder="my-computer.local" />;
}

function Origins(props: ControlProps) {
  const setting = useSetting("cors_origins");
  return <ListControl {...props} {...setting} check={originTrouble} placeholder="https://app.example.com" />;
}

function PerAddress(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("requests_per_ip");
  return (
    <TextControl
      {...props}
      numeric
      value={value && String(value.count)}
      check={(text) => numberTrouble(text, MOST_REQUESTS)}
      onSave={(text) => value && save({ ...value, count: Number(text) })}
      savedAt={savedAt}
      error={error?.message}
      className="w-28"
    />
  );
}

function PerAddressTime(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("requests_per_ip");
  return (
    <TextControl
      {...props}
      numeric
      unit={words.seconds}
      value={value && String(value.per_seconds)}
      check={(text) => numberTrouble(text, DAY_SECONDS)}
      onSave={(text) => value && save({ ...value, per_seconds: Number(text) })}
      savedAt={savedAt}
      error={error?.message}
      className="w-28"
    />
  );
}

function Plan(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("plan");
  const options = Object.entries(words.plans).map(([id, label]) => ({ value: id, label }));
  return (
    <ChoiceControl
      {...props}
      options={options}
      value={value}
      onChange={save}
      savedAt={savedAt}
      error={error?.message}
    />
  );
}

export const server: Section = {
  id: "server",
  title: words.title,
  Lead,
  rows: [
    { id: "reach", ...words.rows.reach, applies: "restart", Control: Reach },
    { id: "port", ...words.rows.port(USUAL.port), applies: "restart", Control: Port },
    { id: "hosts", ...words.rows.hosts, applies: "now", Control: Hosts },
    { id: "origins", ...words.rows.origins, applies: "now", Control: Origins },
    { id: "per-address", ...words.rows.perAddress, applies: "now", Control: PerAddress },
    { id: "per-address-time", ...words.rows.perAddressTime, applies: "now", Control: PerAddressTime },
    { id: "plan", ...words.rows.plan, applies: "now", Control: Plan },
  ],
};
