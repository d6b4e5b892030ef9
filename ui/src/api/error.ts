import type { SentError } from "./types";

/** The gateway answered with an error of OpenAI's shape. Code switches on `code`, people read `message`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;

  constructor(status: number, sent: Partial<SentError>) {
    super(sent.message || `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = sent.code ?? null;
    this.param = sent.param ?? null;
  }
}

/** The gateway did not answer at all. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The gateway does not answer.", { cause });
    this.name = "Unreachable";
  }
}

/** Reads the error out of an answer's body, whatever that body turns out to be. */
export function sentError(status: number, body: unknown): ApiError {
  const error = body && typeof body === "object" && "error" in body ? body.error : null;
  return new ApiError(status, error && typeof error === "object" ? error : {});
}
