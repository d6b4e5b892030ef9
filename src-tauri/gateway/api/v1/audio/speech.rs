//! `POST /v1/audio/speech`

use axum::{
    body::Body,
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use turnpike_domain::{
    extent::{Extent, Rendition},
    request::Endpoint,
    route::Kind,
    usage::Usage,
};
use turnpike_wire::openai::speech_request::{SpeechFormat, SpeechRequest};

use crate::{
    api::{
        door::{Door, heed_strictness},
        error::ApiError,
        passing::{self, SentAs},
        reply,
    },
    relay::{
        Relay,
        attempt::{Passing, Speech},
        meter::Meter,
    },
};

struct Answer {
    passing: Passing,
    sent_as: SentAs,
    format: SpeechFormat,
    counted: Usage,
}

/// Tokens of sound that a character makes at the most, where sound is billed by tokens: some 21 a second are made, and
/// nobody takes a fifth of a second over a letter.
const MOST_TOKENS_OF_A_CHARACTER: u64 = 4;

pub(crate) async fn create(State(door): State<Door>, State(relay): State<Relay>, request: Request) -> Response {
    let (mut meter, parts, body) = door.open(Endpoint::Speech, request);
    match answer(&door, &relay, &mut meter, &parts, body).await {
        Ok(Answer { passing, sent_as, format, counted }) => {
            // Engines that know one format only say which one it is.
            let said = passing.content_type.clone();
            let content_type = if said.starts_with("audio/") { said.as_str() } else { format.media_type() };
            passing::respond(meter, passing, sent_as, content_type, counted)
        }
        Err(error) => reply::refuse(meter, error),
    }
}

async fn answer(door: &Door, relay: &Relay, meter: &mut Meter, parts: &Parts, body: Body) -> Result<Answer, ApiError> {
    let (caller, body) = door.admit(meter, Endpoint::Speech, parts, body).await?;
    heed_strictness(meter, parts)?;
    let request = SpeechRequest::parse(&body)?;
    meter.asked(&request.model, request.events);
    let route = door.route(&caller, &request.model, Kind::Speech)?;
    let characters = request.characters();
    let most = Usage {
        input: request.input.len() as u64,
        output: characters.saturating_mul(MOST_TOKENS_OF_A_CHARACTER),
        characters,
        ..Usage::default()
    };
    door.hold(meter, &caller, &route, Extent { most, rendition: Rendition::default() })?;
    let stop = meter.stop();
    let passing = stop.unless(relay.serve(Speech(&request), &route, meter)).await.map_err(|refusal| ApiError::from(&refusal))?;
    let sent_as = if request.events { SentAs::SpeechEvents } else { SentAs::Bytes };
    Ok(Answer { passing, sent_as, format: request.format, counted: Usage { characters, ..Usage::default() } })
}
