//! `GET /v1/files`: a key's files, page by page.

use axum::{
    Json,
    extract::{Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use turnpike_domain::ids::FileId;
use turnpike_store::FileSelection;

use super::{FileObject, looker, reply};
use crate::{
    api::{door::Door, error::ApiError, paging::Paging, upload::purpose},
    files::Files,
};

#[derive(Serialize)]
struct List<'a> {
    object: &'static str,
    data: Vec<FileObject<'a>>,
    first_id: Option<FileId>,
    last_id: Option<FileId>,
    has_more: bool,
}

const MOST: u32 = 10_000;

pub(crate) async fn list(State(door): State<Door>, State(files): State<Files>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    reply(&files, page(&door, &files, &parts).await)
}

async fn page(door: &Door, files: &Files, parts: &Parts) -> Result<Response, ApiError> {
    let caller = looker(door, parts)?;
    let paging = Paging::read(&parts.uri, MOST, MOST)?;
    let (selection, limit) = (selection(&paging)?, paging.limit);
    let mut found = files.list(FileSelection { key: Some(caller.entry.key.id.clone()), ..selection }, limit + 1).await?;
    let has_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let (first_id, last_id) = (found.first().map(|file| file.id), found.last().map(|file| file.id));
    let data = found.iter().map(FileObject::new).collect();
    Ok(Json(List { object: "list", data, first_id, last_id, has_more }).into_response())
}

fn selection(paging: &Paging) -> Result<FileSelection, ApiError> {
    let after = paging.get("after").map(str::parse).transpose();
    let after = after.map_err(|error| ApiError::invalid("after", format!("Invalid 'after': {error}.")))?;
    let purpose = paging.get("purpose").map(|word| purpose("purpose", word)).transpose()?;
    Ok(FileSelection { after, purpose, ascending: paging.ascending, ..FileSelection::default() })
}
