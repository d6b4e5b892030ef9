import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import { requestQuery, statusQuery } from "../api/queries";
import type { RequestDetail } from "../api/types";
import { copyText } from "../host/clipboard";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { codeOf, sentBody } from "./detail/bodies/code";
import { Replay } from "./detail/replay/Replay";

const words = strings.requests.detail;

/** Making a request of the list once more, without opening it: as a command for the shell, or replayed here. */
export function useCallAgain() {
  const { client } = useGateway();
  const cache = useQueryClient();
  const [replaying, setReplaying] = useState<RequestDetail | null>(null);

  async function withDetail(id: string, act: (detail: RequestDetail) => unknown) {
    try {
      await act(await cache.fetchQuery(requestQuery(client, id)));
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  const copyCurl = (id: string) =>
    void withDetail(id, async (detail) => {
      const { api } = await cache.ensureQueryData(statusQuery(client));
      const copied = await copyText(codeOf("curl", detail, api));
      const said = sentBody(detail) ? words.menu.copied : words.menu.copiedExample;
      tell(copied ? said : strings.copy.failed);
    });

  const replay = (id: string) =>
    void withDetail(id, (detail) => (sentBody(detail) ? setReplaying(detail) : tell(words.capture.title)));

  const dialog = replaying && <Replay detail={replaying} onClose={() => setReplaying(null)} />;
  return { copyCurl, replay, dialog };
}
