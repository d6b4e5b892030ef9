//! The provider that is always there: it needs no key and no network, answers the same to the same, and says in
//! every answer that it is a sandbox. It speaks OpenAI's format, so that it takes the same way as all others.

mod chat;
mod drawing;
mod embed;
mod film;
mod form;
mod images;
mod instance;
mod jobs;
mod melody;
mod speech;
mod tokens;
mod transcribe;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::{
    credits::Credits,
    price::{Rate, Rates},
    route::{Capability, Kind},
};
use turnpike_wire::openai::transcription_request::TranscriptFormat;

use crate::{
    clock,
    dialect::{Answer, UpstreamCall},
    dialects::openai::{MusicJobs, OpenAi},
    image_takes::ImageTakes,
    vendor::{Auth, Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "sandbox",
    label: "Sandbox",
    auth: Auth::None,
    local: true,
    capabilities: Some(CAPABILITIES),
    answer: Some(answer),
    developer_role: true,
    base64_vectors: true,
    // It reads none.
    fetches: Fetches::Everything,
    // All others are made of it here.
    transcript_formats: &[TranscriptFormat::VerboseJson],
    videos: Some(&OpenAi),
    music: Some(&MusicJobs),
    image_takes: ImageTakes { base64_only: &["sandbox"], streams: true, ..ImageTakes::ALL },
    ..Vendor::COMPATIBLE
};

const CAPABILITIES: &[Capability] = &[Capability::Tools, Capability::JsonSchema, Capability::Pdf];

/// A model of the sandbox.
#[derive(Clone, Debug, PartialEq)]
pub struct SandboxModel {
    /// Its name, here and there.
    pub id: &'static str,
    /// What it is for.
    pub kind: Kind,
    /// Nobody is paid, but accounting can be watched.
    pub rates: Rates,
    /// Models behind it.
    pub fallbacks: &'static [&'static str],
    /// What it can do.
    pub capabilities: &'static [Capability],
}

/// All models of the sandbox.
pub fn models() -> Vec<SandboxModel> {
    let rates = |input, output| Rates { input: Rate::per_million(input), output: Rate::per_million(output), ..Rates::default() };
    let chat =
        |id, fallbacks| SandboxModel { id, kind: Kind::Chat, rates: rates(0.15, 0.60), fallbacks, capabilities: CAPABILITIES };
    vec![
        chat("sandbox-chat", &[]),
        SandboxModel {
            id: "sandbox-embed",
            kind: Kind::Embedding,
            rates: Rates { output: None, ..rates(0.02, 0.0) },
            fallbacks: &[],
            capabilities: &[],
        },
        SandboxModel {
            id: "sandbox-speech",
            kind: Kind::Speech,
            rates: Rates { per_million_characters: Some(Credits::from_micros(1_500_000_000)), ..Rates::default() },
            fallbacks: &[],
            capabilities: &[],
        },
        SandboxModel {
            id: "sandbox-transcribe",
            kind: Kind::Transcription,
            rates: Rates { per_minute: Some(Credits::from_micros(600_000)), ..Rates::default() },
            fallbacks: &[],
            capabilities: &[],
        },
        SandboxModel {
            id: "sandbox-image",
            kind: Kind::Image,
            rates: Rates { per_image: Some(Credits::from_micros(4_000_000)), ..Rates::default() },
            fallbacks: &[],
            capabilities: &[],
        },
        SandboxModel {
            id: "sandbox-video",
            kind: Kind::Video,
            rates: Rates { per_second: Some(Credits::from_micros(10_000_000)), ..Rates::default() },
            fallbacks: &[],
            capabilities: &[],
        },
        SandboxModel {
            id: "sandbox-music",
            kind: Kind::Music,
            rates: Rates { per_second: Some(Credits::from_micros(500_000)), ..Rates::default() },
            fallbacks: &[],
            capabilities: &[],
        },
        chat("sandbox-overloaded", &["sandbox-chat"]),
    ]
}

fn answer(call: &UpstreamCall) -> Answer {
    if let Some(answer) = jobs::answer(call, clock::now_ms()) {
        return answer;
    }
    if matches!(&*call.path, "/audio/transcriptions" | "/audio/translations") {
        return transcribe::answer(call);
    }
    if call.path == "/images/edits" {
        return images::edit(call);
    }
    let Ok(request) = serde_json::from_slice::<Value>(&call.body) else {
        return refusal(400, "invalid_request_error", None, "The sandbox can not parse the JSON body of the request.");
    };
    match (request["model"].as_str().unwrap_or_default(), &*call.path) {
        ("sandbox-chat", "/chat/completions") => chat::answer(&request),
        ("sandbox-embed", "/embeddings") => embed::answer(&request),
        ("sandbox-speech", "/audio/speech") => speech::answer(&request),
        ("sandbox-image", "/images/generations") => images::generate(&request, call.stream),
        ("sandbox-overloaded", _) => refusal(
            529,
            "overloaded_error",
            Some("overloaded"),
            "Sandbox: overloaded, as always. This model shows what a fallback does.",
        ),
        (model, path) => {
            let message = format!("Sandbox: there is no model `{model}` for {path}.");
            refusal(404, "invalid_request_error", Some("model_not_found"), &message)
        }
    }
}

fn refusal(status: u16, kind: &str, code: Option<&str>, message: &str) -> Answer {
    json_answer(status, &json!({"error": {"message": message, "type": kind, "param": null, "code": code}}))
}

fn json_answer(status: u16, body: &Value) -> Answer {
    Answer { status, content_type: "application/json", chunks: vec![Bytes::from(body.to_string())] }
}

#[cfg(test)]
mod tests;
