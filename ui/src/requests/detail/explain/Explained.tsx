import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../../../api/gateway";
import { keysQuery } from "../../../api/queries";
import { isAccepted } from "../../../api/try";
import type { RequestDetail } from "../../../api/types";
import { Button } from "../../../parts/Button";
import { Notice } from "../../../parts/Notice";
import { strings } from "../../../strings";
import { sentBody } from "../bodies/code";
import { refusedQuery } from "../queries";
import { Replay } from "../replay/Replay";
import type { DetailTab } from "../tabs";
import { explain } from "./explain";
import { useFix } from "./useFix";

const words = strings.requests.detail;

/** What went wrong in a plain sentence, the gateway's own words, and the way to mend it. */
export function Explained({ detail, onTab }: { detail: RequestDetail; onTab: (tab: DetailTab) => void }) {
  const { client } = useGateway();
  const { data: keys } = useQuery(keysQuery(client));
  const { data: refused } = useQuery(refusedQuery(client, detail));
  const [replaying, setReplaying] = useState(false);
  const fix = useFix({ id: detail.id, onTab, onReplay: () => setReplaying(true) });
  const explanation = explain(detail, { key: keys?.find((key) => key.id === detail.key), refused });
  if (!explanation) return null;
  const fixable = explanation.fix.at !== "replay" || sentBody(detail) !== null;
  return (
    <Notice tone={toneOf(detail)}>
      <p className="select-text" data-testid="explanation">
        {explanation.sentence}
      </p>
      {detail.error && (
        <Said error={detail.error} open={detail.attempts.length > 0 || explanation.fix.at === "request"} />
      )}
      {fixable && (
        <Button className="mt-2" onClick={() => fix(explanation.fix)}>
          {explanation.label}
        </Button>
      )}
      {replaying && <Replay detail={detail} onClose={() => setReplaying(false)} />}
    </Notice>
  );
}

/** In full, and `open` where it says more than the sentence: a provider's own words, or what is wrong with a field. */
function Said({ error, open }: { error: NonNullable<RequestDetail["error"]>; open: boolean }) {
  const facts = [
    error.type,
    error.code && `${words.error.code} ${error.code}`,
    error.param && `${words.error.param} ${error.param}`,
  ];
  return (
    <details open={open} className="mt-1 text-meta">
      <summary className="cursor-default select-none">{words.error.said}</summary>
      <p className="mt-1 select-text">{error.message}</p>
      <p className="mt-1 font-mono select-text">{facts.filter(Boolean).join(" · ")}</p>
    </details>
  );
}

function toneOf(detail: RequestDetail): "info" | "warning" | "danger" {
  if (!detail.error) return "info";
  return detail.status >= 500 || isAccepted(detail) ? "danger" : "warning";
}
