//! `POST /admin/requests/{id}/stop`: ends a request under way. It is settled by what was used.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use turnpike_domain::ids::RequestId;

use crate::{api::error::ApiError, jobs::Jobs, ledger::recorder::Recorder};

#[utoipa::path(post, operation_id = "stop_request", path = "/requests/{id}/stop", params(("id" = String, Path)), responses((status = 202, description = "It ends now"), (status = 404)))]
pub(crate) async fn stop(
    State(recorder): State<Recorder>,
    State(jobs): State<Jobs>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id: Option<RequestId> = id.parse().ok();
    if let Some(job) = id.and_then(|id| jobs.of_request(&id))
        && let Some(job) = jobs.find(job, None).await?
    {
        jobs.cancel(job).await?;
        return Ok(StatusCode::ACCEPTED);
    }
    let stopped = id.is_some_and(|id| recorder.stop(&id));
    let missing = || ApiError::not_found("There is no such request under way.").about("id");
    stopped.then_some(StatusCode::ACCEPTED).ok_or_else(missing)
}
