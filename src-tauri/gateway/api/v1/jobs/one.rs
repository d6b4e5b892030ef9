//! `GET` and `DELETE` of `/v1/videos/generations/{id}` and `/v1/music/generations/{id}`

use axum::{
    Json,
    response::{IntoResponse, Response},
};

use super::{Base, JobView, Named};
use crate::api::{error::ApiError, reply};

pub(crate) async fn retrieve(named: Named) -> Response {
    reply::free(Ok(shown(&named)))
}

/// Ends it, if it has not ended yet. How it stands then.
pub(crate) async fn cancel(named: Named) -> Response {
    reply::free(end(named).await)
}

async fn end(named: Named) -> Result<Response, ApiError> {
    let job = named.cancelled().await?;
    Ok(shown(&Named { job, ..named }))
}

fn shown(Named { job, parts, handles }: &Named) -> Response {
    Json(JobView::new(job, &Base::new(parts, &handles.listening))).into_response()
}
