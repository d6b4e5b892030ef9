import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import type { MadeKey } from "../api/types";
import { plainText, snippet } from "../connect/snippets";
import { Button } from "../parts/Button";
import { Code } from "../parts/Code";
import { CopyButton } from "../parts/CopyButton";
import { Dialog, DialogActions } from "../parts/Dialog";
import { strings } from "../strings";

const words = strings.keys.secret;
const MODEL = "sandbox-chat";

/** The one time that a secret is shown. */
export function SecretPanel({ made, onClose }: { made: MadeKey; onClose: () => void }) {
  const { client } = useGateway();
  const status = useQuery(statusQuery(client)).data;
  const facts = { baseUrl: status?.api ?? "", key: made.secret, model: made.key.models?.[0] ?? MODEL };
  return (
    <Dialog title={words.made(made.key.name)} text={words.once} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <Block name={words.secret} text={made.secret} testId="key-secret" first />
        {status && (
          <>
            <Block name={words.env} text={plainText(snippet("env", facts))} />
            <Block name={words.curl} text={plainText(snippet("curl", facts))} />
          </>
        )}
      </div>
      <DialogActions>
        <Button onClick={onClose} data-testid="secret-done">
          {words.done}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Block(props: { name: string; text: string; testId?: string; first?: boolean }) {
  return (
    <section className="min-w-0">
      <div className="mb-1 flex items-end justify-between">
        <h3 className="text-meta text-subtle">{props.name}</h3>
        <CopyButton text={props.text} what={props.name} look={props.first ? "primary" : "plain"} />
      </div>
      <Code label={props.name} testId={props.testId}>
        {props.text}
      </Code>
    </section>
  );
}
