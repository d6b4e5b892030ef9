//! Text that is spoken. The voice is a part of the model's name.

use serde_json::json;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::speech_request::{SpeechFormat, SpeechRequest};

use super::{Deepgram, escaped};
use crate::{
    audio::{BodyReader, SpeechDialect},
    dialect::UpstreamCall,
    failure::refused,
    loss::Losses,
    spoken::{AsIs, COMMON},
    vendor::Vendor,
};

impl SpeechDialect for Deepgram {
    fn encode(&self, vendor: &Vendor, request: &SpeechRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        if request.number("speed").is_some_and(|speed| (speed - 1.0).abs() > f64::EPSILON) {
            let message = format!("{} speaks at one speed only.", vendor.label);
            return Err(refused("unsupported_value", "speed", message));
        }
        let format = match request.format {
            SpeechFormat::Mp3 => "encoding=mp3",
            SpeechFormat::Opus => "encoding=opus&container=ogg",
            SpeechFormat::Aac => "encoding=aac",
            SpeechFormat::Flac => "encoding=flac",
            SpeechFormat::Wav => "encoding=linear16&container=wav&sample_rate=24000",
            SpeechFormat::Pcm => "encoding=linear16&container=none&sample_rate=24000",
        };
        let path = format!("/speak?model={}&{format}", escaped(upstream));
        let mut call = UpstreamCall::new(vendor, path, json!({"text": request.input}).to_string(), true);
        call.headers.retain(|(name, _)| *name != "accept");
        Ok(call.with_losses(Losses::beyond(&request.fields, &COMMON)))
    }

    fn reader(&self, _: &'static Vendor, _: &str, _: SpeechFormat) -> Box<dyn BodyReader> {
        Box::new(AsIs::default())
    }
}
