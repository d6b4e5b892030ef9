//! `GET /admin/status`

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use turnpike_store::Store;
use utoipa::ToSchema;

use super::window::Window;
use crate::{
    api::Serving,
    ledger::recorder::Recorder,
    workspace::{Workspace, credentials::SecretsStatus},
};

/// How the gateway is doing.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    version: &'static str,
    /// What clients use as their base URL.
    api: String,
    admin: String,
    uptime_seconds: u64,
    in_flight: usize,
    secrets: SecretsStatus,
    first_key: Option<FirstKey>,
    /// Has a client other than the window called /v1 since the start?
    external_request_seen: bool,
    /// False while the request log can not be written; requests are served all the same.
    log_writable: bool,
}

/// The key that the very first start made. Its secret is known until the app ends.
#[derive(Serialize, ToSchema)]
pub(crate) struct FirstKey {
    id: String,
    name: String,
    secret: String,
}

#[utoipa::path(get, path = "/status", responses((status = 200, body = Status)))]
pub(crate) async fn status(
    State(serving): State<Arc<Serving>>,
    State(workspace): State<Workspace>,
    State(recorder): State<Recorder>,
    State(window): State<Window>,
    State(store): State<Store>,
) -> Json<Status> {
    let snapshot = workspace.current();
    let first_key = window.first_key().and_then(|(id, secret)| {
        let name = snapshot.keys.get(id)?.key.name.clone();
        Some(FirstKey { id: id.to_string(), name, secret: secret.expose().to_owned() })
    });
    Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        api: format!("http://{}/v1", serving.api),
        admin: format!("http://{}/admin", serving.admin),
        uptime_seconds: serving.started.elapsed().as_secs(),
        in_flight: recorder.in_flight(),
        secrets: workspace.credentials().status(),
        first_key,
        external_request_seen: recorder.client_seen(),
        log_writable: store.health().error.is_none(),
    })
}
