import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../../../api/gateway";
import { keysQuery } from "../../../api/queries";
import type { RequestDetail } from "../../../api/types";
import { Button } from "../../../parts/Button";
import { Empty } from "../../../parts/Loading";
import { strings } from "../../../strings";
import { useKeepBodies } from "../mutations";

const words = strings.requests.detail.capture;

/** What stands where a body would, had it been kept. */
export function NotCaptured({ detail }: { detail: RequestDetail }) {
  const { client } = useGateway();
  const { data: keys } = useQuery(keysQuery(client));
  const keep = useKeepBodies(keys?.find((key) => key.id === detail.key));
  return (
    <Empty
      title={words.title}
      text={words.text}
      action={
        keep.isSuccess ? (
          <p role="status" className="text-success">
            {words.on}
          </p>
        ) : (
          <Button look="primary" disabled={keep.isPending} onClick={() => keep.mutate()}>
            {words.keep}
          </Button>
        )
      }
    />
  );
}
