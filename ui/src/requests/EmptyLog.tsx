import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import type { LogQuery } from "../api/log";
import { modelsQuery, statusQuery, volumeQuery } from "../api/queries";
import { plainText, snippet } from "../connect/snippets";
import { useShownKey } from "../connect/useShownKey";
import { count } from "../format/numbers";
import { Button, buttonClass } from "../parts/Button";
import { Code } from "../parts/Code";
import { CopyButton } from "../parts/CopyButton";
import { Empty } from "../parts/Loading";
import { strings } from "../strings";
import { ANY_TIME, type RequestsSearch } from "./search";

const words = strings.requests;

/** Why there is nothing to see, and the way on: no traffic yet, paused, or a filter that nothing fits. */
export function EmptyLog(props: { query: LogQuery; onChange: (search: Partial<RequestsSearch>) => void }) {
  const { client } = useGateway();
  const status = useQuery(statusQuery(client)).data;
  if (Object.keys(props.query).length > 0) return <NoMatch {...props} />;
  if (status?.paused) {
    return (
      <Empty
        {...words.paused}
        action={
          <Button look="primary" onClick={() => void client.POST("/resume")}>
            {words.paused.action}
          </Button>
        }
      />
    );
  }
  return <NoTraffic />;
}

/** Says what is nearest: the same filter at any time, or the same time without the filter. */
function NoMatch({ query, onChange }: { query: LogQuery; onChange: (search: Partial<RequestsSearch>) => void }) {
  const { client } = useGateway();
  const { filter, ...time } = query;
  const timed = Object.keys(time).length > 0;
  const anyTime = useQuery({ ...volumeQuery(client, filter ? { filter } : {}, 1), enabled: timed }).data?.matched ?? 0;
  const anyFilter = useQuery({ ...volumeQuery(client, time, 1), enabled: filter !== undefined }).data?.matched ?? 0;
  const noFilter = { q: undefined } as Partial<RequestsSearch>;
  const noTime = ANY_TIME as Partial<RequestsSearch>;
  return (
    <Empty
      {...words.noMatch}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Button look="primary" onClick={() => onChange({ ...noFilter, ...noTime })}>
            {words.noMatch.action}
          </Button>
          {timed && filter !== undefined && anyTime > 0 && (
            <Button onClick={() => onChange(noTime)}>{words.noMatch.anyTime(count(anyTime))}</Button>
          )}
          {timed && filter !== undefined && anyFilter > 0 && (
            <Button onClick={() => onChange(noFilter)}>{words.noMatch.anyFilter(count(anyFilter))}</Button>
          )}
        </span>
      }
    />
  );
}

function NoTraffic() {
  const { client } = useGateway();
  const status = useQuery(statusQuery(client)).data;
  const models = useQuery(modelsQuery(client)).data;
  const shown = useShownKey();
  if (!status) return null;
  const model = models?.find((each) => each.kind === "chat")?.id ?? "sandbox-chat";
  const secret = shown.key ? shown.secret : null;
  const call = (key: string) => plainText(snippet("curl", { baseUrl: status.api, key, model }));
  return (
    <div className="mx-auto flex max-w-[760px] flex-col pb-10">
      <Empty title={words.empty.title} text={words.empty.text} />
      <div className="-mt-10 px-6">
        <Code label={words.empty.curl}>{call(shown.key?.prefix ?? "$OPENAI_API_KEY")}</Code>
        <div className="mt-3 flex justify-center gap-2">
          <Link to="/" className={buttonClass("primary")}>
            {words.empty.action}
          </Link>
          <CopyButton text={call(secret ?? "$OPENAI_API_KEY")} what={words.empty.curl} />
        </div>
      </div>
    </div>
  );
}
