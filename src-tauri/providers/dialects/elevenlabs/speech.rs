//! Text that is spoken. The voice is in the address, the format beside it.

use std::time::Duration;

use serde_json::{Map, Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::speech_request::{SpeechFormat, SpeechRequest};

use super::{ElevenLabs, of_answer};
use crate::{
    audio::{BodyReader, SpeechDialect},
    dialect::UpstreamCall,
    failure::refused,
    loss::Losses,
    spoken::{self, AsIs, COMMON},
    vendor::Vendor,
};

/// Its own fields, where a client knows whom it talks to.
const OWN: [&str; 6] = ["voice_settings", "language_code", "seed", "previous_text", "next_text", "apply_text_normalization"];

impl SpeechDialect for ElevenLabs {
    fn encode(&self, vendor: &Vendor, request: &SpeechRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let format = match request.format {
            SpeechFormat::Mp3 => "mp3_44100_128",
            SpeechFormat::Opus => "opus_48000_128",
            SpeechFormat::Wav => "wav_44100",
            SpeechFormat::Pcm => "pcm_24000",
            SpeechFormat::Aac | SpeechFormat::Flac => {
                let message =
                    format!("{} does not speak {}. Ask for mp3, opus, wav or pcm.", vendor.label, request.format.as_str());
                return Err(refused("unsupported_value", "response_format", message));
            }
        };
        let voice = spoken::voice(vendor, &request.voice)?;
        let mut body = Map::from_iter([("text".to_owned(), json!(request.input)), ("model_id".to_owned(), json!(upstream))]);
        if let Some(speed) = request.number("speed") {
            if !(0.7..=1.2).contains(&speed) {
                let message = format!("{} speaks at a speed of 0.7 to 1.2.", vendor.label);
                return Err(refused("unsupported_value", "speed", message));
            }
            body.insert("voice_settings".to_owned(), json!({"speed": speed}));
        }
        for (name, raw) in request.fields.iter().filter(|(name, _)| OWN.contains(&&**name)) {
            body.insert(name.to_string(), serde_json::from_str(raw.get()).unwrap_or(Value::Null));
        }
        let path = format!("/v1/text-to-speech/{voice}/stream?output_format={format}");
        let mut call = UpstreamCall::new(vendor, path, Value::from(body).to_string(), true);
        call.headers.retain(|(name, _)| *name != "accept");
        Ok(call.with_losses(Losses::beyond(&request.fields, &[&COMMON[..], &["speed"], &OWN].concat())))
    }

    fn reader(&self, _: &'static Vendor, _: &str, _: SpeechFormat) -> Box<dyn BodyReader> {
        Box::new(AsIs::default())
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        of_answer(status, retry_after, body)
    }
}
