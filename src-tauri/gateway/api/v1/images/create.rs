//! `POST /v1/images/generations` and `POST /v1/images/edits`

use axum::{
    body::Body,
    extract::{FromRef, Request, State},
    http::request::Parts,
    response::Response,
};
use turnpike_domain::{
    extent::{Extent, Quality, Rendition},
    request::Endpoint,
    route::Kind,
    usage::Usage,
};
use turnpike_providers::ImageTask;
use turnpike_wire::openai::images_request::ImagesRequest;

use super::{
    brought::{Apart, Bringer, Brought},
    handout,
    rendered::Renderer,
};
use crate::{
    api::{
        App,
        caller::Acting,
        door::{Door, Sent, heed_strictness},
        error::ApiError,
        passing::{self, SentAs},
        reply,
    },
    files::Files,
    handouts::Handouts,
    listening::Listening,
    relay::{
        Relay,
        attempt::{Draw, Drawn, Passing},
        meter::Meter,
    },
};

/// What both endpoints need.
pub(crate) struct Handles {
    door: Door,
    relay: Relay,
    files: Files,
    handouts: Handouts,
    listening: Listening,
}

enum Answer {
    Whole(String),
    Events(String),
    Stream(Box<Passing>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Generation,
    Edit,
}

/// Tokens that an image of up to 1536 by 1024 pixels is at the most, where images are billed by tokens; larger ones are more
/// by their pixels. Drafts are a hundred each.
const MOST_TOKENS_OF_AN_IMAGE: u64 = 6_240;
const PIXELS_OF_THEM: u64 = 1_536 * 1_024;
const TOKENS_OF_A_DRAFT: u64 = 100;

pub(crate) async fn generate(State(handles): State<Handles>, request: Request) -> Response {
    create(handles, request, Work::Generation).await
}

pub(crate) async fn edit(State(handles): State<Handles>, request: Request) -> Response {
    create(handles, request, Work::Edit).await
}

async fn create(handles: Handles, request: Request, work: Work) -> Response {
    let (mut meter, parts, body) = handles.door.open(Endpoint::Images, request);
    match answer(&handles, &mut meter, &parts, body, work).await {
        Ok(Answer::Whole(body)) => reply::whole(meter, body.into()),
        Ok(Answer::Events(body)) => reply::whole_as(meter, body.into(), "text/event-stream; charset=utf-8"),
        Ok(Answer::Stream(passing)) => passing::respond(meter, *passing, SentAs::Events, "", Usage::default()),
        Err(error) => reply::refuse(meter, error),
    }
}

async fn answer(handles: &Handles, meter: &mut Meter, parts: &Parts, body: Body, work: Work) -> Result<Answer, ApiError> {
    let Handles { door, relay, files, handouts, listening } = handles;
    let (caller, sent) = match work {
        Work::Generation => {
            door.admit(meter, Endpoint::Images, parts, body).await.map(|(caller, json)| (caller, Sent::Json(json)))?
        }
        Work::Edit => door.admit_form(meter, Endpoint::Images, parts, body).await?,
    };
    heed_strictness(meter, parts)?;
    let apart = Apart::from(sent);
    let json = apart.json.clone();
    let request = ImagesRequest::parse(&json)?;
    meter.asked(&request.model, request.stream);
    let route = door.route(&caller, &request.model, Kind::Image)?;
    let owner = parts.extensions.get::<Acting>().is_none().then_some(&caller.entry.key.id);
    let brought = match work {
        Work::Generation => Brought::default(),
        Work::Edit => Brought::of(apart, &Bringer { relay, files, owner, most: door.bounds.body }).await?,
    };
    meter.uses(brought.files);
    door.hold(meter, &caller, &route, extent(&request, brought.images.len() as u64))?;
    let stop = meter.stop();
    let task = ImageTask { request: &request, count: request.count, images: &brought.images, mask: brought.mask.as_ref() };
    let drawn = stop.unless(relay.serve(Draw(task), &route, meter)).await.map_err(|refusal| ApiError::from(&refusal))?;
    let renderer = Renderer { relay, handouts, base: handout::base(parts, listening) };
    match drawn {
        Drawn::Streamed(passing) => Ok(Answer::Stream(Box::new(passing))),
        Drawn::Whole(images) if request.stream => {
            let event = if work == Work::Edit { "image_edit" } else { "image_generation" };
            renderer.events(images, event).await.map(Answer::Events)
        }
        Drawn::Whole(images) => renderer.whole(images, request.form).await.map(Answer::Whole),
    }
}

/// The most that it can use: every image as large as asked for, each one that is edited looked at as closely as can be.
fn extent(request: &ImagesRequest<'_>, edited: u64) -> Extent {
    let pixels = request.size.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    let tokens = (MOST_TOKENS_OF_AN_IMAGE * pixels).div_ceil(PIXELS_OF_THEM).max(MOST_TOKENS_OF_AN_IMAGE);
    let most = Usage {
        input: request.prompt.len() as u64 + edited * MOST_TOKENS_OF_AN_IMAGE,
        output: request.count * (tokens + request.drafts * TOKENS_OF_A_DRAFT),
        images: request.count,
        ..Usage::default()
    };
    Extent { most, rendition: Rendition::of_image(request.size, request.quality.as_deref().and_then(Quality::parse)) }
}

impl FromRef<App> for Handles {
    fn from_ref(app: &App) -> Self {
        Self {
            door: app.door.clone(),
            relay: app.relay.clone(),
            files: app.files.clone(),
            handouts: app.handouts.clone(),
            listening: app.listening.clone(),
        }
    }
}
