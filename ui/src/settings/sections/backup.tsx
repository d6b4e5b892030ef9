import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { answer } from "../../api/client";
import { useGateway } from "../../api/gateway";
import type { components } from "../../api/schema";
import { saveFile } from "../../host/saveFile";
import { Button } from "../../parts/Button";
import { ConfirmDialog } from "../../parts/ConfirmDialog";
import { Dialog, DialogActions } from "../../parts/Dialog";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import type { Section } from "../rows";

const words = strings.settings.backup;
const LEAST_PASSPHRASE = 8;

type Counts = components["schemas"]["Counts"];

function Make() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} className="justify-self-end">
        {words.make}
      </Button>
      {open && <MakeDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function MakeDialog({ onClose }: { onClose: () => void }) {
  const { client } = useGateway();
  const [passphrase, setPassphrase] = useState("");
  const [secrets, setSecrets] = useState(true);
  const make = useMutation({
    async mutationFn() {
      const file = await answer<Blob>(client.POST("/backup", { body: { passphrase, secrets }, parseAs: "blob" }));
      return saveFile(words.fileName(new Date().toISOString().slice(0, 10)), file);
    },
    onSuccess(where) {
      tell(words.saved(where));
      onClose();
    },
  });
  return (
    <Dialog title={words.make} text={words.makeText} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        {make.error && <Notice tone="danger">{make.error.message}</Notice>}
        <TextField
          label={words.passphrase}
          hint={words.passphraseHint(LEAST_PASSPHRASE)}
          type="password"
          autoComplete="new-password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
          autoFocus
        />
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={secrets} onChange={(event) => setSecrets(event.target.checked)} />
          {words.withSecrets}
        </label>
        <DialogActions>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button type="submit" look="primary" disabled={passphrase.length < LEAST_PASSPHRASE || make.isPending}>
            {make.isPending ? words.making : words.make}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Restore() {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  return (
    <>
      <Button onClick={() => input.current?.click()} className="justify-self-end">
        {words.choose}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".turnpike-backup,application/octet-stream"
        aria-label={words.choose}
        className="hidden"
        onChange={(event) => {
          setFile(event.target.files?.[0]);
          // The same file again is a choice as well.
          event.target.value = "";
        }}
      />
      {file && <RestoreDialog file={file} onClose={() => setFile(undefined)} />}
    </>
  );
}

function RestoreDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { client } = useGateway();
  const cache = useQueryClient();
  const [passphrase, setPassphrase] = useState("");
  const restore = useMutation({
    mutationFn: () =>
      answer<Counts>(
        client.POST("/restore", {
          // A header has no room for every character.
          params: { header: { "x-turnpike-passphrase": encodeURIComponent(passphrase) } },
          body: [],
          bodySerializer: () => file,
          headers: { "content-type": "application/octet-stream" },
        }),
      ),
    onSuccess(counts) {
      void cache.invalidateQueries();
      tell(words.restored(counts));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={words.restoreTitle(file.name)}
      text={words.restoreText}
      action={restore.isPending ? words.restoring : words.restore}
      busy={restore.isPending}
      incomplete={passphrase === ""}
      error={restore.error}
      onConfirm={() => restore.mutate()}
      onClose={onClose}
    >
      <div className="mt-2">
        <TextField
          label={words.passphrase}
          type="password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
          autoFocus
        />
      </div>
    </ConfirmDialog>
  );
}

export const backup: Section = {
  id: "backup",
  title: words.title,
  rows: [
    { id: "make-backup", ...words.rows.make, Control: Make },
    { id: "restore-backup", ...words.rows.restore, Control: Restore },
  ],
};
