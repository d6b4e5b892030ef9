import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import { keysQuery } from "../api/queries";
import type { Key, MadeKey } from "../api/types";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { Notice } from "../parts/Notice";
import { tell } from "../parts/undo";
import { useRowWalk } from "../parts/useRowWalk";
import { token } from "../requests/filter/language";
import { strings } from "../strings";
import { DeleteDialog } from "./DeleteDialog";
import { copyOf, type Draft, draftOf, NEW_DRAFT } from "./draft";
import { KeyForm } from "./KeyForm";
import type { KeyAction } from "./KeyMenu";
import { KeyTable } from "./KeyTable";
import { useKeyActions } from "./mutations";
import { type KeyUsage, usageQuery } from "./queries";
import { RotateDialog } from "./RotateDialog";
import { SecretPanel } from "./SecretPanel";

const words = strings.keys;
const NONE: readonly KeyUsage[] = [];

type Open =
  | { is: "create"; from: Draft }
  | { is: "secret"; made: MadeKey; oldUntil?: number }
  | { is: "edit" | "rotate" | "delete"; key: Key };

const NEW: Open = { is: "create", from: NEW_DRAFT };

/** Who may call, how often and for how much. */
export function KeysScreen() {
  const { client } = useGateway();
  const { data: keys, error, refetch } = useQuery(keysQuery(client));
  const { data: usage = NONE } = useQuery(usageQuery(client));
  const search = useSearch({ from: "/keys" });
  const navigate = useNavigate();
  const { change } = useKeyActions();
  const [opened, setOpen] = useState<Open | null>(null);
  const linked = keys?.find((key) => key.id === search.edit);
  const asked: Open | null = search.create ? NEW : linked ? { is: "edit", key: linked } : null;
  const open = opened ?? asked;
  const forget = () => asked && void navigate({ to: "/keys", search: {}, replace: true });
  const close = () => {
    setOpen(null);
    forget();
  };
  const show = (next: Open) => {
    forget();
    setOpen(next);
  };

  function act(key: Key, action: KeyAction) {
    switch (action) {
      case "toggle": {
        const said = key.disabled ? words.told.enabled : words.told.disabled;
        return change.mutate(
          { id: key.id, body: { disabled: !key.disabled } },
          { onSuccess: () => tell(said(key.name)) },
        );
      }
      case "requests":
        return void navigate({ to: "/requests", search: { q: token("key", key.name) } });
      case "playground":
        return void navigate({ to: "/playground", search: { key: key.id } });
      case "duplicate":
        return setOpen({ is: "create", from: copyOf(key, keys ?? [], Date.now()) });
      default:
        return setOpen({ is: action, key });
    }
  }

  const walk = useRowWalk(keys?.map((key) => key.id) ?? [], (id) => actOn(id, "edit"));
  function actOn(id: string | undefined, action: KeyAction) {
    const key = keys?.find((each) => each.id === id);
    if (key) act(key, action);
  }
  const marked = walk.current;
  const shortcut = useShortcut("keys.create");
  useCommands({
    "keys.next": walk.next,
    "keys.previous": walk.previous,
    "keys.create": () => setOpen(NEW),
    "keys.edit": marked !== undefined && walk.open,
    "keys.toggle": marked !== undefined && (() => actOn(marked, "toggle")),
    "keys.leave": marked !== undefined && (() => walk.setMarked(undefined)),
  });

  return (
    <div className="h-full overflow-y-auto px-5 pt-4 pb-5">
      <div className="mb-3 flex h-7 items-center justify-between">
        <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
        <Button look="primary" onClick={() => setOpen(NEW)} title={shortcut.text} data-testid="create-key">
          <Plus size={14} aria-hidden />
          {words.create}
        </Button>
      </div>
      {change.error && opened?.is !== "edit" && (
        <div className="mb-3">
          <Notice tone="danger">{change.error.message}</Notice>
        </div>
      )}
      {keys === undefined ? (
        error ? (
          <LoadFailed error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton rows={5} />
        )
      ) : keys.length === 0 ? (
        <Empty
          {...words.empty}
          action={
            <Button look="primary" onClick={() => setOpen(NEW)}>
              {words.create}
            </Button>
          }
        />
      ) : (
        <KeyTable keys={keys} usage={usage} markedId={walk.current} onMark={walk.setMarked} onAct={act} />
      )}
      {open && <OpenDialog open={open} show={show} close={close} />}
    </div>
  );
}

function OpenDialog({ open, show, close }: { open: Open; show: (next: Open) => void; close: () => void }) {
  const { create, change } = useKeyActions();
  const saved = (key: Key) => {
    close();
    tell(words.told.saved(key.name));
  };
  switch (open.is) {
    case "create":
      return (
        <Dialog title={words.form.create} onClose={close}>
          <KeyForm
            initial={open.from}
            action={words.form.create}
            busy={create.isPending}
            error={create.error}
            onSubmit={(key) => create.mutate(key, { onSuccess: (made) => show({ is: "secret", made }) })}
            onCancel={close}
          />
        </Dialog>
      );
    case "secret":
      return <SecretPanel made={open.made} oldUntil={open.oldUntil} onClose={close} />;
    case "edit":
      return (
        <Dialog title={words.form.edit(open.key.name)} onClose={close}>
          <KeyForm
            initial={draftOf(open.key)}
            subject={open.key}
            action={words.form.save}
            busy={change.isPending}
            error={change.error}
            onSubmit={(body) => change.mutate({ id: open.key.id, body }, { onSuccess: saved })}
            onCancel={close}
          />
        </Dialog>
      );
    case "rotate":
      return (
        <RotateDialog
          subject={open.key}
          onMade={(made, oldUntil) => show({ is: "secret", made, oldUntil })}
          onClose={close}
        />
      );
    case "delete":
      return <DeleteDialog subject={open.key} onClose={close} />;
  }
}
