//! How records look to the window: the same fields in lists, details and events.

use serde::Serialize;
use turnpike_domain::{attempt::Attempt, ids::KeyId, plan::Skip, price::Line, request::Request, usage::UsageSource};
use turnpike_store::{KeptBodies, Marks};
use utoipa::ToSchema;

use super::exchanges::{self, BodiesView};
use crate::workspace::snapshot::Snapshot;

/// A line of the request log.
#[derive(Serialize, ToSchema)]
pub(crate) struct RequestRow {
    id: String,
    /// Unix milliseconds.
    started_at: i64,
    endpoint: &'static str,
    key: Option<String>,
    key_name: Option<String>,
    status: u16,
    error: Option<ErrorView>,
    stream: bool,
    /// `running`, `settled` or `released`.
    state: &'static str,
    model: Option<String>,
    model_used: Option<String>,
    provider: Option<String>,
    fallback_depth: u32,
    credits_reserved: Option<String>,
    /// `null`: unknown price.
    credits_used: Option<String>,
    price_source: Option<String>,
    usage: Option<UsageView>,
    usage_estimated: bool,
    duration_ms: u64,
    first_token_ms: Option<u64>,
    finish_reason: Option<String>,
    user_agent: Option<String>,
    attempt_outcomes: Vec<&'static str>,
    warnings: Vec<String>,
    /// Kept however old it gets.
    pinned: bool,
    /// The owner's words on it.
    note: Option<String>,
    /// Bodies were kept.
    captured: bool,
}

/// The error that the client was sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErrorView {
    message: String,
    #[serde(rename = "type")]
    kind: String,
    param: Option<String>,
    code: Option<String>,
}

/// What was used.
#[derive(Serialize, ToSchema)]
pub(crate) struct UsageView {
    prompt_tokens: u64,
    completion_tokens: u64,
    cached_tokens: u64,
    cache_write_tokens: u64,
    reasoning_tokens: u64,
    images: u64,
    characters: u64,
    /// Milliseconds of audio heard.
    heard_ms: u64,
    /// Milliseconds of audio or video made.
    made_ms: u64,
}

/// All that is known of a request.
#[derive(Serialize, ToSchema)]
pub(crate) struct RequestDetail {
    #[serde(flatten)]
    row: RequestRow,
    attempts: Vec<AttemptView>,
    skipped: Vec<SkipView>,
    lines: Vec<LineView>,
    /// The ids of the files that it used.
    files: Vec<String>,
    bodies: Option<BodiesView>,
}

/// One try at one target; times are milliseconds from the request's start.
#[derive(Serialize, ToSchema)]
pub(crate) struct AttemptView {
    model: String,
    provider: String,
    upstream: String,
    /// `served`, `failed` or `cancelled`.
    outcome: &'static str,
    failure: Option<&'static str>,
    message: Option<String>,
    status: Option<u16>,
    started_ms: u64,
    ended_ms: u64,
}

/// A target that was passed over.
#[derive(Serialize, ToSchema)]
pub(crate) struct SkipView {
    model: String,
    provider: String,
    /// In words.
    why: String,
}

/// A line of the bill.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineView {
    /// `input`, `cached_input`, `cache_write`, `cache_write_1h`, `audio_input`, `image_input`, `output`, `audio_output`
    /// or `image_output`, which are tokens; `character`, `image`, `second`, `minute`, `hour` or `request`.
    unit: &'static str,
    /// How many; milliseconds, where the unit is one of time.
    count: u64,
    /// US dollars: for a million tokens or characters, for one of anything else.
    rate: String,
    credits: String,
}

/// A record as a line of the log.
pub(crate) fn row(request: &Request, marks: &Marks, snapshot: &Snapshot) -> RequestRow {
    RequestRow {
        id: request.id.to_string(),
        started_at: request.started_at,
        endpoint: request.endpoint.label(),
        key: request.key.as_ref().map(ToString::to_string),
        key_name: request.key.as_ref().map(|id| key_name(id, snapshot)),
        status: request.status,
        error: request.error.as_ref().map(|error| ErrorView {
            message: error.message.clone(),
            kind: error.kind.clone(),
            param: error.param.clone(),
            code: error.code.clone(),
        }),
        stream: request.stream,
        state: request.state.as_str(),
        model: request.model.as_ref().map(ToString::to_string),
        model_used: request.model_used.as_ref().map(ToString::to_string),
        provider: request.provider.as_ref().map(ToString::to_string),
        fallback_depth: request.fallback_depth,
        credits_reserved: request.credits_reserved.map(|credits| credits.to_string()),
        credits_used: request.credits_used.map(|credits| credits.to_string()),
        price_source: request.price_source.clone(),
        usage: request.usage.map(|usage| UsageView {
            prompt_tokens: usage.input,
            completion_tokens: usage.output,
            cached_tokens: usage.cached_input,
            cache_write_tokens: usage.cache_write,
            reasoning_tokens: usage.reasoning,
            images: usage.images,
            characters: usage.characters,
            heard_ms: usage.heard_ms,
            made_ms: usage.made_ms,
        }),
        usage_estimated: request.usage_source == Some(UsageSource::Estimated),
        duration_ms: request.duration_ms,
        first_token_ms: request.first_token_ms,
        finish_reason: request.finish_reason.clone(),
        user_agent: request.user_agent.clone(),
        attempt_outcomes: request.attempts.iter().map(|attempt| attempt.outcome.as_str()).collect(),
        warnings: request.warnings.clone(),
        pinned: marks.pinned,
        note: marks.note.clone(),
        captured: request.captured,
    }
}

/// What the owner calls a key.
pub(crate) fn key_name(id: &KeyId, snapshot: &Snapshot) -> String {
    match snapshot.keys.get(id) {
        Some(entry) => entry.key.name.clone(),
        None if id.as_str() == "window" => "window".to_owned(),
        None => format!("deleted key {id}"),
    }
}

/// A record with everything.
pub(crate) fn detail(request: &Request, marks: &Marks, bodies: Option<KeptBodies>, snapshot: &Snapshot) -> RequestDetail {
    RequestDetail {
        row: row(request, marks, snapshot),
        attempts: request.attempts.iter().map(attempt).collect(),
        skipped: request.skipped.iter().map(skip).collect(),
        lines: request.lines.iter().map(line).collect(),
        files: request.files.iter().map(ToString::to_string).collect(),
        bodies: bodies.map(exchanges::bodies),
    }
}

fn attempt(attempt: &Attempt) -> AttemptView {
    AttemptView {
        model: attempt.model.to_string(),
        provider: attempt.provider.to_string(),
        upstream: attempt.upstream.clone(),
        outcome: attempt.outcome.as_str(),
        failure: attempt.failure.map(|kind| kind.as_str()),
        message: attempt.message.clone(),
        status: attempt.status,
        started_ms: attempt.started_ms,
        ended_ms: attempt.ended_ms,
    }
}

fn skip(skip: &Skip) -> SkipView {
    SkipView { model: skip.model.to_string(), provider: skip.provider.to_string(), why: skip.reason.to_string() }
}

fn line(line: &Line) -> LineView {
    LineView {
        unit: line.unit.as_str(),
        count: line.count,
        rate: format!("{:.*}", if line.unit.by_the_million() { 6 } else { 8 }, line.dollars()),
        credits: line.credits().to_string(),
    }
}
