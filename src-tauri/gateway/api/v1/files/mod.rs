//! `/v1/files`: OpenAI's Files API, one verb a file. A key sees its own files only: another's are not there.

pub(crate) mod content;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod retrieve;

use axum::{
    http::{HeaderName, HeaderValue, request::Parts},
    response::Response,
};
use serde::Serialize;
use turnpike_domain::{file::File, ids::FileId, request::Endpoint};

use crate::{
    api::{
        caller::{Caller, Counts},
        door::Door,
        error::ApiError,
        reply,
    },
    files::Files,
};

/// OpenAI's shape.
#[derive(Serialize)]
struct FileObject<'a> {
    id: FileId,
    object: &'static str,
    bytes: u64,
    created_at: i64,
    filename: &'a str,
    purpose: &'static str,
    /// A file is there when it is answered for: there is no other state.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
}

impl<'a> FileObject<'a> {
    fn new(file: &'a File) -> Self {
        Self {
            id: file.id,
            object: "file",
            bytes: file.bytes,
            created_at: file.created_at / 1_000,
            filename: &file.filename,
            purpose: file.purpose.as_str(),
            status: "processed",
            expires_at: file.expires_at.map(|at| at / 1_000),
        }
    }
}

/// What every answer says: how full the storage is.
fn reply(files: &Files, answer: Result<Response, ApiError>) -> Response {
    let mut response = reply::free(answer);
    let storage = files.storage();
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-storage-used-bytes"), HeaderValue::from(storage.used));
    headers.insert(HeaderName::from_static("x-storage-limit-bytes"), HeaderValue::from(storage.limit));
    response
}

/// Who looks. Looking counts against no limit.
fn looker(door: &Door, parts: &Parts) -> Result<Caller, ApiError> {
    door.caller(parts, Endpoint::Files, Counts::Never)
}

/// The caller's file of that id.
async fn own(files: &Files, caller: &Caller, id: &str) -> Result<File, ApiError> {
    let missing = || {
        let id: String = id.chars().take(64).collect();
        ApiError::not_found(format!("No such File object: {id}")).about("id")
    };
    let found = files.find(id.parse().map_err(|_| missing())?).await?;
    found.filter(|file| file.key == caller.entry.key.id).ok_or_else(missing)
}
