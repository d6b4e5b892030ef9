//! What films and music have in common as jobs: how they are shown, listed, watched, fetched and cancelled. A key sees its own
//! only: another's are not there.

pub(crate) mod content;
pub(crate) mod events;
pub(crate) mod list;
pub(crate) mod one;
mod view;

use axum::{
    Extension,
    extract::{FromRef, FromRequestParts, Path},
    http::request::Parts,
    response::{IntoResponse, Response},
};
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
        reply,
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

/// The job that a request names, if it is its caller's.
pub(crate) struct Named {
    pub(crate) handles: Handles,
    pub(crate) job: Job,
    pub(crate) parts: Parts,
}

impl Named {
    /// The job, which its caller wants no longer, as it is then.
    pub(crate) async fn cancelled(&self) -> Result<Job, ApiError> {
        self.handles.jobs.cancel(self.job.clone()).await?.ok_or_else(|| missing(self.job.id.as_str()))
    }
}

impl FromRequestParts<App> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let refused = |error: ApiError| reply::free(Err(error));
        let Extension(kind) = Extension::<JobKind>::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        let Path(id) = Path::<String>::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        let handles = Handles::from_ref(app);
        let caller = handles.looker(parts, kind).map_err(refused)?;
        let job = handles.own(&caller, parts, kind, &id).await.map_err(refused)?;
        Ok(Self { handles, job, parts: parts.clone() })
    }
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
