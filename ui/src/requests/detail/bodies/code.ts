import type { Bodies, RequestDetail } from "../../../api/types";
import { type Call, type CodeLanguage, callCode, plainText } from "../../../connect/snippets";
import { fieldsOf, lacksFile, parsed } from "./conversation";

/** The body as it was sent, if all of it was kept and it is a JSON object. */
export function sentBody(detail: RequestDetail): Record<string, unknown> | null {
  if (!detail.bodies || !isWhole(detail.bodies)) return null;
  const body = fieldsOf(parsed(detail.bodies.request));
  return Object.keys(body).length > 0 ? body : null;
}

/** Was all of the request kept, with every file in it? */
export function isWhole({ request, request_truncated }: Bodies): boolean {
  return !request_truncated && !lacksFile(request);
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
