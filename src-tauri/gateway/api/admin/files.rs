//! `/admin/files`: the files of all keys, what made and used them, and the room that they take.

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::{Deserialize, Serialize};
use turnpike_domain::{
    file::{File, FileKind},
    ids::{FileId, KeyId},
};
use turnpike_store::{FileOrder, FileSelection, Store};
use utoipa::{IntoParams, ToSchema};

use super::{input::Asked, views, window::Window};
use crate::{
    api::{
        content::serve,
        door::Door,
        error::ApiError,
        form::Source,
        upload::{self, Origin, purpose},
    },
    blocking,
    files::Files,
    workspace::{Workspace, snapshot::Snapshot},
};

/// A page of files.
#[derive(Serialize, ToSchema)]
pub(crate) struct FilePage {
    data: Vec<FileRow>,
    /// The `after` of the next page; `null` at the end.
    next: Option<String>,
    storage: FileStorage,
}

/// How full the storage is.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileStorage {
    files: u64,
    /// Contents that several files have are counted once.
    used_bytes: u64,
    /// As the plan has it.
    limit_bytes: u64,
}

/// A file.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileRow {
    id: String,
    /// Whose.
    key: String,
    key_name: String,
    filename: String,
    purpose: &'static str,
    bytes: u64,
    /// As its first bytes say.
    media_type: String,
    /// image, pdf, text, audio, video or other.
    kind: &'static str,
    sha256: String,
    created_at: i64,
    expires_at: Option<i64>,
    /// The request that made it; `null`: it was uploaded.
    made_by: Option<String>,
}

/// A file, and what used it.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileDetail {
    #[serde(flatten)]
    row: FileRow,
    /// The newest requests that used it, as far as the log reaches back; at the most 100.
    used_by: Vec<String>,
    /// How many there are.
    uses: u64,
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    Created,
    Filename,
    Bytes,
}

/// Which files, and in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichFiles {
    /// Of this sort: image, pdf, text, audio, video or other.
    #[param(value_type = Option<String>)]
    kind: Option<FileKind>,
    /// Of the key with this id.
    key: Option<String>,
    purpose: Option<String>,
    /// With this in their name.
    text: Option<String>,
    /// By their age unless told.
    #[param(inline)]
    order: Option<Order>,
    /// The least first; else the newest, the last or the longest.
    ascending: Option<bool>,
    /// Behind this file.
    after: Option<String>,
    /// At the most so many: 100 unless told, never more than 500.
    limit: Option<u32>,
}

/// For whom a file is uploaded.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ForKey {
    /// The id of a key that is to see it; without it, only the window does.
    key: Option<String>,
    /// The id of the request whose answer it is, if it is one.
    made_by: Option<String>,
}

/// A file to keep.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form, which is read part by part")]
pub(crate) struct FileForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    purpose: String,
}

const MOST_ROWS: u32 = 500;
const MOST_USES: u32 = 100;

#[utoipa::path(get, operation_id = "list_files", path = "/files", params(WhichFiles), responses((status = 200, body = FilePage), (status = 400)))]
pub(crate) async fn list(
    State(files): State<Files>,
    State(store): State<Store>,
    State(workspace): State<Workspace>,
    Asked(which): Asked<WhichFiles>,
) -> Result<Json<FilePage>, ApiError> {
    let limit = which.limit.unwrap_or(100).clamp(1, MOST_ROWS);
    let found = files.list(which.selection()?, limit).await?;
    let (count, _) = blocking(move || store.files_extent()).await?;
    let storage = files.storage();
    let snapshot = workspace.current().clone();
    Ok(Json(FilePage {
        next: (found.len() as u32 == limit).then(|| found.last().map(|file| file.id.to_string())).flatten(),
        data: found.iter().map(|file| row(file, &snapshot)).collect(),
        storage: FileStorage { files: count, used_bytes: storage.used, limit_bytes: storage.limit },
    }))
}

#[utoipa::path(get, operation_id = "retrieve_file", path = "/files/{id}", params(("id" = String, Path)), responses((status = 200, body = FileDetail), (status = 404)))]
pub(crate) async fn retrieve(
    State(files): State<Files>,
    State(store): State<Store>,
    State(workspace): State<Workspace>,
    Path(id): Path<String>,
) -> Result<Json<FileDetail>, ApiError> {
    let file = find(&files, &id).await?;
    let id = file.id;
    let (used_by, uses) = blocking(move || store.file_uses(&id, MOST_USES)).await?;
    let used_by = used_by.iter().map(ToString::to_string).collect();
    Ok(Json(FileDetail { row: row(&file, &workspace.current()), used_by, uses }))
}

#[utoipa::path(get, operation_id = "file_content", path = "/files/{id}/content", params(("id" = String, Path)), responses((status = 200, body = String, content_type = "application/octet-stream"), (status = 206), (status = 304), (status = 404), (status = 416)))]
pub(crate) async fn content(
    State(files): State<Files>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let file = find(&files, &id).await?;
    serve(&files, &file, &headers).await
}

#[utoipa::path(post, operation_id = "upload_file", path = "/files", params(ForKey), request_body(content = FileForm, content_type = "multipart/form-data"), responses((status = 200, body = FileRow), (status = 400), (status = 413)))]
pub(crate) async fn create(
    State(files): State<Files>,
    State(door): State<Door>,
    State(window): State<Window>,
    Query(whose): Query<ForKey>,
    request: Request,
) -> Result<Json<FileRow>, ApiError> {
    let (parts, body): (_, Body) = request.into_parts();
    let snapshot = door.workspace.current().clone();
    let key = match &whose.key {
        None => window.entry().key.id.clone(),
        Some(id) => snapshot.keys.get(id.as_str()).map(|entry| entry.key.id.clone()).ok_or_else(no_key)?,
    };
    let no_request = |_| ApiError::invalid("made_by", "Invalid 'made_by': it is not the id of a request.");
    let made_by = whose.made_by.as_deref().map(str::parse).transpose().map_err(no_request)?;
    let source = Source::new(body, door.patience.client);
    let kept = upload::receive(&files, &parts.headers, source.clone(), Origin { key, made_by }).await;
    if kept.is_err() {
        source.drain().await;
    }
    kept.map(|file| Json(row(&file, &snapshot)))
}

#[utoipa::path(delete, operation_id = "delete_file", path = "/files/{id}", params(("id" = String, Path)), responses((status = 204), (status = 404)))]
pub(crate) async fn delete(State(files): State<Files>, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    let file = find(&files, &id).await?;
    files.remove(file.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl WhichFiles {
    fn selection(&self) -> Result<FileSelection, ApiError> {
        let after = self.after.as_deref().map(str::parse::<FileId>).transpose();
        Ok(FileSelection {
            key: self.key.as_deref().map(KeyId::from),
            purpose: self.purpose.as_deref().map(|word| purpose("purpose", word)).transpose()?,
            kind: self.kind,
            text: self.text.clone().filter(|text| !text.is_empty()),
            after: after.map_err(|error| ApiError::invalid("after", format!("{error}.")))?,
            order: match self.order.unwrap_or(Order::Created) {
                Order::Created => FileOrder::Created,
                Order::Filename => FileOrder::Filename,
                Order::Bytes => FileOrder::Bytes,
            },
            ascending: self.ascending.unwrap_or(false),
            ..FileSelection::default()
        })
    }
}

async fn find(files: &Files, id: &str) -> Result<File, ApiError> {
    let missing = || ApiError::not_found("There is no such file.").about("id");
    files.find(id.parse().map_err(|_| missing())?).await?.ok_or_else(missing)
}

fn no_key() -> ApiError {
    ApiError::not_found("There is no such key.").about("key")
}

pub(super) fn row(file: &File, snapshot: &Snapshot) -> FileRow {
    FileRow {
        id: file.id.to_string(),
        key: file.key.to_string(),
        key_name: views::key_name(&file.key, snapshot),
        filename: file.filename.clone(),
        purpose: file.purpose.as_str(),
        bytes: file.bytes,
        media_type: file.media_type.clone(),
        kind: file.kind().as_str(),
        sha256: file.hash.to_string(),
        created_at: file.created_at,
        expires_at: file.expires_at,
        made_by: file.made_by.map(|request| request.to_string()),
    }
}
