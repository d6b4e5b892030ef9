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
import { useRowWalk } from "../parts/useRowWalk";
import { strings } from "../strings";
import { DeleteDialog } from "./DeleteDialog";
import { draftOf, NEW_DRAFT } from "./draft";
import { KeyForm } from "./KeyForm";
import type { KeyAction } from "./KeyMenu";
import { KeyTable } from "./KeyTable";
import { useKeyActions } from "./mutations";
import { RotateDialog } from "./RotateDialog";
import { SecretPanel } from "./SecretPanel";

const words = strings.keys;

type Open = { is: "create" } | { is: "secret"; made: MadeKey } | { is: "edit" | "rotate" | "delete"; key: Key };

/** Who may call, how often and for how much. */
export function KeysScreen() {
  const { client } = useGateway();
  const { data: keys, error, refetch } = useQuery(keysQuery(client));
  const search = useSearch({ from: "/keys" });
  const navigate = useNavigate();
  const { change } = useKeyActions();
  const [opened, setOpen] = useState<Open | null>(null);
  const linked = keys?.find((key) => key.id === search.edit);
  const asked: Open | null = search.create ? { is: "create" } : linked ? { is: "edit", key: linked } : null;
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
    if (action === "toggle") change.mutate({ id: key.id, body: { disabled: !key.disabled } });
    else if (action === "requests") void navigate({ to: "/requests", search: { q: `key:${key.id}` } });
    else setOpen({ is: action, key });
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
    "keys.create": () => setOpen({ is: "create" }),
    "keys.edit": marked !== undefined && walk.open,
    "keys.toggle": marked !== undefined && (() => actOn(marked, "toggle")),
    "keys.leave": marked !== undefined && (() => walk.setMarked(undefined)),
  });

  return (
    <div className="h-full overflow-y-auto px-5 pt-4 pb-5">
      <div className="mb-3 flex h-7 items-center justify-between">
        <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
        <Button look="primary" onClick={() => setOpen({ is: "create" })} title={shortcut.text} data-testid="create-key">
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
            <Button look="primary" onClick={() => setOpen({ is: "create" })}>
              {words.create}
            </Button>
          }
        />
      ) : (
        <KeyTable keys={keys} markedId={walk.current} onMark={walk.setMarked} onAct={act} />
      )}
      {open && <OpenDialog open={open} show={show} close={close} />}
    </div>
  );
}

function OpenDialog({ open, show, close }: { open: Open; show: (next: Open) => void; close: () => void }) {
  const { create, change } = useKeyActions();
  const onMade = (made: MadeKey) => show({ is: "secret", made });
  switch (open.is) {
    case "create":
      return (
        <Dialog title={words.form.create} onClose={close}>
          <KeyForm
            initial={NEW_DRAFT}
            action={words.form.create}
            busy={create.isPending}
            error={create.error}
            onSubmit={(key) => create.mutate(key, { onSuccess: onMade })}
            onCancel={close}
          />
        </Dialog>
      );
    case "secret":
      return <SecretPanel made={open.made} onClose={close} />;
    case "edit":
      return (
        <Dialog title={words.form.edit(open.key.name)} onClose={close}>
          <KeyForm
            initial={draftOf(open.key)}
            action={words.form.save}
            busy={change.isPending}
            error={change.error}
            onSubmit={(body) => change.mutate({ id: open.key.id, body }, { onSuccess: close })}
            onCancel={close}
          />
        </Dialog>
      );
    case "rotate":
      return <RotateDialog subject={open.key} onMade={onMade} onClose={close} />;
    case "delete":
      return <DeleteDialog subject={open.key} onClose={close} />;
  }
}
