//! `POST /v1/videos/generations` and `POST /v1/videos`

use axum::{
    body::Body,
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use serde_json::json;
use turnpike_domain::{
    extent::{Extent, Rendition},
    job::{Job, JobKind},
    request::Endpoint,
    route::Kind,
    usage::Usage,
};
use turnpike_providers::{Picture, VideoTask};
use turnpike_wire::openai::videos_request::{IMAGES, VideosRequest};

use super::openai::VideoObject;
use crate::{
    api::{
        caller::Acting,
        door::heed_strictness,
        error::ApiError,
        reply,
        v1::{
            images::brought::{Apart, Bringer, Brought},
            jobs::{Base, Handles, JobView},
        },
    },
    jobs::NewJob,
    relay::{attempt::Work, meter::Meter},
};

/// In whose words the client asks, and is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Ours,
    OpenAi,
}

/// What is held where a client leaves the length to the model: as long as most make them at the most.
const MOST_MS_UNSAID: u64 = 12_000;

pub(crate) async fn generate(State(handles): State<Handles>, request: Request) -> Response {
    create(handles, request, Words::Ours).await
}

pub(crate) async fn create_video(State(handles): State<Handles>, request: Request) -> Response {
    create(handles, request, Words::OpenAi).await
}

/// Its client may go away meanwhile: what a provider was asked for is made and paid.
async fn create(handles: Handles, request: Request, words: Words) -> Response {
    let (mut meter, parts, body) = handles.door.open(Endpoint::Videos, request);
    let jobs = handles.jobs.clone();
    let work = async move {
        match submit(&handles, &mut meter, &parts, body).await {
            Ok(job) => {
                let (status, body) = match words {
                    Words::Ours => (StatusCode::ACCEPTED, json!(JobView::new(&job, &Base::new(&parts, &handles.listening)))),
                    Words::OpenAi => (StatusCode::OK, json!(VideoObject::new(&job))),
                };
                reply::job(meter, &job.request, status, &body)
            }
            Err(error) => reply::refuse(meter, error),
        }
    };
    jobs.detached(work).await.unwrap_or_else(|| reply::free(Err(ApiError::server())))
}

async fn submit(handles: &Handles, meter: &mut Meter, parts: &Parts, body: Body) -> Result<Job, ApiError> {
    let Handles { door, relay, files, jobs, .. } = handles;
    let (caller, sent) = door.admit_form(meter, Endpoint::Videos, parts, body).await?;
    heed_strictness(meter, parts)?;
    let mut apart = Apart::from(sent);
    let json = apart.json.clone();
    let request = VideosRequest::parse(&json)?;
    meter.asked(&request.model, false);
    let route = door.route(&caller, &request.model, Kind::Video)?;
    let owner = parts.extensions.get::<Acting>().is_none().then_some(&caller.entry.key.id);
    let mut brought = Brought::default();
    let mut image = apart.file(&IMAGES)?;
    let in_form = image.is_some();
    if let Some(reference) = request.image.as_ref().filter(|_| image.is_none()) {
        let bringer = Bringer { relay, files, owner, most: door.bounds.body };
        image = Some(brought.fetch(reference, &bringer, &mut door.bounds.body.clone()).await?);
    }
    meter.uses(brought.files);
    let extent = extent(&request);
    door.hold(meter, &caller, &route, extent)?;
    let new = NewJob {
        kind: JobKind::Video,
        prompt: request.prompt.to_string(),
        parameters: parameters(&json, in_form),
        count: u32::try_from(request.count).unwrap_or(1),
        length_ms: request.length_ms,
        size: request.size,
        most: extent.most,
    };
    let task = VideoTask { request: &request, image: image.as_ref().map(|image: &Picture| image) };
    Ok(jobs.submit(meter, &route, new, Work::Video(task)).await?)
}

/// The most that it can use: every film as long as asked for.
fn extent(request: &VideosRequest<'_>) -> Extent {
    let made_ms = request.count * request.length_ms.unwrap_or(MOST_MS_UNSAID);
    let most = Usage { input: request.prompt.len() as u64, made_ms, ..Usage::default() };
    Extent { most, rendition: Rendition::of_film(request.size, request.lines) }
}

/// What the client asked for, to be looked at and asked for again. An image that came with it is `null`.
fn parameters(json: &[u8], in_form: bool) -> String {
    let mut fields: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(json).unwrap_or_default();
    for name in IMAGES {
        if fields.get(name).is_some_and(|image| image.to_string().contains("data:")) || (in_form && name == IMAGES[0]) {
            fields.insert(name.to_owned(), serde_json::Value::Null);
        }
    }
    serde_json::Value::from(fields).to_string()
}
