//! OpenAI's `/v1/videos`: the same jobs in its words.

use axum::{
    Extension, Json,
    extract::{Request, State},
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use turnpike_domain::job::{Job, JobError, JobKind, JobState};

use crate::api::{
    error::ApiError,
    reply,
    v1::jobs::{Handles, Named, list::page},
};

/// OpenAI's shape. All of its fields are always there.
#[derive(Serialize)]
pub(super) struct VideoObject<'a> {
    id: &'a str,
    object: &'static str,
    model: &'a str,
    status: &'static str,
    progress: u8,
    created_at: i64,
    completed_at: Option<i64>,
    expires_at: Option<i64>,
    prompt: &'a str,
    size: String,
    seconds: String,
    remixed_from_video_id: Option<&'a str>,
    error: Option<&'a JobError>,
}

/// What OpenAI's own default is, where the client leaves it to the model.
const USUAL_SIZE: (u32, u32) = (720, 1_280);
const USUAL_MS: u64 = 4_000;

/// How long clients wait between two looks: they cost nothing.
const LOOK_AGAIN_MS: &str = "500";

impl<'a> VideoObject<'a> {
    pub(super) fn new(job: &'a Job) -> Self {
        let (width, height) = job.size.unwrap_or(USUAL_SIZE);
        let request = &job.request;
        Self {
            id: job.id.as_str(),
            object: "video",
            model: request.model_used.as_ref().or(request.model.as_ref()).map_or("", |model| model.as_str()),
            status: match job.state {
                JobState::Submitting | JobState::Queued => "queued",
                JobState::Processing | JobState::Downloading => "in_progress",
                JobState::Completed => "completed",
                JobState::Failed | JobState::Cancelled | JobState::Expired => "failed",
            },
            progress: job.progress.unwrap_or_default(),
            created_at: job.created_at / 1_000,
            completed_at: job.ended_at.filter(|_| job.state == JobState::Completed).map(|at| at / 1_000),
            expires_at: job.made.and_then(|made| made.expires_at).map(|at| at / 1_000),
            prompt: &job.prompt,
            size: format!("{width}x{height}"),
            seconds: seconds(job.length_ms.unwrap_or(USUAL_MS)),
            remixed_from_video_id: None,
            error: job.error.as_ref(),
        }
    }
}

/// `4`, or `4.5`.
fn seconds(length_ms: u64) -> String {
    if length_ms.is_multiple_of(1_000) { (length_ms / 1_000).to_string() } else { format!("{}", length_ms as f64 / 1_000.0) }
}

pub(crate) async fn list(State(handles): State<Handles>, Extension(kind): Extension<JobKind>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    reply::free(page(&handles, &parts, kind).await.map(|page| {
        let data: Vec<_> = page.jobs.iter().map(VideoObject::new).collect();
        let (first_id, last_id) = (data.first().map(|video| video.id), data.last().map(|video| video.id));
        let list: Value =
            json!({"object": "list", "data": data, "first_id": first_id, "last_id": last_id, "has_more": page.has_more});
        Json(list).into_response()
    }))
}

pub(crate) async fn retrieve(named: Named) -> Response {
    let mut response = Json(VideoObject::new(&named.job)).into_response();
    let name = HeaderName::from_static("openai-poll-after-ms");
    response.headers_mut().insert(name, HeaderValue::from_static(LOOK_AGAIN_MS));
    reply::free(Ok(response))
}

/// Ends it, if it has not ended yet, and forgets it with its file. What it cost stays in the log.
pub(crate) async fn delete(named: Named) -> Response {
    reply::free(remove(named).await)
}

async fn remove(named: Named) -> Result<Response, ApiError> {
    let job = named.cancelled().await?;
    let deleted = named.handles.jobs.forget(&job).await?;
    Ok(Json(json!({"id": job.id, "object": "video.deleted", "deleted": deleted})).into_response())
}
