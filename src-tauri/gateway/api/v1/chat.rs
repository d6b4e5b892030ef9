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
    api::{door::Door, error::ApiError, reply, sse},
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

pub(crate) async fn create(State(door): State<Door>, State(relay): State<Relay>, request: Request) -> Response {
    let (mut meter, parts, body) = door.open(Endpoint::Chat, request);
    match answer(&door, &relay, &mut meter, &parts, body).await {
        Ok(Answer::Whole(body)) => reply::whole(meter, body),
        Ok(Answer::Stream { committed, include_usage }) => {
            sse::respond(meter, *committed, include_usage, relay.patience().keep_alive)
        }
        Err(error) => reply::refuse(meter, error),
    }
}

async fn answer(door: &Door, relay: &Relay, meter: &mut Meter, parts: &Parts, body: Body) -> Result<Answer, ApiError> {
    let (caller, body) = door.admit(meter, Endpoint::Chat, parts, body).await?;
    if is_strict(parts)? {
        meter.be_strict();
    }
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

/// Does the client want an error where a model does not take all that it asks for?
fn is_strict(parts: &Parts) -> Result<bool, ApiError> {
    const STRICT: &str = "x-turnpike-strict";
    match parts.headers.get(STRICT).map(|value| value.as_bytes()) {
        Some(b"true") => Ok(true),
        None | Some(b"false") => Ok(false),
        Some(_) => Err(ApiError::invalid(STRICT, format!("Invalid '{STRICT}': expected 'true' or 'false'."))),
    }
}
