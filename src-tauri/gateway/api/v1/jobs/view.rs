//! How a job is shown under `/v1/videos/generations` and `/v1/music/generations`.

use axum::http::request::Parts;
use serde::Serialize;
use serde_json::{Value, json};
use turnpike_domain::{
    credits::Credits,
    ids::FileId,
    job::{Job, JobError, JobKind, JobState},
};

use crate::{
    api::{error::ApiError, v1::images::handout::called},
    listening::Listening,
};

/// A job, in one set of words whoever makes it. Times are Unix seconds.
#[derive(Serialize)]
pub(crate) struct JobView<'a> {
    pub(crate) job_id: &'a str,
    object: &'static str,
    status: &'static str,
    model: &'a str,
    created: i64,
    progress: u8,
    started_at: Option<i64>,
    completed_at: Option<i64>,
    /// Until when the provider itself keeps what it made. What is kept here stays.
    expires_at: Option<i64>,
    data: Vec<Value>,
    error: Option<&'a JobError>,
    credits_reserved: Option<Credits>,
    /// `null` as long as it is under way, and where nobody knows the price.
    credits_used: Option<Credits>,
    request_id: String,
}

impl<'a> JobView<'a> {
    pub(crate) fn new(job: &'a Job, base: &Base) -> Self {
        let seconds = |at: Option<i64>| at.map(|at| at / 1_000);
        let request = &job.request;
        Self {
            job_id: job.id.as_str(),
            object: match job.kind {
                JobKind::Video => "video.generation.job",
                JobKind::Music => "music.generation.job",
            },
            status: status(job.state),
            model: request.model_used.as_ref().or(request.model.as_ref()).map_or("", |model| model.as_str()),
            created: job.created_at / 1_000,
            progress: job.progress.unwrap_or_default(),
            started_at: seconds(job.started_at),
            completed_at: seconds(job.ended_at),
            expires_at: seconds(job.made.and_then(|made| made.expires_at)),
            data: kept(job).iter().enumerate().map(|(index, file)| base.of(job, index, *file)).collect(),
            error: job.error.as_ref(),
            credits_reserved: request.credits_reserved,
            credits_used: request.credits_used.filter(|_| !job.state.is_active()),
            request_id: request.id.to_string(),
        }
    }
}

/// The files of a job that are there.
pub(crate) fn kept(job: &Job) -> &[FileId] {
    if job.state == JobState::Completed { &job.files } else { &[] }
}

/// One set of words for clients: what goes on inside is of no use to them.
fn status(state: JobState) -> &'static str {
    match state {
        JobState::Submitting | JobState::Queued => "queued",
        JobState::Processing | JobState::Downloading => "processing",
        JobState::Completed | JobState::Failed | JobState::Cancelled | JobState::Expired => state.as_str(),
    }
}

/// Where the client that asks reaches us: by the name that it called us by, which has been checked.
pub(crate) struct Base(String);

impl Base {
    pub(crate) fn new(parts: &Parts, listening: &Listening) -> Self {
        Self(called(parts).unwrap_or_else(|| listening.base_url()))
    }

    /// One of the files, and where its bytes are.
    pub(crate) fn of(&self, job: &Job, index: usize, file: FileId) -> Value {
        let (base, id) = (&self.0, &job.id);
        let which = if index == 0 { String::new() } else { format!("?index={index}") };
        let kind = match job.kind {
            JobKind::Video => "videos",
            JobKind::Music => "music",
        };
        json!({"url": format!("{base}/{kind}/generations/{id}/content{which}"), "file_id": file})
    }
}

/// Why a job that somebody has waited for gave nothing.
pub(crate) fn ended_error(job: &Job) -> ApiError {
    let (code, message) = match &job.error {
        Some(error) => (error.code.clone(), error.message.clone()),
        None => ("job_not_ended".to_owned(), "Turnpike is stopping; the job goes on at the next start.".to_owned()),
    };
    ApiError::job(code, message)
}
