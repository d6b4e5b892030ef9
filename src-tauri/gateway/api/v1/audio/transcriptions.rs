//! `POST /v1/audio/transcriptions` and `/v1/audio/translations`, as a form or as JSON with the audio in base64.

use axum::{
    body::Body,
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use turnpike_domain::{
    extent::{Extent, Rendition},
    ids::KeyId,
    request::Endpoint,
    route::Kind,
    usage::Usage,
};
use turnpike_providers::Audio;
use turnpike_wire::openai::{
    error::InvalidRequest,
    transcription_request::{BARE, Inline, TranscriptionRequest},
};

use crate::{
    api::{
        caller::Acting,
        door::{Door, Sent, heed_strictness},
        error::ApiError,
        passing::{self, SentAs, used},
        reply,
    },
    files::Files,
    relay::{
        Relay,
        attempt::{Passing, Transcription},
        meter::Meter,
    },
};

struct Answer {
    passing: Passing,
    stream: bool,
    content_type: &'static str,
    counted: Usage,
}

/// Tokens that a second of audio makes at the most, where both are billed: heard, and said with who says it.
const MOST_HEARD: u64 = 15;
const MOST_SAID: u64 = 60;
/// Bytes of a second of the most compressed speech: what bounds the length of audio that does not tell its own.
const LEAST_BYTES_OF_A_SECOND: u64 = 750;

pub(crate) async fn transcribe(
    State(door): State<Door>,
    State(relay): State<Relay>,
    State(files): State<Files>,
    request: Request,
) -> Response {
    create(door, relay, files, request, false).await
}

pub(crate) async fn translate(
    State(door): State<Door>,
    State(relay): State<Relay>,
    State(files): State<Files>,
    request: Request,
) -> Response {
    create(door, relay, files, request, true).await
}

async fn create(door: Door, relay: Relay, files: Files, request: Request, translate: bool) -> Response {
    let (mut meter, parts, body) = door.open(Endpoint::Transcriptions, request);
    match answer(&door, &relay, &files, &mut meter, &parts, body, translate).await {
        Ok(Answer { passing, stream: true, counted, .. }) => passing::respond(meter, passing, SentAs::Events, "", counted),
        Ok(Answer { mut passing, content_type, counted, .. }) => {
            let end = passing.end.unwrap_or_default();
            meter.used(used(counted, &end), end.cost, 0, None);
            let body = passing.ready.make_contiguous().concat();
            reply::whole_as(meter, body.into(), content_type)
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
    translate: bool,
) -> Result<Answer, ApiError> {
    let (caller, sent) = door.admit_form(meter, Endpoint::Transcriptions, parts, body).await?;
    heed_strictness(meter, parts)?;
    let owner = parts.extensions.get::<Acting>().is_none().then_some(&caller.entry.key.id);
    let Apart { json, audio, param } = Apart::of(sent, files, meter, owner, door.bounds.body as u64).await?;
    let request = TranscriptionRequest::parse(&json, translate)?;
    meter.asked(&request.model, request.stream);
    let route = door.route(&caller, &request.model, Kind::Transcription)?;
    let audio = Audio::of(audio).ok_or_else(|| {
        let message =
            "Audio file might be corrupted or unsupported. Send flac, m4a, mp3, mp4, mpeg, mpga, oga, ogg, wav or webm.";
        ApiError::invalid(param, message)
    })?;
    let heard_ms = audio.length.map_or(0, |length| u64::try_from(length.as_millis()).unwrap_or(u64::MAX));
    let longest_ms = if heard_ms > 0 { heard_ms } else { audio.bytes.len() as u64 / LEAST_BYTES_OF_A_SECOND * 1_000 };
    let seconds = longest_ms.div_ceil(1_000);
    let (input, output) = (seconds.saturating_mul(MOST_HEARD), seconds.saturating_mul(MOST_SAID));
    let most = Usage { input, audio_input: input, output, heard_ms: longest_ms, ..Usage::default() };
    door.hold(meter, &caller, &route, Extent { most, rendition: Rendition::default() })?;
    let stop = meter.stop();
    let ask = Transcription { request: &request, audio: &audio };
    let passing = stop.unless(relay.serve(ask, &route, meter)).await.map_err(|refusal| ApiError::from(&refusal))?;
    // Events alone are a stream: a model that knows none answers as if it had not been asked for one.
    let stream = request.stream && passing.ready.front().is_some_and(|first| !first.starts_with(b"{"));
    let counted = Usage { heard_ms, ..Usage::default() };
    Ok(Answer { passing, stream, content_type: request.format.media_type(), counted })
}

/// A request taken apart.
struct Apart {
    /// The fields as JSON.
    json: Bytes,
    audio: Bytes,
    /// What held the audio.
    param: &'static str,
}

impl Apart {
    async fn of(sent: Sent, files: &Files, meter: &mut Meter, owner: Option<&KeyId>, most: u64) -> Result<Self, ApiError> {
        let json = match sent {
            Sent::Form(mut form) => match form.file("file") {
                Some(file) => return Ok(Self { json: form.json(&BARE).into(), audio: file.bytes, param: "file" }),
                None => form.json(&BARE).into(),
            },
            Sent::Json(body) => body,
        };
        let (audio, param) = match Inline::parse(&json)? {
            Inline::Base64 { param, data } => {
                let wrong = |_| InvalidRequest::field("invalid_base64", param, format!("'{param}' is not valid base64."));
                (STANDARD.decode(data.as_bytes()).map_err(wrong)?.into(), param)
            }
            Inline::FileId(id) => {
                let (id, audio) = files.whole(&id, "file_id", owner, most).await?;
                meter.uses(vec![id]);
                (audio, "file_id")
            }
        };
        Ok(Self { json, audio, param })
    }
}
