import createClient, { type Client } from "openapi-fetch";
import type { Connection } from "../host/connection";
import { sentError, Unreachable } from "./error";
import type { paths } from "./schema";

export type AdminClient = Client<paths>;

/** The typed client. Errors are thrown: `ApiError` with the gateway's words, `Unreachable` without an answer. */
export function adminClient(connection: Connection): AdminClient {
  const client = createClient<paths>({
    baseUrl: connection.adminUrl,
    headers: { authorization: `Bearer ${connection.adminToken}` },
    // Looked up at each call, so that tests can put their own in place.
    // What is sent while the page goes must not go with it.
    fetch: (request) => globalThis.fetch(request, { keepalive: document.visibilityState === "hidden" }),
  });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw sentError(response.status, await response.json().catch(() => null));
    },
    onError({ error }) {
      return new Unreachable(error);
    },
  });
  return client;
}

/** What a call brought, as one of the types of `types.ts`. */
export async function answer<Answer>(call: Promise<{ data?: unknown }>): Promise<Answer> {
  return (await call).data as Answer;
}
