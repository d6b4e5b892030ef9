import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import type { MadeKey } from "../api/types";
import { plainText, snippet } from "../connect/snippets";
import { exactTime } from "../format/time";
import { Button, buttonClass } from "../parts/Button";
import { Code } from "../parts/Code";
import { CopyButton } from "../parts/CopyButton";
import { Dialog } from "../parts/Dialog";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { TestNow } from "./TestNow";

const words = strings.keys.secret;
const MODEL = "sandbox-chat";

/** The one time that a secret is shown. `oldUntil`: until when the one before it works; 0: no longer. */
export function SecretPanel(props: { made: MadeKey; oldUntil?: number | undefined; onClose: () => void }) {
  const { made, oldUntil, onClose } = props;
  const { client } = useGateway();
  const status = useQuery(statusQuery(client)).data;
  const facts = { baseUrl: status?.api ?? "", key: made.secret, model: made.key.models?.[0] ?? MODEL };
  return (
    <Dialog title={words.made(made.key.name)} text={words.once} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {oldUntil !== undefined && (
          <Notice tone="info">{oldUntil === 0 ? words.oldGone : words.oldUntil(exactTime(oldUntil))}</Notice>
        )}
        <Block name={words.secret} text={made.secret} testId="key-secret" first />
        {status && (
          <>
            <Block name={words.env} text={plainText(snippet("env", facts))} />
            <Block name={words.curl} text={plainText(snippet("curl", facts))} />
          </>
        )}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <TestNow subject={made.key} />
        <Link to="/playground" search={{ key: made.key.id }} className={buttonClass()}>
          {words.playground}
        </Link>
        <span className="flex-1" />
        <Button onClick={onClose} data-testid="secret-done">
          {words.done}
        </Button>
      </div>
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
