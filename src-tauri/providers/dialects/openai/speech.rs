//! Speech, as most vendors take it.

use serde_json::Value;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::speech_request::{SpeechFormat, SpeechRequest};

use super::{OpenAi, body::Body};
use crate::{
    audio::{BodyEnd, BodyReader, SpeechDialect},
    dialect::UpstreamCall,
    failure,
    loss::Losses,
    speech::quoted,
    spoken::{AsIs, Events, InJson, decoded},
    vendor::Vendor,
};

impl SpeechDialect for OpenAi {
    fn encode(&self, vendor: &Vendor, request: &SpeechRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let (mut body, mut losses) = (Body::new(vendor), Losses::default());
        // Its oldest models send no events, and pass over instructions without a word.
        let older = vendor.speech_events.is_some_and(|older| upstream.starts_with(older));
        body.put("model", quoted(upstream));
        for (name, raw) in &request.fields {
            match &**name {
                // Events are made here of what comes, whoever sends it.
                "model" | "stream_format" => {}
                "instructions" if older => losses.leave_out_anyway(name, raw),
                name => body.put_renamed(name, raw),
            }
        }
        // Only events say how many tokens were used.
        if vendor.speech_events.is_some() && !older {
            body.put("stream_format", "\"sse\"");
        }
        let mut call = body.close("/audio/speech", true);
        call.headers.retain(|(name, _)| *name != "accept");
        Ok(call.with_losses(losses))
    }

    fn reader(&self, _: &'static Vendor, content_type: &str, _: SpeechFormat) -> Box<dyn BodyReader> {
        match content_type.split(';').next().unwrap_or_default().trim() {
            "text/event-stream" => Box::new(Events::default()),
            "application/json" => Box::new(InJson::new(in_json)),
            _ => Box::new(AsIs::default()),
        }
    }
}

fn in_json(value: &Value) -> Result<(bytes::Bytes, BodyEnd), Failure> {
    if value.get("error").is_some_and(|error| !error.is_null()) {
        return Err(failure::in_band(&value.to_string()));
    }
    Ok((decoded(value["audio_data"].as_str())?, BodyEnd::default()))
}
