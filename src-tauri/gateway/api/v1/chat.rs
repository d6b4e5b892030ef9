//! `POST /v1/chat/completions`

use axum::{
    body::Body,
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use bytes::Bytes;
use turnpike_domain::{
    extent::Extent,
    request::Endpoint,
    route::{Capability, Kind},
};
use turnpike_wire::openai::chat_request::ChatRequest;

use crate::{
    api::{
        caller::{Acting, Caller},
        door::{Door, heed_strictness},
        error::ApiError,
        reply, sse,
    },
    files::{Files, Resolved},
    relay::{
        Relay,
        attempt::{ChatOnce, ChatStreamed, Committed},
        meter::Meter,
        walk::Refusal,
    },
};

enum Answer {
    Whole(Bytes),
    Stream { committed: Box<Committed>, include_usage: bool },
}

/// Tokens that are held for an answer where the request does not say how many it may have: what common models make
/// at the most.
pub(crate) const MAX_OUTPUT: u64 = 16_384;

pub(crate) async fn create(
    State(door): State<Door>,
    State(relay): State<Relay>,
    State(files): State<Files>,
    request: Request,
) -> Response {
    let (mut meter, parts, body) = door.open(Endpoint::Chat, request);
    match answer(&door, &relay, &files, &mut meter, &parts, body).await {
        Ok(Answer::Whole(body)) => reply::whole(meter, body),
        Ok(Answer::Stream { committed, include_usage }) => {
            sse::respond(meter, *committed, include_usage, relay.patience().keep_alive)
        }
        Err(error) => reply::refuse(meter, error),
    }
}

async fn answer(
    door: &Door,
    relay: &Relay,
    files: &Files,
    meter: &mut Meter,
    parts: &Parts,
    body: Body,
) -> Result<Answer, ApiError> {
    let (caller, body) = door.admit(meter, Endpoint::Chat, parts, body).await?;
    heed_strictness(meter, parts)?;
    let body = with_files(door, files, meter, &caller, parts, body).await?;
    let request = ChatRequest::parse(&body)?;
    meter.asked(&request.model, request.stream);
    let route = door.route(&caller, &request.model, Kind::Chat)?;
    if let Some(place) = request.uses.audio_input.as_ref().filter(|_| route.is_deaf()) {
        return Err(ApiError::no_audio(&request.model).about(place));
    }
    let max_output = request.max_output.unwrap_or(MAX_OUTPUT).saturating_mul(request.n);
    door.hold(meter, &caller, &route, Extent::tokens(request.input_bytes, max_output))?;
    let stop = meter.stop();
    let attachments = relay.attachments(&request);
    let explain = |refusal: Refusal| match (&refusal, &request.uses.audio_input) {
        (Refusal::Lacks(Capability::AudioInput), Some(place)) => ApiError::no_audio(&request.model).about(place),
        _ => ApiError::from(&refusal),
    };
    if request.stream {
        let committed = stop.unless(relay.serve(ChatStreamed(&request, attachments), &route, meter)).await.map_err(explain)?;
        return Ok(Answer::Stream { committed: Box::new(committed), include_usage: request.include_usage });
    }
    let reply = stop.unless(relay.serve(ChatOnce(&request, attachments), &route, meter)).await.map_err(explain)?;
    Ok(Answer::Whole(reply.body))
}

/// The body with the files inside that it names. The window may name those of any key.
async fn with_files(
    door: &Door,
    files: &Files,
    meter: &mut Meter,
    caller: &Caller,
    parts: &Parts,
    body: Bytes,
) -> Result<Bytes, ApiError> {
    let owner = parts.extensions.get::<Acting>().is_none().then_some(&caller.entry.key.id);
    // In base64 they are a third longer, and have to fit where they would if the client had sent them.
    let most = door.bounds.body as u64 / 4 * 3;
    match files.resolve(&body, owner, most).await {
        Ok(None) => Ok(body),
        Ok(Some(Resolved { body, files })) => {
            meter.uses(files);
            Ok(body)
        }
        Err(error) => {
            if let Ok(asked) = ChatRequest::parse(&body) {
                meter.asked(&asked.model, asked.stream);
            }
            Err(error.into())
        }
    }
}
