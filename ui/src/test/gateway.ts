import { vi } from "vitest";
import type { Job, Key, Model, Provider, RequestDetail, RequestRow, Status } from "../api/types";
import { isActive } from "../jobs/state";
import type { TestResult, Vendor } from "../providers/types";
import { aFilmFile, aKey, aModel, aProvider, aStatus } from "./records";

const encoder = new TextEncoder();

/** One call of the window: what it asked for, and what its path held at `{…}`. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  id: string;
}
/** What is sent as JSON, or a whole response. */
type Answer = (call: Call) => unknown;

/** A gateway that answers the window's calls out of plain fields, and tells its events when asked to. */
export class ScriptedGateway {
  token = "right";
  up = true;
  status: Status = aStatus();
  keys: Key[] = [aKey()];
  models: Model[] = ["sandbox-chat", "sandbox-overloaded"].map((id) =>
    aModel({ id, upstream: id, provider: "sandbox" }),
  );
  providers: Provider[] = [];
  vendors: Vendor[] = [];
  /** What every provider says when it is tested. */
  tested: TestResult = { ok: true, milliseconds: 41, models: [], error: null };
  rows: RequestRow[] = [];
  details = new Map<string, RequestDetail>();
  jobs: Job[] = [];
  /** What the try endpoint streams, frame by frame. */
  stream: string[] = [];
  streamHeaders: Record<string, string> = {};
  readonly calls: { method: string; path: string; body: unknown }[] = [];
  private readonly answers: { method: string; path: RegExp; answer: Answer }[] = [];
  private listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();

  install(): this {
    vi.stubGlobal("fetch", (input: Request | string, init?: RequestInit) => this.answer(new Request(input, init)));
    window.sessionStorage.setItem("turnpike.admin-token", "right");
    return this;
  }

  /** Answers `GET /storage` or `POST /settings/changes/{id}/revert` from now on, before everything that is known here. */
  on(route: string, answer: Answer): this {
    const [method = "", path = ""] = route.split(" ");
    this.answers.unshift({ method, path: new RegExp(`^${path.replace(/\{\w+\}/g, "([^/]+)")}$`), answer });
    return this;
  }

  emit(event: string, data: unknown): void {
    for (const listener of this.listeners) {
      listener.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
    }
  }

  /** Breaks every connection. */
  stop(): void {
    this.up = false;
    for (const listener of this.listeners) listener.error(new TypeError("network error"));
    this.listeners.clear();
  }

  get listening(): boolean {
    return this.listeners.size > 0;
  }

  private async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/admin/, "");
    const body = await bodyOf(request);
    this.calls.push({ method: request.method, path, body });
    if (!this.up) throw new TypeError("connection refused");
    if (request.headers.get("authorization") !== `Bearer ${this.token}`) return refusal(401, "Wrong token.");
    const own = this.answers.find((each) => each.method === request.method && each.path.test(path));
    if (!own) return this.route(request.method, path, url.searchParams, body);
    const id = own.path.exec(path)?.[1] ?? "";
    const answer = own.answer({ method: request.method, path, query: url.searchParams, body, id });
    return answer instanceof Response ? answer : json(answer);
  }

  private route(method: string, path: string, query: URLSearchParams, body: unknown): Response {
    const id = path.split("/")[2] ?? "";
    switch (`${method} ${path.split("/").slice(0, 2).join("/")}`) {
      case "GET /status":
        return json(this.status);
      case "GET /models":
        return json({ data: this.models });
      case "GET /providers":
        return json({ data: this.providers });
      case "GET /vendors":
        return json({ data: this.vendors });
      case "POST /providers":
        return path.endsWith("/test") ? json(this.tested) : this.makeProvider(body as Partial<Provider>);
      case "PATCH /providers":
        this.providers = this.providers.map((one) =>
          one.id === id ? { ...one, ...(body as Partial<Provider>) } : one,
        );
        return json(this.providers.find((one) => one.id === id));
      case "DELETE /providers":
        return this.deleteProvider(id);
      case "PUT /models": {
        const model = aModel(body as Partial<Model>);
        this.models = [...this.models.filter((one) => one.id !== model.id), model];
        return json(model);
      }
      case "DELETE /models":
        this.models = this.models.filter((one) => one.id !== query.get("id"));
        return new Response(null, { status: 204 });
      case "GET /events":
        return this.events();
      case "GET /requests":
        if (id === "") return json({ data: query.has("before") ? [] : this.rows, next: null });
        return this.details.has(id) ? json(this.details.get(id)) : refusal(404, "There is no such request.");
      case "GET /jobs":
        if (id === "") return this.someJobs(query);
        return this.oneJob(id);
      case "GET /keys":
        return json({ data: this.keys });
      case "POST /keys":
        return this.makeKey(body as { name: string });
      case "PATCH /keys": {
        this.keys = this.keys.map((key) => (key.id === id ? { ...key, ...(body as Partial<Key>) } : key));
        return json(this.keys.find((key) => key.id === id));
      }
      case "DELETE /keys":
        this.keys = this.keys.filter((key) => key.id !== id);
        return new Response(null, { status: 204 });
      case "POST /try":
        return new Response(this.stream.map((frame) => `data: ${frame}\n\n`).join(""), {
          headers: { "content-type": "text/event-stream", ...this.streamHeaders },
        });
      default:
        return refusal(404, `No route ${method} ${path}.`);
    }
  }

  private someJobs(query: URLSearchParams): Response {
    const jobs = this.jobs.filter(
      (job) =>
        isActive(job) === (query.get("active") === "true") &&
        (query.get("kind") ?? job.kind) === job.kind &&
        job.prompt.includes(query.get("text") ?? ""),
    );
    return json({ data: jobs, next: null, active: this.jobs.filter(isActive).length });
  }

  private oneJob(id: string): Response {
    const job = this.jobs.find((each) => each.id === id);
    if (!job) return refusal(404, "There is no such job.");
    const outputs = job.files.map((file) => aFilmFile({ id: file }));
    return json({ events: [], outputs: job.state === "completed" ? outputs : [], ...job });
  }

  private makeProvider({ id, vendor }: Partial<Provider>): Response {
    const provider = aProvider({ id: id ?? "", vendor: vendor ?? "", has_credential: true });
    this.providers = [...this.providers, provider];
    return json(provider, 201);
  }

  private deleteProvider(id: string): Response {
    const model = this.models.find((one) => one.provider === id);
    if (model) return refusal(400, `The model \`${model.id}\` names it.`, "id");
    this.providers = this.providers.filter((one) => one.id !== id);
    return new Response(null, { status: 204 });
  }

  private makeKey(body: { name: string }): Response {
    if (this.keys.some((key) => key.name === body.name)) {
      return refusal(400, `There is a key named '${body.name}' already.`, "name");
    }
    const key = aKey({ ...body, id: "k2" });
    this.keys = [...this.keys, key];
    return json({ key, secret: "tp-k2k2k2k2-secret" }, 201);
  }

  private events(): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.listeners.add(controller);
      },
      cancel: () => void this.listeners.delete(own),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }
}

/** JSON as what it says, a form as its fields. */
async function bodyOf(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("multipart/form-data")) return Object.fromEntries(await request.formData());
  const text = await request.text();
  return text === "" || !type.includes("json") ? undefined : JSON.parse(text);
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json" } });
}

export function refusal(status: number, message: string, param: string | null = null): Response {
  return json({ error: { message, type: "invalid_request_error", param, code: null } }, status);
}
