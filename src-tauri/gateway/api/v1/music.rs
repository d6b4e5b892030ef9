//! `POST /v1/music/generations`: the music when it is there, or the job that makes it.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use turnpike_domain::{
    extent::{Extent, Rendition},
    job::{Job, JobKind, JobState},
    request::Endpoint,
    route::Kind,
    usage::Usage,
};
use turnpike_wire::openai::music_request::MusicRequest;

use super::jobs::{Base, Handles, JobView, ended_error};
use crate::{
    api::{door::heed_strictness, error::ApiError, reply},
    jobs::NewJob,
    relay::{attempt::Work, meter::Meter},
};

/// What is held where a client leaves the length to the model.
const MOST_MS_UNSAID: u64 = 180_000;

/// Of what is put into an answer: more than an hour of music.
const MOST_BYTES: u64 = 256 << 20;

/// As what the client wants it.
#[derive(Clone, Copy)]
struct Wish {
    base64: bool,
    background: bool,
}

/// Its client may go away meanwhile: what a provider was asked for is made, paid and kept.
pub(crate) async fn generate(State(handles): State<Handles>, request: Request) -> Response {
    let (mut meter, parts, body) = handles.door.open(Endpoint::Music, request);
    let jobs = handles.jobs.clone();
    let work = async move {
        let (mut job, wish) = match submit(&handles, &mut meter, &parts, body).await {
            Ok(submitted) => submitted,
            Err(error) => return reply::refuse(meter, error),
        };
        let base = Base::new(&parts, &handles.listening);
        if wish.background {
            return reply::job(meter, &job.request, StatusCode::ACCEPTED, &json!(JobView::new(&job, &base)));
        }
        job = handles.jobs.ended(&job.id).await.unwrap_or(job);
        match finished(&handles, &job, wish, &base).await {
            Ok(body) => reply::job(meter, &job.request, StatusCode::OK, &body),
            Err(error) => reply::job_refused(meter, &job.request, error),
        }
    };
    jobs.detached(work).await.unwrap_or_else(|| reply::free(Err(ApiError::server())))
}

async fn submit(handles: &Handles, meter: &mut Meter, parts: &Parts, body: Body) -> Result<(Job, Wish), ApiError> {
    let Handles { door, jobs, .. } = handles;
    let (caller, json) = door.admit(meter, Endpoint::Music, parts, body).await?;
    heed_strictness(meter, parts)?;
    let request = MusicRequest::parse(&json)?;
    meter.asked(&request.model, false);
    let route = door.route(&caller, &request.model, Kind::Music)?;
    let input = request.prompt.len() + request.lyrics.as_ref().map_or(0, |lyrics| lyrics.len());
    let made_ms = request.length_ms.unwrap_or(MOST_MS_UNSAID);
    let most = Usage { input: input as u64, made_ms, ..Usage::default() };
    door.hold(meter, &caller, &route, Extent { most, rendition: Rendition::default() })?;
    let new = NewJob {
        kind: JobKind::Music,
        prompt: request.prompt.to_string(),
        parameters: String::from_utf8_lossy(&json).into_owned(),
        count: 1,
        length_ms: request.length_ms,
        size: None,
        most,
    };
    let wish = Wish { base64: request.base64, background: request.background };
    Ok((jobs.submit(meter, &route, new, Work::Music(&request)).await?, wish))
}

/// What a client that waited is given.
async fn finished(handles: &Handles, job: &Job, wish: Wish, base: &Base) -> Result<Value, ApiError> {
    if job.state != JobState::Completed {
        return Err(ended_error(job));
    }
    let mut data = Vec::new();
    for (index, id) in job.files.iter().enumerate() {
        let mut item = base.of(job, index, *id);
        if wish.base64 {
            let (_, bytes) = handles.files.whole(&id.to_string(), "file", None, MOST_BYTES).await?;
            item = json!({"b64_json": STANDARD.encode(&bytes), "file_id": id});
        }
        data.push(item);
    }
    let credits = job.request.credits_used;
    Ok(json!({"created": job.created_at / 1_000, "data": data, "job_id": job.id, "credits_used": credits}))
}
