//! `GET /v1/files/{id}/content`

use axum::{
    extract::{Path, Request, State},
    http::request::Parts,
    response::Response,
};

use super::{looker, own, reply};
use crate::{
    api::{content::serve, door::Door, error::ApiError},
    files::Files,
};

pub(crate) async fn content(
    State(door): State<Door>,
    State(files): State<Files>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    reply(&files, send(&door, &files, &parts, &id).await)
}

async fn send(door: &Door, files: &Files, parts: &Parts, id: &str) -> Result<Response, ApiError> {
    let file = own(files, &looker(door, parts)?, id).await?;
    serve(files, &file, &parts.headers).await
}
