//! `/admin/requests`: the request log, newest first, page by page, and its volume.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use turnpike_domain::{filter::Filter, ids::RequestId, request::Request};
use turnpike_store::{Marks, Selection, Store};
use utoipa::{IntoParams, ToSchema};

use super::{
    input::Asked,
    views::{self, RequestDetail, RequestRow},
};
use crate::{
    api::{error::ApiError, v1::requests::recorded},
    blocking, clock,
    ledger::recorder::Recorder,
    workspace::{Workspace, snapshot::Snapshot},
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
    /// `status:5xx model:gpt* credits>0.5 -is:stream "rate limit"`: all must hold.
    filter: Option<String>,
    /// Started then or later; Unix milliseconds.
    from: Option<i64>,
    /// Started before then.
    to: Option<i64>,
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// Older than this request.
    #[param(value_type = Option<String>)]
    before: Option<RequestId>,
    /// Newer than this request.
    #[param(value_type = Option<String>)]
    after: Option<RequestId>,
    /// At the most so many: 100 unless told, never more than 500.
    limit: Option<u32>,
}

/// In how many parts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Parts {
    /// In so many stretches of time: 60 unless told, never more than 500.
    buckets: Option<u32>,
}

/// How many requests there were, and when.
#[derive(Serialize, ToSchema)]
pub(crate) struct RequestVolume {
    from: i64,
    to: i64,
    bucket_ms: i64,
    buckets: Vec<VolumeBucket>,
    /// Requests in all buckets.
    matched: u64,
    /// Requests in the whole log.
    total: u64,
}

/// A stretch of time.
#[derive(Serialize, ToSchema)]
pub(crate) struct VolumeBucket {
    /// When it begins.
    at: i64,
    requests: u64,
    failed: u64,
}

const MOST_ROWS: u32 = 500;
const MOST_BUCKETS: u32 = 500;

#[utoipa::path(get, operation_id = "list_requests", path = "/requests", params(Which, Paging), responses((status = 200, body = RequestPage), (status = 400)))]
pub(crate) async fn list(
    State(workspace): State<Workspace>,
    State(recorder): State<Recorder>,
    State(store): State<Store>,
    Asked(which): Asked<Which>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<RequestPage>, ApiError> {
    let selection = Selection { before: paging.before, after: paging.after, ..which.selection()? };
    let limit = paging.limit.unwrap_or(100).clamp(1, MOST_ROWS);
    let snapshot = workspace.current().clone();
    // First, so that a request which ends meanwhile is not missed.
    let running = running(&recorder, &selection, &snapshot);
    let found = blocking(move || store.requests(&selection, limit)).await?;
    let next = (found.len() as u32 == limit).then(|| found.last().map(|(request, _)| request.id.to_string())).flatten();
    let pending = running.iter().filter(|request| !found.iter().any(|(ended, _)| ended.id == request.id));
    let mut data: Vec<_> = pending.map(|request| views::row(request, &Marks::default(), &snapshot)).collect();
    data.extend(found.iter().map(|(request, marks)| views::row(request, marks, &snapshot)));
    Ok(Json(RequestPage { data, next }))
}

#[utoipa::path(get, operation_id = "request_volume", path = "/requests/volume", params(Which, Parts), responses((status = 200, body = RequestVolume), (status = 400)))]
pub(crate) async fn volume(
    State(store): State<Store>,
    Asked(which): Asked<Which>,
    Asked(parts): Asked<Parts>,
) -> Result<Json<RequestVolume>, ApiError> {
    let selection = which.selection()?;
    let buckets = parts.buckets.unwrap_or(60).clamp(1, MOST_BUCKETS);
    let counted = blocking(move || store.volume(&selection, buckets, clock::now())).await?;
    let begins = (0..).map(|index| counted.from + index * counted.bucket_ms);
    let buckets =
        begins.zip(&counted.buckets).map(|(at, (requests, failed))| VolumeBucket { at, requests: *requests, failed: *failed });
    Ok(Json(RequestVolume {
        buckets: buckets.collect(),
        from: counted.from,
        to: counted.to,
        bucket_ms: counted.bucket_ms,
        matched: counted.matched,
        total: counted.total,
    }))
}

#[utoipa::path(get, operation_id = "retrieve_request", path = "/requests/{id}", params(("id" = String, Path)), responses((status = 200, body = RequestDetail), (status = 404)))]
pub(crate) async fn retrieve(
    State(workspace): State<Workspace>,
    State(recorder): State<Recorder>,
    State(store): State<Store>,
    Path(id): Path<String>,
) -> Result<Json<RequestDetail>, ApiError> {
    let id: RequestId = id.parse().map_err(|_| no_request())?;
    let snapshot = workspace.current().clone();
    if let Some(running) = recorder.find_running(&id) {
        return Ok(Json(views::detail(&running, &Marks::default(), None, &snapshot)));
    }
    let look = move || Ok::<_, turnpike_store::StoreError>((recorded(&store, &id)?, store.marks(&id)?, store.bodies(&id)?));
    let (Some(request), marks, bodies) = blocking(look).await? else { return Err(no_request()) };
    Ok(Json(views::detail(&request, &marks, bodies, &snapshot)))
}

impl Which {
    /// As the store is asked.
    pub(crate) fn selection(&self) -> Result<Selection, ApiError> {
        let filter = Filter::parse(self.filter.as_deref().unwrap_or_default());
        let filter = filter.map_err(|error| ApiError::invalid("filter", format!("{error}.")))?;
        Ok(Selection { filter, from: self.from, to: self.to, ..Selection::default() })
    }
}

/// Those under way that are meant; only the first page begins with them.
fn running(recorder: &Recorder, selection: &Selection, snapshot: &Snapshot) -> Vec<Arc<Request>> {
    if selection.before.is_some() {
        return Vec::new();
    }
    let mut running = recorder.all_running();
    running.retain(|request| {
        let key_name = request.key.as_ref().map(|id| views::key_name(id, snapshot)).unwrap_or_default();
        selection.from.is_none_or(|from| request.started_at >= from)
            && selection.to.is_none_or(|to| request.started_at < to)
            && selection.after.is_none_or(|after| request.id > after)
            && selection.filter.matches(request, &key_name)
    });
    running
}

pub(crate) fn no_request() -> ApiError {
    ApiError::not_found("There is no such request in the log.").about("id")
}
