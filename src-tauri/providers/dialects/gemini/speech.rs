//! Text that is spoken: content in which sound is asked for. It comes as bare samples, whose rate their type says.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::speech_request::{SpeechFormat, SpeechRequest};

use super::{Gemini, VERSION, failure, usage::Counts};
use crate::{
    audio::{BodyEnd, BodyReader, SpeechDialect},
    dialect::UpstreamCall,
    failure::refused,
    loss::Losses,
    spoken::{self, COMMON, InJson, decoded, wav},
    usage,
    vendor::Vendor,
};

impl SpeechDialect for Gemini {
    fn encode(&self, vendor: &Vendor, request: &SpeechRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        if !matches!(request.format, SpeechFormat::Wav | SpeechFormat::Pcm) {
            let message = format!("{} speaks wav and pcm. Ask for one of them as response_format.", vendor.label);
            return Err(refused("unsupported_value", "response_format", message));
        }
        let instructions = request.fields.iter().find(|(name, _)| name == "instructions");
        let instructions = instructions.and_then(|(_, raw)| serde_json::from_str::<String>(raw.get()).ok());
        let text = instructions.map_or_else(|| request.input.to_string(), |how| format!("{how}: {}", request.input));
        let voice = spoken::voice(vendor, &request.voice)?;
        let body = json!({
            "contents": [{"role": "user", "parts": [{"text": text}]}],
            "generationConfig": {
                "responseModalities": ["AUDIO"],
                "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": voice}}},
            },
        });
        let model = upstream.trim_start_matches("models/");
        let losses = Losses::beyond(&request.fields, &[&COMMON[..], &["instructions"]].concat());
        let call = UpstreamCall::new(vendor, format!("{VERSION}/models/{model}:generateContent"), body.to_string(), false);
        Ok(call.with_losses(losses))
    }

    fn reader(&self, _: &'static Vendor, _: &str, format: SpeechFormat) -> Box<dyn BodyReader> {
        Box::new(InJson::new(if format == SpeechFormat::Wav { as_wav } else { as_samples }))
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

fn as_wav(answer: &Value) -> Result<(Bytes, BodyEnd), Failure> {
    let (samples, rate, end) = samples(answer)?;
    Ok((wav(&samples, rate), end))
}

fn as_samples(answer: &Value) -> Result<(Bytes, BodyEnd), Failure> {
    let (samples, _, end) = samples(answer)?;
    Ok((samples, end))
}

fn samples(answer: &Value) -> Result<(Bytes, u32, BodyEnd), Failure> {
    if answer.get("error").is_some() {
        return Err(failure::in_band(&answer.to_string()));
    }
    if let Some(reason) = answer["promptFeedback"]["blockReason"].as_str() {
        return Err(Failure::new(FailureKind::ContentPolicy, format!("the provider refused to say this: {reason}")));
    }
    let parts = answer["candidates"][0]["content"]["parts"].as_array().into_iter().flatten();
    let sounds: Vec<&Value> = parts.map(|part| &part["inlineData"]).filter(|data| data.is_object()).collect();
    let media_type = sounds.first().and_then(|data| data["mimeType"].as_str()).unwrap_or_default();
    let rate = media_type.split(';').find_map(|part| part.trim().strip_prefix("rate=")?.parse().ok()).unwrap_or(24_000);
    let mut all = Vec::new();
    for sound in &sounds {
        all.extend_from_slice(&decoded(sound["data"].as_str())?);
    }
    if all.is_empty() {
        let reason = answer["candidates"][0]["finishReason"].as_str().unwrap_or("it gave no reason");
        return Err(Failure::new(FailureKind::BadReply, format!("the provider's answer has no sound in it: {reason}")));
    }
    let counts = serde_json::from_value::<Counts>(answer["usageMetadata"].clone()).ok().and_then(|counts| counts.as_openai());
    let counted = counts.and_then(|counts| usage::read(None, &counts.to_string()));
    Ok((all.into(), rate, BodyEnd { usage: counted.map(|counted| counted.usage), cost: None }))
}
