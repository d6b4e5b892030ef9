import type { Header, RequestDetail } from "../api/types";

/** Requests as an HTTP archive, version 1.2: what browsers and proxies read. Bodies are in it as far as they were kept. */
export function harOf(details: readonly RequestDetail[], gateway: { api: string; version: string }): object {
  const creator = { name: "Turnpike", version: gateway.version };
  return { log: { version: "1.2", creator, entries: details.map((detail) => entryOf(detail, gateway.api)) } };
}

function entryOf(detail: RequestDetail, api: string): object {
  const { bodies, duration_ms: time, first_token_ms: first } = detail;
  const wait = Math.min(first ?? time, time);
  const common = { httpVersion: "HTTP/1.1", cookies: [], headersSize: -1 };
  const sent = bodies?.request_headers ?? [];
  const received = bodies?.response_headers ?? [];
  const mimeType = typeOf(received) ?? (detail.stream ? "text/event-stream" : "application/json");
  return {
    startedDateTime: new Date(detail.started_at).toISOString(),
    time,
    request: {
      ...common,
      method: "POST",
      url: `${api}/${detail.endpoint.replaceAll(".", "/")}`,
      headers: sent,
      queryString: [],
      bodySize: bodies ? sizeOf(bodies.request) : -1,
      ...(bodies ? { postData: { mimeType: typeOf(sent) ?? "application/json", text: bodies.request } } : {}),
    },
    response: {
      ...common,
      status: detail.status,
      statusText: detail.error ?? "",
      headers: received,
      content: { size: bodies ? sizeOf(bodies.response) : 0, mimeType, ...(bodies ? { text: bodies.response } : {}) },
      redirectURL: "",
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait, receive: time - wait },
    // What has no place in the format goes under names of its own.
    _id: detail.id,
    _key: detail.key_name,
    _model: detail.model_used ?? detail.model,
    _provider: detail.provider,
    _credits: detail.credits_used,
    _attempts: detail.attempts,
  };
}

function typeOf(headers: readonly Header[]): string | undefined {
  return headers.find(({ name }) => name.toLowerCase() === "content-type")?.value;
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
