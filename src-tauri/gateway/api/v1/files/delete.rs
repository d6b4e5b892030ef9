//! `DELETE /v1/files/{id}`

use axum::{
    Json,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{looker, own, reply};
use crate::{
    api::{door::Door, error::ApiError},
    files::Files,
};

pub(crate) async fn delete(
    State(door): State<Door>,
    State(files): State<Files>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    reply(&files, remove(&door, &files, &parts, &id).await)
}

async fn remove(door: &Door, files: &Files, parts: &Parts, id: &str) -> Result<Response, ApiError> {
    let file = own(files, &looker(door, parts)?, id).await?;
    files.remove(file.id).await?;
    Ok(Json(json!({"id": file.id, "object": "file", "deleted": true})).into_response())
}
