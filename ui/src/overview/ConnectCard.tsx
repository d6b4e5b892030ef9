import { Tabs } from "@base-ui/react/tabs";
import { Link } from "@tanstack/react-router";
import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Status } from "../api/types";
import { LANGUAGES, type Language, type Piece, plainText, snippet } from "../connect/snippets";
import { masked, useShownKey } from "../connect/useShownKey";
import { buttonClass, IconButton } from "../parts/Button";
import { Code } from "../parts/Code";
import { CopyButton, CopyIcon } from "../parts/CopyButton";
import { SegmentedTabs, Segments } from "../parts/Segments";
import { strings } from "../strings";

const words = strings.overview.connect;
const LOOKS = { url: "text-success", key: "text-accent" };

/** Address, key and an example to paste: all that an app needs. */
export function ConnectCard(props: {
  status: Status;
  model: string;
  /** The test below the example; it is given the button that copies the example. */
  children: (copy: ReactNode) => ReactNode;
}) {
  const { status, model } = props;
  const [language, setLanguage] = useState<Language>("curl");
  const [revealed, setRevealed] = useState(false);
  const shown = useShownKey();
  const secret = shown.key ? shown.secret : null;
  const hint = shown.key ? (secret ? masked(secret) : shown.key.prefix) : "tp-…";
  const facts = { baseUrl: status.api, model };
  const visible = snippet(language, { ...facts, key: secret && revealed ? secret : hint });
  const whole = plainText(snippet(language, { ...facts, key: secret ?? hint }));

  return (
    <section aria-labelledby="connect-title" className="min-w-0 rounded-card border border-line-subtle p-4">
      <SegmentedTabs value={language} onChange={setLanguage}>
        <div className="mb-3 flex items-center justify-between gap-3">
          <h2 id="connect-title" className="font-semibold">
            {words.title}
          </h2>
          <Segments label={words.language} options={LANGUAGES.map((value) => ({ value, label: words.tabs[value] }))} />
        </div>
        <dl className="mb-3 grid grid-cols-[72px_1fr] items-center gap-x-3 font-mono text-meta [&_dt]:font-sans [&_dt]:text-subtle">
          <dt>{words.baseUrl}</dt>
          <dd className="flex min-w-0 items-center gap-1">
            <span className="truncate select-text">{status.api}</span>
            <CopyIcon text={status.api} what={strings.header.address} />
          </dd>
          {shown.key && (
            <>
              <dt>{words.key}</dt>
              <dd className="flex min-w-0 items-center gap-1">
                <span className="truncate select-text" data-testid="connect-key">
                  {secret && revealed ? secret : hint}
                </span>
                {secret && (
                  <>
                    <IconButton label={revealed ? words.hide : words.reveal} onClick={() => setRevealed(!revealed)}>
                      {revealed ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
                    </IconButton>
                    <CopyIcon text={secret} what={words.key.toLowerCase()} className="-ml-1" />
                  </>
                )}
                <span className="ml-1 truncate font-sans text-subtlest">{shown.key.name}</span>
              </dd>
            </>
          )}
        </dl>
        {LANGUAGES.map((value) => (
          <Tabs.Panel key={value} value={value} className="outline-none">
            {value === language && <Example pieces={visible} />}
          </Tabs.Panel>
        ))}
      </SegmentedTabs>
      {shown.key && !secret && (
        <p className="mt-2 text-meta text-subtle">
          {words.notShown(shown.key.name)}{" "}
          <Link to="/keys" search={{ create: true }} className="text-accent underline underline-offset-3">
            {words.makeOne}
          </Link>
          .
        </p>
      )}
      {!shown.key && !shown.loading && (
        <p className="mt-3 flex items-center gap-3">
          {words.noKeys}
          <Link to="/keys" search={{ create: true }} className={buttonClass()}>
            {words.createKey}
          </Link>
        </p>
      )}
      {props.children(<CopyButton text={whole} what={words.example} />)}
    </section>
  );
}

function Example({ pieces }: { pieces: Piece[] }) {
  return (
    <Code label={words.example} className="min-h-[6.5rem]" testId="example">
      {pieces.map((piece, index) => (
        <span key={index} className={piece.role && LOOKS[piece.role]}>
          {piece.text}
        </span>
      ))}
    </Code>
  );
}
