//! `GET /admin/requests/export`: requests as a file, read page by page while it is sent.

use std::{io, sync::Arc};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;
use serde_json::Value;
use turnpike_domain::ids::RequestId;
use turnpike_store::{Selection, Store};
use utoipa::{IntoParams, ToSchema};

use super::{
    input::Asked,
    requests::Which,
    views::{self, RequestRow},
};
use crate::{
    api::error::ApiError,
    blocking,
    workspace::{Workspace, snapshot::Snapshot},
};

/// What file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileAsked {
    #[param(inline)]
    format: Format,
    /// Only these, with commas between them.
    ids: Option<String>,
}

/// How a request is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// A table with a heading; what is nested gets a name like `usage.prompt_tokens`.
    Csv,
    /// A JSON object in each line.
    Jsonl,
}

/// Rows of a file, and rows that are read at once.
const MOST_ROWS: usize = 100_000;
const PAGE: u32 = 500;

/// Ids that may be named: as many as fit into an address with room to spare.
const MOST_IDS: usize = 500;

#[utoipa::path(get, operation_id = "export_requests", path = "/requests/export", params(Which, FileAsked), responses((status = 200, body = String, content_type = "text/csv"), (status = 400)))]
pub(crate) async fn export(
    State(workspace): State<Workspace>,
    State(store): State<Store>,
    Asked(which): Asked<Which>,
    Asked(file): Asked<FileAsked>,
) -> Result<Response, ApiError> {
    let mut selection = which.selection()?;
    selection.ids = file.ids.as_deref().map(ids).transpose()?;
    let (kind, disposition) = match file.format {
        Format::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"turnpike-requests.csv\""),
        Format::Jsonl => ("application/x-ndjson", "attachment; filename=\"turnpike-requests.jsonl\""),
    };
    let pages =
        Pages { store, snapshot: workspace.current().clone(), selection, format: file.format, left: MOST_ROWS, heading: true };
    let body = Body::from_stream(stream::unfold(pages, |mut pages| async { Some((pages.next().await?, pages)) }));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
    ];
    Ok((headers, body).into_response())
}

/// What is still to be sent.
struct Pages {
    store: Store,
    snapshot: Arc<Snapshot>,
    selection: Selection,
    format: Format,
    left: usize,
    heading: bool,
}

impl Pages {
    /// `None`: that was all. A store that fails breaks the answer off, so that half a file does not look like a whole one.
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if self.left == 0 {
            return None;
        }
        let (store, selection, limit) = (self.store.clone(), self.selection.clone(), PAGE.min(self.left as u32));
        let found = match blocking(move || store.requests(&selection, limit)).await {
            Ok(found) => found,
            Err(error) => {
                self.left = 0;
                tracing::error!("an export was broken off: {error}");
                return Some(Err(io::Error::other("the log can not be read")));
            }
        };
        self.left = if found.len() < limit as usize { 0 } else { self.left - found.len() };
        self.selection.before = found.last().map(|(request, _)| request.id).or(self.selection.before);
        let mut text = String::new();
        if self.format == Format::Csv && std::mem::take(&mut self.heading) {
            text = COLUMNS.join(",") + "\n";
        }
        for (request, marks) in &found {
            let row = views::row(request, marks, &self.snapshot);
            match self.format {
                Format::Jsonl => text.push_str(&serde_json::to_string(&row).unwrap_or_default()),
                Format::Csv => text.push_str(&csv(&row)),
            }
            text.push('\n');
        }
        Some(Ok(text.into()))
    }
}

/// The columns of a table: the names of a row's fields, and of what is inside them.
const COLUMNS: [&str; 34] = [
    "id",
    "started_at",
    "endpoint",
    "key",
    "key_name",
    "status",
    "state",
    "error.message",
    "error.type",
    "error.param",
    "error.code",
    "stream",
    "model",
    "model_used",
    "provider",
    "fallback_depth",
    "credits_reserved",
    "credits_used",
    "price_source",
    "usage.prompt_tokens",
    "usage.completion_tokens",
    "usage.cached_tokens",
    "usage.cache_write_tokens",
    "usage.reasoning_tokens",
    "usage_estimated",
    "duration_ms",
    "first_token_ms",
    "finish_reason",
    "user_agent",
    "attempt_outcomes",
    "warnings",
    "pinned",
    "note",
    "captured",
];

fn csv(row: &RequestRow) -> String {
    let row = serde_json::to_value(row).unwrap_or_default();
    let cell = |name: &&str| cell(name.split('.').fold(&row, |value, part| &value[part]));
    COLUMNS.iter().map(cell).collect::<Vec<_>>().join(",")
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => quoted(text),
        Value::Array(texts) => quoted(&texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")),
        other => other.to_string(),
    }
}

/// What clients call themselves ends up here: a spreadsheet must not take it for a formula.
fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn ids(text: &str) -> Result<Vec<RequestId>, ApiError> {
    let ids: Vec<_> = text.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    if ids.len() > MOST_IDS {
        return Err(ApiError::invalid("ids", format!("Give {MOST_IDS} ids at the most.")));
    }
    let parse = |id: &&str| id.parse().map_err(|_| ApiError::invalid("ids", format!("`{id}` is not the id of a request.")));
    ids.iter().map(parse).collect()
}
