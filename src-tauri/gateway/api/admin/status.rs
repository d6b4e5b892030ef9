//! `GET /admin/status`

use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRef, State},
};
use serde::Serialize;
use turnpike_store::Store;
use utoipa::ToSchema;

use super::window::Window;
use crate::{
    api::{App, Serving},
    ledger::recorder::Recorder,
    listening::Listening,
    pause::Pause,
    workspace::{Workspace, credentials::SecretsStatus},
};

/// How the gateway is doing.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    pub(super) version: &'static str,
    /// What clients on this computer use as their base URL.
    pub(super) api: String,
    pub(super) admin: String,
    pub(super) uptime_seconds: u64,
    pub(super) in_flight: usize,
    pub(super) secrets: SecretsStatus,
    pub(super) first_key: Option<FirstKey>,
    /// Has a client other than the window called /v1 since the start?
    pub(super) external_request_seen: bool,
    /// False while the request log can not be written; requests are served all the same.
    pub(super) log_writable: bool,
    /// Are clients turned away?
    pub(super) paused: bool,
    /// The usual address, where the first start found it taken and chose another one.
    pub(super) listen_moved_from: Option<String>,
    /// Was the address given for this run? Then the setting holds from the next start on.
    pub(super) listen_fixed: bool,
    /// Can only programs on this computer connect?
    pub(super) local_only: bool,
    pub(super) data_dir: String,
}

/// The key that the very first start made. Its secret is known until the app ends.
#[derive(Serialize, ToSchema)]
pub(crate) struct FirstKey {
    id: String,
    name: String,
    secret: String,
}

/// The handles that the status is read from.
#[derive(Clone)]
pub(crate) struct Vitals {
    serving: Arc<Serving>,
    workspace: Workspace,
    recorder: Recorder,
    window: Window,
    store: Store,
    listening: Listening,
    pause: Pause,
}

impl FromRef<App> for Vitals {
    fn from_ref(app: &App) -> Self {
        Self {
            serving: Arc::clone(&app.serving),
            workspace: app.workspace.clone(),
            recorder: app.recorder.clone(),
            window: app.window.clone(),
            store: app.store.clone(),
            listening: app.listening.clone(),
            pause: app.pause.clone(),
        }
    }
}

#[utoipa::path(get, path = "/status", responses((status = 200, body = Status)))]
pub(crate) async fn status(State(vitals): State<Vitals>) -> Json<Status> {
    Json(vitals.status())
}

impl Vitals {
    pub(crate) fn status(&self) -> Status {
        let snapshot = self.workspace.current();
        let first_key = self.window.first_key().and_then(|(id, secret)| {
            let name = snapshot.keys.get(id)?.key.name.clone();
            Some(FirstKey { id: id.to_string(), name, secret: secret.expose().to_owned() })
        });
        Status {
            version: env!("CARGO_PKG_VERSION"),
            api: self.listening.base_url(),
            admin: format!("http://{}/admin", self.serving.admin),
            uptime_seconds: self.serving.started.elapsed().as_secs(),
            in_flight: self.recorder.in_flight(),
            secrets: self.workspace.credentials().status(),
            first_key,
            external_request_seen: self.recorder.client_seen(),
            log_writable: self.store.health().error.is_none(),
            paused: self.pause.is_on(),
            listen_moved_from: self.listening.moved_from().map(|address| address.to_string()),
            listen_fixed: self.listening.is_fixed(),
            local_only: self.listening.address().ip().is_loopback(),
            data_dir: self.serving.data_dir.display().to_string(),
        }
    }
}
