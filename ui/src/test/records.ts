import type {
  FileRow,
  Job,
  Key,
  Model,
  Provider,
  ProviderHealth,
  RequestDetail,
  RequestRow,
  Status,
} from "../api/types";

/** A request that went well; `change` says what this one is about. */
export function aRow(change: Partial<RequestRow> = {}): RequestRow {
  return {
    id: "0190a000-0000-7000-8000-000000000001",
    started_at: Date.UTC(2026, 10, 23, 12, 0, 0),
    endpoint: "chat.completions",
    key: "k1",
    key_name: "Default",
    status: 200,
    error: null,
    stream: true,
    state: "settled",
    model: "chat",
    model_used: "chat",
    provider: "local",
    fallback_depth: 0,
    credits_reserved: "0.960000",
    credits_used: "0.218400",
    price_source: "yours",
    usage: {
      prompt_tokens: 3410,
      completion_tokens: 512,
      cached_tokens: 0,
      cache_write_tokens: 0,
      reasoning_tokens: 0,
      images: 0,
      characters: 0,
      heard_ms: 0,
      made_ms: 0,
    },
    usage_estimated: false,
    duration_ms: 2910,
    first_token_ms: 380,
    finish_reason: "stop",
    user_agent: "curl/8",
    attempt_outcomes: ["served"],
    warnings: [],
    pinned: false,
    note: null,
    captured: false,
    ...change,
  };
}

export function aDetail(change: Partial<RequestDetail> = {}): RequestDetail {
  const attempt = { model: "chat", provider: "local", upstream: "chat-1", message: null };
  return {
    ...aRow(),
    attempts: [{ ...attempt, outcome: "served", failure: null, status: 200, started_ms: 1, ended_ms: 2900 }],
    skipped: [],
    files: [],
    lines: [
      { unit: "input", count: 3410, rate: "0.150000", credits: "0.051150" },
      { unit: "output", count: 512, rate: "3.266600", credits: "0.167250" },
    ],
    bodies: null,
    ...change,
  };
}

export function aKey(change: Partial<Key> = {}): Key {
  return {
    id: "k1",
    name: "Default",
    prefix: "tp-ab12cd34-…w9x8",
    preset: "app",
    requests_per_minute: 120,
    endpoints: null,
    models: null,
    budget: null,
    spent: "0.000000",
    held: "0.000000",
    period_ends_at: null,
    capture: null,
    disabled: false,
    expires_at: null,
    created_at: Date.UTC(2026, 10, 1),
    last_used_at: null,
    ...change,
  };
}

export function aProvider(change: Partial<Provider> = {}): Provider {
  return {
    id: "acme",
    vendor: "acme",
    label: "Acme",
    base_url: "https://acme.example/v1",
    has_credential: true,
    credential_readable: true,
    disabled: false,
    cooling: [],
    models: 0,
    ...change,
  };
}

/** How a provider did: asked now and then, and well. */
export function aHealth(change: Partial<ProviderHealth> = {}): ProviderHealth {
  return {
    provider: "acme",
    state: "up",
    last_error: null,
    failing_since: null,
    cooling: [],
    attempts: 10,
    failed: 0,
    duration_p50_ms: 200,
    first_token_p50_ms: 50,
    ...change,
  };
}

export function aModel(change: Partial<Model> = {}): Model {
  const unknown = { capabilities_source: null, context_length: null, max_output: null, deprecated_at: null };
  const nothing = { fallbacks: [], capabilities: null, price: null, price_source: null, ...unknown };
  return { id: "small", provider: "acme", upstream: "small", kind: "chat", ...nothing, ...change };
}

export function aStatus(change: Partial<Status> = {}): Status {
  return {
    version: "0.1.0",
    api: "http://127.0.0.1:4180/v1",
    admin: "http://127.0.0.1:40000/admin",
    uptime_seconds: 12,
    in_flight: 0,
    secrets: { backend: "keychain", state: "ok", message: null },
    first_key: null,
    external_request_seen: false,
    log_writable: true,
    paused: false,
    listen_moved_from: null,
    listen_fixed: false,
    local_only: true,
    data_dir: "/srv/turnpike",
    ...change,
  };
}

/** A text that somebody uploaded in the window. */
export function aFile(change: Partial<FileRow> = {}): FileRow {
  return {
    id: "file-1",
    key: "window",
    key_name: "window",
    filename: "notes.txt",
    purpose: "user_data",
    bytes: 19,
    media_type: "text/plain",
    kind: "text",
    sha256: "ab".repeat(32),
    created_at: Date.UTC(2026, 10, 23, 12, 0, 0),
    expires_at: null,
    made_by: null,
    ...change,
  };
}

/** A film that is being made; `change` says what this one is about. */
export function aJob(change: Partial<Job> = {}): Job {
  return {
    id: "video_1",
    kind: "video",
    state: "processing",
    progress: 62,
    key: "window",
    key_name: "window",
    request: "0190a000-0000-7000-8000-000000000001",
    model: "veo",
    model_used: "veo",
    provider: "gemini",
    prompt: "A boat at dawn",
    parameters: { model: "veo", prompt: "A boat at dawn", seconds: 8 },
    created_at: Date.UTC(2026, 10, 23, 12, 0, 0),
    started_at: Date.UTC(2026, 10, 23, 12, 0, 2),
    ended_at: null,
    expected_ms: null,
    credits_reserved: "80.000000",
    credits_used: null,
    files: [],
    link_expires_at: null,
    error: null,
    trouble: null,
    looks: 4,
    next_look_at: null,
    fallback_depth: 0,
    ...change,
  };
}

/** A film that is there. */
export function aFilm(change: Partial<Job> = {}): Job {
  return aJob({
    id: "video_2",
    state: "completed",
    progress: 100,
    prompt: "Neon city",
    ended_at: Date.UTC(2026, 10, 23, 12, 1, 52),
    credits_used: "56.000000",
    files: ["file-2"],
    ...change,
  });
}

/** What a film's job made. */
export function aFilmFile(change: Partial<FileRow> = {}): FileRow {
  return aFile({ id: "file-2", filename: "neon.mp4", media_type: "video/mp4", kind: "video", bytes: 4, ...change });
}
