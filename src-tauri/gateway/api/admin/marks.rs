//! What the owner does to requests of the log: pins, notes, deletions.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use turnpike_domain::ids::RequestId;
use turnpike_store::{Marks, Store};
use utoipa::ToSchema;

use super::{
    input::{Input, given},
    requests::no_request,
    views::{self, RequestRow},
};
use crate::{
    api::error::ApiError,
    blocking,
    events::{Event, Events},
    ledger::recorder::Recorder,
    workspace::Workspace,
};

/// A request's marks. What is left out stays as it is; a note that is null is taken away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkFields {
    pinned: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    note: Option<Option<String>>,
}

/// Some requests.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SomeRequests {
    /// At the most 1,000.
    #[schema(value_type = Vec<String>)]
    ids: Vec<RequestId>,
}

/// What was removed.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeletedRequests {
    /// Those that were there.
    deleted: usize,
}

const MOST_DELETED: usize = 1_000;
const LONGEST_NOTE: usize = 2_000;

#[utoipa::path(patch, operation_id = "mark_request", path = "/requests/{id}", params(("id" = String, Path)), request_body = MarkFields, responses((status = 200, body = RequestRow), (status = 400), (status = 404)))]
pub(crate) async fn change(
    State(workspace): State<Workspace>,
    State(recorder): State<Recorder>,
    State(store): State<Store>,
    State(events): State<Events>,
    Path(id): Path<String>,
    Input(fields): Input<MarkFields>,
) -> Result<Json<RequestRow>, ApiError> {
    let id = ended(&recorder, &id)?;
    let note = fields.note.map(|note| note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()));
    if note.iter().flatten().any(|note| note.chars().count() > LONGEST_NOTE) {
        return Err(ApiError::invalid("note", format!("A note has {LONGEST_NOTE} characters at the most.")));
    }
    let mark = move |marks: &mut Marks| {
        marks.pinned = fields.pinned.unwrap_or(marks.pinned);
        marks.note = note.unwrap_or_else(|| marks.note.take());
    };
    let changed = blocking(move || store.mark(id, mark)).await?.ok_or_else(no_request)?;
    let row = views::row(&changed.0, &changed.1, &workspace.current());
    events.publish(|| Event::Changed(Arc::new(changed)));
    Ok(Json(row))
}

#[utoipa::path(delete, operation_id = "delete_request", path = "/requests/{id}", params(("id" = String, Path)), responses((status = 204), (status = 400), (status = 404)))]
pub(crate) async fn delete(
    State(recorder): State<Recorder>,
    State(store): State<Store>,
    State(events): State<Events>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = ended(&recorder, &id)?;
    match remove(store, &events, vec![id]).await? {
        0 => Err(no_request()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

#[utoipa::path(post, operation_id = "delete_requests", path = "/requests/delete", request_body = SomeRequests, responses((status = 200, body = DeletedRequests), (status = 400)))]
pub(crate) async fn delete_some(
    State(store): State<Store>,
    State(events): State<Events>,
    Input(some): Input<SomeRequests>,
) -> Result<Json<DeletedRequests>, ApiError> {
    if some.ids.len() > MOST_DELETED {
        return Err(ApiError::invalid("ids", format!("Give {MOST_DELETED} ids at the most at a time.")));
    }
    Ok(Json(DeletedRequests { deleted: remove(store, &events, some.ids).await? }))
}

/// How many were there.
async fn remove(store: Store, events: &Events, ids: Vec<RequestId>) -> Result<usize, ApiError> {
    let deleted = blocking(move || store.delete_requests(ids)).await?;
    let count = deleted.len();
    if count > 0 {
        events.publish(|| Event::Deleted(deleted.into()));
    }
    Ok(count)
}

/// The id of a request that is not under way any more.
fn ended(recorder: &Recorder, id: &str) -> Result<RequestId, ApiError> {
    let id = id.parse().map_err(|_| no_request())?;
    match recorder.find_running(&id) {
        Some(_) => Err(ApiError::invalid("id", "This request is still running: wait until it has ended.")),
        None => Ok(id),
    }
}
