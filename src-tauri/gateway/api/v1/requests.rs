//! `GET /v1/requests/{x-request-id}`: the record of one of this key's own requests, and so a stream's final cost.

use axum::{
    Json,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use turnpike_domain::{
    attempt::{Attempt, Outcome},
    failure::FailureKind,
    ids::RequestId,
    request::{Endpoint, Request as Record},
    usage::UsageSource,
};
use turnpike_store::Store;

use crate::{
    api::{caller::Counts, door::Door, error::ApiError, reply},
    blocking,
};

#[derive(Serialize)]
struct AttemptView<'a> {
    model: &'a str,
    provider: &'a str,
    outcome: Outcome,
    failure: Option<FailureKind>,
    status: Option<u16>,
    started_ms: u64,
    ended_ms: u64,
}

pub(crate) async fn retrieve(
    State(door): State<Door>,
    State(store): State<Store>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    reply::free(find(&door, store, &id, request).await)
}

async fn find(door: &Door, store: Store, id: &str, request: Request) -> Result<Response, ApiError> {
    let (parts, _) = request.into_parts();
    let caller = door.caller(&parts, Endpoint::Models, Counts::Never)?;
    let missing = || ApiError::not_found(format!("No such request: '{}'.", id.chars().take(64).collect::<String>())).about("id");
    let parsed: RequestId = id.parse().map_err(|_| missing())?;
    let record = match door.recorder.find_running(&parsed) {
        Some(running) => Some((*running).clone()),
        None => blocking(move || recorded(&store, &parsed)).await?,
    };
    let own = record.filter(|record| record.key.as_ref() == Some(&caller.entry.key.id));
    own.map(|record| Json(view(&record)).into_response()).ok_or_else(missing)
}

/// A request that has just ended may still be on its way into the store.
pub(crate) fn recorded(store: &Store, id: &RequestId) -> Result<Option<Record>, turnpike_store::StoreError> {
    if let Some(found) = store.request(id)? {
        return Ok(Some(found));
    }
    store.flush()?;
    store.request(id)
}

fn view(record: &Record) -> Value {
    let usage = record.usage.map(|usage| {
        json!({
            "prompt_tokens": usage.input,
            "completion_tokens": usage.output,
            "total_tokens": usage.input + usage.output,
            "prompt_tokens_details": {"cached_tokens": usage.cached_input, "audio_tokens": usage.audio_input},
            "completion_tokens_details": {"reasoning_tokens": usage.reasoning, "audio_tokens": usage.audio_output},
            "images": usage.images,
            "characters": usage.characters,
            "heard_ms": usage.heard_ms,
            "made_ms": usage.made_ms,
        })
    });
    json!({
        "id": record.id,
        "object": "request",
        "created": record.started_at / 1_000,
        "endpoint": record.endpoint.label(),
        "status": record.status,
        "error": record.error,
        "stream": record.stream,
        "state": record.state,
        "model": record.model,
        "model_used": record.model_used,
        "fallback_from": record.fallback_from(),
        "fallback_depth": record.fallback_depth,
        "credits_reserved": record.credits_reserved,
        "credits_used": record.credits_used,
        "price_source": record.price_source,
        "usage": usage,
        "usage_estimated": record.usage_source == Some(UsageSource::Estimated),
        "duration_ms": record.duration_ms,
        "first_token_ms": record.first_token_ms,
        "attempts": record.attempts.iter().map(attempt).collect::<Vec<_>>(),
        "skipped": record.skipped,
        "warnings": record.warnings,
    })
}

fn attempt(attempt: &Attempt) -> AttemptView<'_> {
    AttemptView {
        model: attempt.model.as_str(),
        provider: attempt.provider.as_str(),
        outcome: attempt.outcome,
        failure: attempt.failure,
        status: attempt.status,
        started_ms: attempt.started_ms,
        ended_ms: attempt.ended_ms,
    }
}
