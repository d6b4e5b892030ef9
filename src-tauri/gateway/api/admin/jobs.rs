//! `/admin/jobs`: the jobs of all keys, what happened to each, and their end when their owner wants it.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use turnpike_domain::{
    credits::Credits,
    ids::JobId,
    job::{Job, JobEvent, JobKind},
};
use turnpike_store::JobSelection;
use utoipa::{IntoParams, ToSchema};

use super::{files::FileRow, input::Asked};
use crate::{
    api::error::ApiError,
    files::Files,
    jobs::Jobs,
    workspace::{Workspace, snapshot::Snapshot},
};

/// A page of jobs.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobPage {
    data: Vec<JobRow>,
    /// The `after` of the next page; `null` at the end.
    next: Option<String>,
    /// How many are under way, on all pages.
    active: usize,
}

/// A job as it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobRow {
    id: String,
    /// video or music.
    kind: &'static str,
    /// submitting, queued, processing, downloading, completed, failed, cancelled or expired.
    state: &'static str,
    /// Of a hundred, if its provider says so.
    progress: Option<u8>,
    key: String,
    key_name: String,
    /// The request that asked for it, in the log when it has ended.
    request: String,
    model: Option<String>,
    model_used: Option<String>,
    provider: Option<String>,
    fallback_depth: u32,
    prompt: String,
    /// What the client sent. An image that was sent inside is `null`.
    #[schema(value_type = Object)]
    parameters: Value,
    created_at: i64,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    /// How long jobs of this model took lately; `null`: there were none.
    expected_ms: Option<u64>,
    credits_reserved: Option<String>,
    /// `null` as long as it is under way, and where nobody knows the price.
    credits_used: Option<String>,
    /// Files that it has made.
    files: Vec<String>,
    /// Until when its provider keeps them too.
    link_expires_at: Option<i64>,
    error: Option<JobTrouble>,
    /// What the last look at it failed with, if it did.
    trouble: Option<String>,
    looks: u32,
    /// When it is looked at next; `null` when it has ended.
    next_look_at: Option<i64>,
}

/// Why there is nothing.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobTrouble {
    code: String,
    message: String,
}

/// A job, and what happened to it.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobDetail {
    #[serde(flatten)]
    row: JobRow,
    events: Vec<JobStep>,
    /// Those of its files that are there.
    outputs: Vec<FileRow>,
}

/// One step of a job's way.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobStep {
    at: i64,
    /// submitted, queued, progress, look_failed, downloading, download_failed, cancel_asked, resumed, completed, failed,
    /// cancelled or expired.
    step: &'static str,
    percent: Option<u8>,
    message: Option<String>,
}

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichJobs {
    /// video or music.
    #[param(value_type = Option<String>)]
    kind: Option<JobKind>,
    /// Those under way, or those that have ended.
    active: Option<bool>,
    /// With this in their prompt, model or id.
    text: Option<String>,
    /// Behind this job.
    after: Option<String>,
    /// At the most so many: 50 unless told, never more than 200.
    limit: Option<u32>,
}

const USUAL_ROWS: u32 = 50;
const MOST_ROWS: u32 = 200;

#[utoipa::path(get, operation_id = "list_jobs", path = "/jobs", params(WhichJobs), responses((status = 200, body = JobPage), (status = 400)))]
pub(crate) async fn list(
    State(jobs): State<Jobs>,
    State(workspace): State<Workspace>,
    Asked(which): Asked<WhichJobs>,
) -> Result<Json<JobPage>, ApiError> {
    let limit = which.limit.unwrap_or(USUAL_ROWS).clamp(1, MOST_ROWS);
    let WhichJobs { kind, active, text, after, .. } = which;
    let selection = JobSelection { kind, active, text, after: after.map(JobId::from), ..JobSelection::default() };
    let found = jobs.list(selection, limit).await?;
    let snapshot = workspace.current().clone();
    Ok(Json(JobPage {
        next: (found.len() as u32 == limit).then(|| found.last().map(|job| job.id.to_string())).flatten(),
        data: found.iter().map(|job| row(job, &snapshot)).collect(),
        active: jobs.count(),
    }))
}

#[utoipa::path(get, operation_id = "retrieve_job", path = "/jobs/{id}", params(("id" = String, Path)), responses((status = 200, body = JobDetail), (status = 404)))]
pub(crate) async fn retrieve(
    State(jobs): State<Jobs>,
    State(files): State<Files>,
    State(workspace): State<Workspace>,
    Path(id): Path<String>,
) -> Result<Json<JobDetail>, ApiError> {
    let job = find(&jobs, &id).await?;
    let events = jobs.history(job.id.clone()).await?.into_iter().map(step).collect();
    let snapshot = workspace.current().clone();
    let mut outputs = Vec::new();
    for id in &job.files {
        outputs.extend(files.find(*id).await?.map(|file| super::files::row(&file, &snapshot)));
    }
    Ok(Json(JobDetail { row: row(&job, &snapshot), events, outputs }))
}

#[utoipa::path(post, operation_id = "cancel_job", path = "/jobs/{id}/cancel", params(("id" = String, Path)), responses((status = 200, body = JobRow), (status = 404)))]
pub(crate) async fn cancel(
    State(jobs): State<Jobs>,
    State(workspace): State<Workspace>,
    Path(id): Path<String>,
) -> Result<Json<JobRow>, ApiError> {
    let job = find(&jobs, &id).await?;
    let job = jobs.cancel(job).await?.ok_or_else(missing)?;
    Ok(Json(row(&job, &workspace.current())))
}

#[utoipa::path(delete, operation_id = "forget_job", path = "/jobs/{id}", params(("id" = String, Path)), responses((status = 204, description = "It is gone, and its files"), (status = 404), (status = 409)))]
pub(crate) async fn forget(State(jobs): State<Jobs>, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    let job = find(&jobs, &id).await?;
    let gone = jobs.forget(&job).await?;
    let busy = || ApiError::under_way("The job is under way. Cancel it first.");
    gone.then_some(StatusCode::NO_CONTENT).ok_or_else(busy)
}

async fn find(jobs: &Jobs, id: &str) -> Result<Job, ApiError> {
    jobs.find(JobId::from(id), None).await?.ok_or_else(missing)
}

fn missing() -> ApiError {
    ApiError::not_found("There is no such job.").about("id")
}

/// A job as the window sees it.
pub(crate) fn row(job: &Job, snapshot: &Snapshot) -> JobRow {
    let (request, is_active) = (&job.request, job.state.is_active());
    let credits = |credits: Option<Credits>| credits.map(|credits| credits.to_string());
    JobRow {
        id: job.id.to_string(),
        kind: job.kind.as_str(),
        state: job.state.as_str(),
        progress: job.progress,
        key: job.key.to_string(),
        key_name: snapshot.keys.get(&job.key).map(|entry| entry.key.name.clone()).unwrap_or_default(),
        request: request.id.to_string(),
        model: request.model.as_ref().map(ToString::to_string),
        model_used: request.model_used.as_ref().map(ToString::to_string),
        provider: request.provider.as_ref().map(ToString::to_string),
        fallback_depth: request.fallback_depth,
        prompt: job.prompt.clone(),
        parameters: serde_json::from_str(&job.parameters).unwrap_or_default(),
        created_at: job.created_at,
        started_at: job.started_at,
        ended_at: job.ended_at,
        expected_ms: job.expected_ms,
        credits_reserved: credits(request.credits_reserved),
        credits_used: credits(request.credits_used.filter(|_| !is_active)),
        files: job.files.iter().map(ToString::to_string).collect(),
        link_expires_at: job.made.and_then(|made| made.expires_at),
        error: job.error.as_ref().map(|error| JobTrouble { code: error.code.clone(), message: error.message.clone() }),
        trouble: job.trouble.clone(),
        looks: job.looks,
        next_look_at: Some(job.due_at).filter(|due| is_active && *due < i64::MAX),
    }
}

fn step(event: JobEvent) -> JobStep {
    JobStep { at: event.at, step: event.step.as_str(), percent: event.percent, message: event.message }
}
