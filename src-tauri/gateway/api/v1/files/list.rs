//! `GET /v1/files`: a key's files, page by page.

use std::collections::HashMap;

use axum::{
    Json,
    extract::{Query, Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use turnpike_domain::ids::FileId;
use turnpike_store::FileSelection;
use turnpike_wire::openai::error::InvalidRequest;

use super::{FileObject, looker, reply};
use crate::{
    api::{door::Door, error::ApiError, upload::purpose},
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
    let Query(asked) = Query::<HashMap<String, String>>::try_from_uri(&parts.uri)
        .map_err(|rejection| ApiError::invalid("query", rejection.body_text()))?;
    let (selection, limit) = selection(&asked)?;
    let mut found = files.list(FileSelection { key: Some(caller.entry.key.id.clone()), ..selection }, limit + 1).await?;
    let has_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let (first_id, last_id) = (found.first().map(|file| file.id), found.last().map(|file| file.id));
    let data = found.iter().map(FileObject::new).collect();
    Ok(Json(List { object: "list", data, first_id, last_id, has_more }).into_response())
}

fn selection(asked: &HashMap<String, String>) -> Result<(FileSelection, u32), ApiError> {
    let get = |name: &str| asked.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let ascending = match get("order") {
        None | Some("desc") => false,
        Some("asc") => true,
        Some(_) => return Err(ApiError::invalid("order", "Invalid 'order'. Supported values are: 'asc', 'desc'.")),
    };
    let after = get("after").map(str::parse).transpose();
    let after = after.map_err(|error| ApiError::invalid("after", format!("Invalid 'after': {error}.")))?;
    let purpose = get("purpose").map(|word| purpose("purpose", word)).transpose()?;
    let selection = FileSelection { after, purpose, ascending, ..FileSelection::default() };
    Ok((selection, limit(get("limit"))?))
}

fn limit(asked: Option<&str>) -> Result<u32, InvalidRequest> {
    let Some(text) = asked else { return Ok(MOST) };
    let wrong =
        |code, expected: &str| InvalidRequest::field(code, "limit".to_owned(), format!("Invalid 'limit': expected {expected}."));
    match text.parse::<i64>() {
        Err(_) => Err(wrong("invalid_type", "an integer")),
        Ok(number) if number < 1 => Err(wrong("integer_below_min_value", "a value of at least 1")),
        Ok(number) if number > i64::from(MOST) => Err(wrong("integer_above_max_value", "a value of at most 10000")),
        Ok(number) => Ok(u32::try_from(number).unwrap_or(MOST)),
    }
}
