//! What films and music have in common as jobs: how they are shown, listed, watched, fetched and cancelled. A key sees its own
//! only: another's are not there.

pub(crate) mod content;
pub(crate) mod events;
pub(crate) mod list;
pub(crate) mod one;
mod view;

use axum::{extract::FromRef, http::request::Parts};
use turnpike_domain::{
    ids::JobId,
    job::{Job, JobKind},
    request::Endpoint,
};

pub(crate) use self::view::{Base, JobView, ended_error};
use crate::{
    api::{
        App,
        caller::{Acting, Caller, Counts},
        door::Door,
        error::ApiError,
    },
    files::Files,
    jobs::{Jobs, SubmitError},
    listening::Listening,
    relay::Relay,
};

/// What all of them need.
#[derive(Clone)]
pub(crate) struct Handles {
    pub(super) door: Door,
    pub(super) relay: Relay,
    pub(super) files: Files,
    pub(super) jobs: Jobs,
    pub(super) listening: Listening,
}

impl Handles {
    /// Who looks. Looking counts against no limit, and no provider hears of it.
    pub(super) fn looker(&self, parts: &Parts, kind: JobKind) -> Result<Caller, ApiError> {
        self.door.caller(parts, endpoint(kind), Counts::Never)
    }

    /// The caller's job of that id.
    pub(super) async fn own(&self, caller: &Caller, parts: &Parts, kind: JobKind, id: &str) -> Result<Job, ApiError> {
        let owner = parts.extensions.get::<Acting>().is_none().then_some(&caller.entry.key.id);
        let found = self.jobs.find(JobId::from(id), owner).await?;
        found.filter(|job| job.kind == kind).ok_or_else(|| missing(id))
    }
}

/// There is none of that id, or it is somebody else's.
pub(super) fn missing(id: &str) -> ApiError {
    let id: String = id.chars().take(64).collect();
    ApiError::not_found(format!("No such job: {id}")).about("id")
}

/// What a key has to be allowed.
pub(super) fn endpoint(kind: JobKind) -> Endpoint {
    match kind {
        JobKind::Video => Endpoint::Videos,
        JobKind::Music => Endpoint::Music,
    }
}

impl From<SubmitError> for ApiError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Refused(refusal) => Self::from(&refusal),
            SubmitError::Store(error) => Self::from(error),
        }
    }
}

impl FromRef<App> for Handles {
    fn from_ref(app: &App) -> Self {
        Self {
            door: app.door.clone(),
            relay: app.relay.clone(),
            files: app.files.clone(),
            jobs: app.jobs.clone(),
            listening: app.listening.clone(),
        }
    }
}
