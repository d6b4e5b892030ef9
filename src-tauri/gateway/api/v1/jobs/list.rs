//! `GET /v1/videos/generations` and `GET /v1/music/generations`: a key's jobs, page by page.

use axum::{
    Extension, Json,
    extract::{Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde_json::json;
use turnpike_domain::{
    ids::JobId,
    job::{Job, JobKind},
};
use turnpike_store::JobSelection;

use super::{Base, Handles, JobView};
use crate::api::{caller::Acting, error::ApiError, paging::Paging, reply};

const USUAL: u32 = 20;
const MOST: u32 = 100;

pub(crate) async fn list(State(handles): State<Handles>, Extension(kind): Extension<JobKind>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    reply::free(shown(&handles, &parts, kind).await)
}

async fn shown(handles: &Handles, parts: &Parts, kind: JobKind) -> Result<Response, ApiError> {
    let Page { jobs, has_more } = page(handles, parts, kind).await?;
    let base = Base::new(parts, &handles.listening);
    let data: Vec<_> = jobs.iter().map(|job| JobView::new(job, &base)).collect();
    let (first_id, last_id) = (data.first().map(|job| job.job_id), data.last().map(|job| job.job_id));
    Ok(Json(json!({"object": "list", "data": data, "first_id": first_id, "last_id": last_id, "has_more": has_more}))
        .into_response())
}

/// Some of a key's jobs.
pub(crate) struct Page {
    pub(crate) jobs: Vec<Job>,
    pub(crate) has_more: bool,
}

/// Those that the query asks for.
pub(crate) async fn page(handles: &Handles, parts: &Parts, kind: JobKind) -> Result<Page, ApiError> {
    let caller = handles.looker(parts, kind)?;
    let paging = Paging::read(&parts.uri, USUAL, MOST)?;
    let window = parts.extensions.get::<Acting>().is_some();
    let selection = JobSelection {
        key: (!window).then(|| caller.entry.key.id.clone()),
        kind: Some(kind),
        after: paging.get("after").map(JobId::from),
        ascending: paging.ascending,
        ..JobSelection::default()
    };
    let mut jobs = handles.jobs.list(selection, paging.limit + 1).await?;
    let has_more = jobs.len() > paging.limit as usize;
    jobs.truncate(paging.limit as usize);
    Ok(Page { jobs, has_more })
}
