import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "../host/clipboard";
import { strings } from "../strings";
import { Button, type ButtonLook, IconButton } from "./Button";

const SHOWN_MS = 1_500;

type Copied = "no" | "yes" | "failed";

/** Copies a text, or whatever the function does. */
export function useCopy(what: string | (() => Promise<boolean>)) {
  const [copied, setCopied] = useState<Copied>("no");
  useEffect(() => {
    if (copied === "no") return;
    const timer = setTimeout(() => setCopied("no"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied((await (typeof what === "string" ? copyText(what) : what())) ? "yes" : "failed");
  return { copied, copy };
}

function word(copied: Copied, otherwise: string) {
  if (copied === "no") return otherwise;
  return copied === "yes" ? strings.copy.copied : strings.copy.failed;
}

function Mark({ copied }: { copied: Copied }) {
  return copied === "yes" ? <Check size={14} className="text-success" aria-hidden /> : <Copy size={14} aria-hidden />;
}

/** Copies `text`, which may be a function that copies something else; `what` completes "Copy …" for its name. */
export function CopyIcon(props: { text: string | (() => Promise<boolean>); what: string; className?: string }) {
  const { text, what, className = "" } = props;
  const { copied, copy } = useCopy(text);
  const label = word(copied, strings.copy.label(what));
  return (
    <IconButton label={label} onClick={copy} className={className}>
      <Mark copied={copied} />
      <Spoken copied={copied} />
    </IconButton>
  );
}

export function CopyButton(props: {
  text: string | (() => Promise<boolean>);
  label?: string;
  what: string;
  look?: ButtonLook;
}) {
  const { copied, copy } = useCopy(props.text);
  return (
    <Button
      look={props.look ?? "plain"}
      onClick={copy}
      aria-label={copied === "no" ? strings.copy.label(props.what) : word(copied, "")}
    >
      <Mark copied={copied} />
      {word(copied, props.label ?? strings.copy.copy)}
      <Spoken copied={copied} />
    </Button>
  );
}

export function Spoken({ copied }: { copied: Copied }) {
  return (
    <span role="status" className="sr-only">
      {word(copied, "")}
    </span>
  );
}
