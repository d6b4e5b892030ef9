import { useNavigate } from "@tanstack/react-router";
import { Fragment } from "react";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { strings } from "../strings";
import { type CommandId, scopeOf, titleOf } from "./catalogue";
import { Keys } from "./Keys";
import { useBoundCommands } from "./registry";
import { shortcutsOf } from "./remap";

const words = strings.commands;

/** Every key that works here and now, this screen's first. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const ids = useBoundCommands()
    .filter(({ byKey }) => byKey)
    .map(({ id }) => id)
    .filter((id) => shortcutsOf(id).length > 0);
  const own = ids.filter((id) => scopeOf(id) !== "app");
  const [first] = own;
  return (
    <Dialog title={words.sheet.title} onClose={onClose}>
      {first && <Section title={words.scopes[scopeOf(first)]} ids={own} />}
      <Section title={words.scopes.app} ids={ids.filter((id) => scopeOf(id) === "app")} />
      <DialogActions>
        <Button
          onClick={() => {
            onClose();
            void navigate({ to: "/settings", search: { section: "shortcuts" } });
          }}
        >
          {words.sheet.change}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Section({ title, ids }: { title: string; ids: readonly CommandId[] }) {
  const inOrder = Object.keys(words.titles).filter((id) => ids.includes(id as CommandId)) as CommandId[];
  return (
    <section className="mt-2 first:mt-0">
      <h2 className="pt-1 pb-1 text-meta text-subtlest">{title}</h2>
      <dl className="grid grid-cols-[1fr_auto]">
        {inOrder.map((id) => (
          <Fragment key={id}>
            <dt className="flex min-h-8 items-center border-b border-line-subtle pr-3">{titleOf(id)}</dt>
            <dd className="flex min-h-8 items-center justify-end border-b border-line-subtle">
              <Keys of={id} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
