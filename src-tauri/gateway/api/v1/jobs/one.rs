//! `GET` and `DELETE` of `/v1/videos/generations/{id}` and `/v1/music/generations/{id}`

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use turnpike_domain::job::JobKind;

use super::{Base, Handles, JobView, missing};
use crate::api::{error::ApiError, reply};

pub(crate) async fn retrieve(
    State(handles): State<Handles>,
    Extension(kind): Extension<JobKind>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    reply::free(find(&handles, &parts, kind, &id).await)
}

/// Ends it, if it has not ended yet. How it stands then.
pub(crate) async fn cancel(
    State(handles): State<Handles>,
    Extension(kind): Extension<JobKind>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    reply::free(end(&handles, &parts, kind, &id).await)
}

async fn find(handles: &Handles, parts: &Parts, kind: JobKind, id: &str) -> Result<Response, ApiError> {
    let job = handles.own(&handles.looker(parts, kind)?, parts, kind, id).await?;
    Ok(Json(JobView::new(&job, &Base::new(parts, &handles.listening))).into_response())
}

async fn end(handles: &Handles, parts: &Parts, kind: JobKind, id: &str) -> Result<Response, ApiError> {
    let job = handles.own(&handles.looker(parts, kind)?, parts, kind, id).await?;
    let job = handles.jobs.cancel(job).await?.ok_or_else(|| missing(id))?;
    Ok(Json(JobView::new(&job, &Base::new(parts, &handles.listening))).into_response())
}
