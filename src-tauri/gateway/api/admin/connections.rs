//! Who may speak to the admin API, and what the window wants to have logged.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{input::Input, window::Window};
use crate::api::error::ApiError;

/// Lets only those in who have the token.
pub(crate) async fn require_token(State(window): State<Window>, request: Request, next: Next) -> Response {
    let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = sent.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    match token {
        Some(token) if window.opens(token) => next.run(request).await,
        _ => ApiError::wrong_token().into_response(),
    }
}

/// Something that went wrong in the window.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ClientLog {
    /// `error`, `warn` or `info`.
    level: String,
    /// What happened; never a secret.
    message: String,
}

#[utoipa::path(post, path = "/client-log", request_body = ClientLog, responses((status = 204, description = "It is in the log")))]
pub(crate) async fn client_log(Input(entry): Input<ClientLog>) -> StatusCode {
    let message: String = entry.message.chars().filter(|letter| !letter.is_control()).take(2_000).collect();
    match entry.level.as_str() {
        "error" => tracing::error!(from = "window", "{message}"),
        "warn" => tracing::warn!(from = "window", "{message}"),
        _ => tracing::info!(from = "window", "{message}"),
    }
    StatusCode::NO_CONTENT
}
