import { type FormEvent, useState } from "react";
import { adminClient, answer } from "../api/client";
import { ApiError } from "../api/error";
import { rememberToken } from "../host/browser";
import { browserConnection, type Connection } from "../host/connection";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Mark } from "../shell/Mark";
import { strings } from "../strings";

/** Only in a browser: the window is given its token by the app. */
export function SignIn({ onOpen }: { onOpen: (connection: Connection) => void }) {
  const [token, setToken] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const connection = browserConnection(token.trim());
    setBusy(true);
    setError(undefined);
    try {
      await answer(adminClient(connection).GET("/status"));
      rememberToken(connection.adminToken);
      onOpen(connection);
    } catch (failure) {
      setError(failure instanceof ApiError ? strings.signIn.wrong : strings.signIn.unreachable);
      setBusy(false);
    }
  }

  return (
    <main className="grid h-full place-items-center bg-canvas p-5">
      <form
        onSubmit={submit}
        className="flex w-[23.75rem] flex-col gap-3 rounded-card border border-line bg-surface p-5"
      >
        <h1 className="flex items-center gap-2.5 font-semibold text-section">
          <Mark />
          {strings.signIn.title}
        </h1>
        <p className="text-subtle">{strings.signIn.why}</p>
        <TextField
          label={strings.signIn.token}
          hint={strings.signIn.where}
          error={error}
          type="password"
          value={token}
          onChange={(event) => setToken(event.target.value)}
          className="font-mono text-meta"
          autoFocus
        />
        <Button type="submit" look="primary" disabled={busy || token.trim() === ""} className="self-end">
          {strings.signIn.open}
        </Button>
      </form>
    </main>
  );
}
