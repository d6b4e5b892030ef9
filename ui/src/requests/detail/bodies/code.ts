import type { RequestDetail } from "../../../api/types";
import { type Call, type CodeLanguage, callCode, plainText } from "../../../connect/snippets";
import { fieldsOf, parsed } from "./conversation";

/** The body as it was sent, if all of it was kept and it is a JSON object. */
export function sentBody(detail: RequestDetail): Record<string, unknown> | null {
  if (!detail.bodies || detail.bodies.request_truncated) return null;
  const body = fieldsOf(parsed(detail.bodies.request));
  return Object.keys(body).length > 0 ? body : null;
}

/** Where it was sent. */
export function pathOf(detail: RequestDetail): Call["path"] {
  return detail.endpoint === "embeddings" ? "embeddings" : "chat/completions";
}

/** Code that makes this call again; without its body, one of the same model with an example of a message. */
export function codeOf(language: CodeLanguage, detail: RequestDetail, baseUrl: string): string {
  const path = pathOf(detail);
  const model = detail.model ?? "";
  const example =
    path === "embeddings"
      ? { model, input: "Hello" }
      : { model, messages: [{ role: "user", content: "Hello" }], ...(detail.stream ? { stream: true } : {}) };
  return plainText(callCode(language, { baseUrl, path, body: sentBody(detail) ?? example }));
}
