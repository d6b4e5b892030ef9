//! `GET /admin/requests/{id}/exchanges`: what went to and came from providers, attempt by attempt, where bodies are kept.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use turnpike_domain::ids::RequestId;
use turnpike_store::{Headers, KeptBodies, KeptExchange, Store, StoreError};
use utoipa::ToSchema;

use crate::{
    api::{error::ApiError, v1::requests::recorded},
    blocking,
};

/// All calls to providers that were kept of a request.
#[derive(Serialize, ToSchema)]
pub(crate) struct Exchanges {
    data: Vec<ExchangeView>,
}

/// One call to a provider, as it was on the network. Secrets read "redacted".
#[derive(Serialize, ToSchema)]
pub(crate) struct ExchangeView {
    /// The index of the attempt.
    position: u32,
    method: String,
    url: String,
    /// `null`: no answer came.
    status: Option<u16>,
    request_headers: Vec<HeaderView>,
    request: String,
    request_truncated: bool,
    response_headers: Vec<HeaderView>,
    response: String,
    response_truncated: bool,
}

/// A header.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeaderView {
    name: String,
    value: String,
}

/// Bytes of a stream that left together.
#[derive(Serialize, ToSchema)]
pub(crate) struct PieceView {
    /// Milliseconds from the request's start.
    at_ms: u64,
    bytes: u64,
}

/// Bodies, where they were kept. Secrets in headers read "redacted".
#[derive(Serialize, ToSchema)]
pub(crate) struct BodiesView {
    request_headers: Vec<HeaderView>,
    request: String,
    request_truncated: bool,
    response_headers: Vec<HeaderView>,
    response: String,
    response_truncated: bool,
    /// How a stream's `response` left.
    pieces: Vec<PieceView>,
}

#[utoipa::path(get, operation_id = "list_exchanges", path = "/requests/{id}/exchanges", params(("id" = String, Path)), responses((status = 200, body = Exchanges), (status = 404)))]
pub(crate) async fn list(State(store): State<Store>, Path(id): Path<String>) -> Result<Json<Exchanges>, ApiError> {
    let missing = || ApiError::not_found("There is no such request in the log.").about("id");
    let id: RequestId = id.parse().map_err(|_| missing())?;
    let look = move || recorded(&store, &id)?.map(|_| store.exchanges(&id)).transpose();
    let kept = blocking(look).await.map_err(|error: StoreError| ApiError::from(error))?.ok_or_else(missing)?;
    Ok(Json(Exchanges { data: kept.into_iter().map(exchange).collect() }))
}

/// What was kept, as text.
pub(super) fn bodies(kept: KeptBodies) -> BodiesView {
    BodiesView {
        request_headers: headers(kept.request_headers),
        request: text(&kept.request.bytes),
        request_truncated: kept.request.truncated,
        response_headers: headers(kept.response_headers),
        response: text(&kept.response.bytes),
        response_truncated: kept.response.truncated,
        pieces: kept.pieces.into_iter().map(|piece| PieceView { at_ms: piece.at_ms, bytes: piece.bytes }).collect(),
    }
}

fn exchange(kept: KeptExchange) -> ExchangeView {
    ExchangeView {
        position: kept.position,
        method: kept.method,
        url: kept.url,
        status: kept.status,
        request_headers: headers(kept.request_headers),
        request: text(&kept.request.bytes),
        request_truncated: kept.request.truncated,
        response_headers: headers(kept.response_headers),
        response: text(&kept.response.bytes),
        response_truncated: kept.response.truncated,
    }
}

fn headers(kept: Headers) -> Vec<HeaderView> {
    kept.into_iter().map(|(name, value)| HeaderView { name, value }).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
