//! `POST /v1/files`

use axum::{
    Json,
    extract::{Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use turnpike_domain::request::Endpoint;

use super::{FileObject, reply};
use crate::{
    api::{
        caller::Counts,
        door::Door,
        error::ApiError,
        form::Source,
        reply::stamp_standing,
        upload::{self, Origin},
    },
    files::Files,
};

pub(crate) async fn create(State(door): State<Door>, State(files): State<Files>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let source = Source::new(body, door.patience.client);
    let answer = keep(&door, &files, &parts, source.clone()).await;
    if answer.is_err() {
        source.drain().await;
    }
    reply(&files, answer)
}

async fn keep(door: &Door, files: &Files, parts: &Parts, source: Source) -> Result<Response, ApiError> {
    let _place = door.recorder.place().ok_or_else(ApiError::busy)?;
    let caller = door.caller(parts, Endpoint::Files, Counts::Once)?;
    let file = upload::receive(files, &parts.headers, source, Origin { key: caller.entry.key.id.clone(), made_by: None }).await?;
    let mut response = Json(FileObject::new(&file)).into_response();
    if let Some(standing) = &caller.standing {
        stamp_standing(response.headers_mut(), standing);
    }
    Ok(response)
}
