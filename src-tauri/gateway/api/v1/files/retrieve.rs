//! `GET /v1/files/{id}`

use axum::{
    Json,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};

use super::{FileObject, looker, own, reply};
use crate::{
    api::{door::Door, error::ApiError},
    files::Files,
};

pub(crate) async fn retrieve(
    State(door): State<Door>,
    State(files): State<Files>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    reply(&files, find(&door, &files, &parts, &id).await)
}

async fn find(door: &Door, files: &Files, parts: &Parts, id: &str) -> Result<Response, ApiError> {
    let file = own(files, &looker(door, parts)?, id).await?;
    Ok(Json(FileObject::new(&file)).into_response())
}
