//! `GET /admin/requests`: the request log, newest first, page by page.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use turnpike_domain::ids::RequestId;
use turnpike_store::{RequestFilter, StatusFilter, Store};
use utoipa::{IntoParams, ToSchema};

use super::{
    input::Asked,
    views::{self, RequestDetail, RequestRow},
};
use crate::{
    api::{error::ApiError, v1::requests::recorded},
    blocking,
    ledger::recorder::Recorder,
    workspace::Workspace,
};

/// A page of the log.
#[derive(Serialize, ToSchema)]
pub(crate) struct RequestPage {
    data: Vec<RequestRow>,
    /// The `before` of the next page; `null` at the end.
    next: Option<String>,
}

/// Which requests.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// At the most so many: 100 unless told, never more than 500.
    limit: Option<u32>,
    /// Older than this request.
    before: Option<String>,
    /// Of this key.
    key: Option<String>,
    /// That asked for, or were served by, this model.
    model: Option<String>,
    /// Served by this provider.
    provider: Option<String>,
    /// `ok`, `error`, a status like `429`, or a class like `5xx`.
    status: Option<String>,
    /// Only those that a fallback served.
    fallback: Option<bool>,
}

const MOST_ROWS: u32 = 500;

#[utoipa::path(get, operation_id = "list_requests", path = "/requests", params(Which), responses((status = 200, body = RequestPage)))]
pub(crate) async fn list(
    State(workspace): State<Workspace>,
    State(recorder): State<Recorder>,
    State(store): State<Store>,
    Asked(which): Asked<Which>,
) -> Result<Json<RequestPage>, ApiError> {
    let filter = filter(&which)?;
    let first_page = which.before.is_none() && which.status.is_none() && filter.provider.is_none() && !filter.fallback_only;
    let limit = filter.limit;
    let wanted = filter.clone();
    let found = blocking(move || store.requests(&filter)).await?;
    let next = (found.len() as u32 == limit).then(|| found.last().map(|request| request.id.to_string())).flatten();
    let snapshot = workspace.current();
    let mut data: Vec<_> = if first_page { recorder.all_running() } else { Vec::new() }
        .iter()
        .filter(|request| wanted.key.is_none() || request.key == wanted.key)
        .filter(|request| wanted.model.is_none() || request.model == wanted.model)
        .map(|request| views::row(request, &snapshot))
        .collect();
    data.extend(found.iter().map(|request| views::row(request, &snapshot)));
    Ok(Json(RequestPage { data, next }))
}

#[utoipa::path(get, operation_id = "retrieve_request", path = "/requests/{id}", params(("id" = String, Path)), responses((status = 200, body = RequestDetail), (status = 404)))]
pub(crate) async fn retrieve(
    State(workspace): State<Workspace>,
    State(recorder): State<Recorder>,
    State(store): State<Store>,
    Path(id): Path<String>,
) -> Result<Json<RequestDetail>, ApiError> {
    let missing = || ApiError::not_found("There is no such request in the log.").about("id");
    let id: RequestId = id.parse().map_err(|_| missing())?;
    let snapshot = workspace.current().clone();
    if let Some(running) = recorder.find_running(&id) {
        return Ok(Json(views::detail(&running, None, &snapshot)));
    }
    let found = blocking(move || Ok::<_, turnpike_store::StoreError>((recorded(&store, &id)?, store.bodies(&id)?))).await?;
    let (Some(request), bodies) = found else { return Err(missing()) };
    Ok(Json(views::detail(&request, bodies, &snapshot)))
}

fn filter(which: &Which) -> Result<RequestFilter, ApiError> {
    let status = match which.status.as_deref() {
        None | Some("" | "any") => StatusFilter::Any,
        Some("ok") => StatusFilter::Succeeded,
        Some("error") => StatusFilter::Failed,
        Some(word) => {
            between(word).ok_or_else(|| ApiError::invalid("status", "Give ok, error, a status like 429, or a class like 5xx."))?
        }
    };
    let before = which.before.as_deref().map(str::parse).transpose();
    Ok(RequestFilter {
        key: which.key.as_deref().map(Into::into),
        model: which.model.as_deref().map(Into::into),
        provider: which.provider.as_deref().map(Into::into),
        status,
        fallback_only: which.fallback.unwrap_or_default(),
        before: before.map_err(|_| ApiError::invalid("before", "Give the id of a request."))?,
        limit: which.limit.unwrap_or(100).clamp(1, MOST_ROWS),
    })
}

fn between(word: &str) -> Option<StatusFilter> {
    if let Some(class) = word.strip_suffix("xx").and_then(|class| class.parse::<u16>().ok()) {
        return (1..=5).contains(&class).then(|| StatusFilter::Between(class * 100, class * 100 + 99));
    }
    word.parse().ok().map(|status| StatusFilter::Between(status, status))
}
