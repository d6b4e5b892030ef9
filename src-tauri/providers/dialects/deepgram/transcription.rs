//! What was said, by channels, alternatives and utterances: the first of each counts.

use serde_json::Value;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::transcription_request::TranscriptionRequest;

use super::{Deepgram, escaped};
use crate::{
    audio::{Audio, BodyReader, TranscriptionDialect, Wanted},
    dialect::UpstreamCall,
    failure::{self, refused},
    loss::Losses,
    transcript::{COMMON, Span, Transcript, Whole, language},
    vendor::Vendor,
};

impl TranscriptionDialect for Deepgram {
    fn encode(
        &self,
        vendor: &Vendor,
        request: &TranscriptionRequest<'_>,
        audio: &Audio,
        upstream: &str,
    ) -> Result<UpstreamCall, Failure> {
        if request.translate {
            let message = format!("{} does not translate. Ask for a transcription, or another model.", vendor.label);
            return Err(refused("unsupported_value", "model", message));
        }
        let language = request
            .language
            .as_ref()
            .map_or_else(|| "detect_language=true".to_owned(), |language| format!("language={}", escaped(language)));
        let path = format!("/listen?model={}&smart_format=true&utterances=true&{language}", escaped(upstream));
        let mut call = UpstreamCall::new(vendor, path, audio.bytes.clone(), false);
        call.headers.retain(|(name, _)| *name != "content-type");
        call.headers.push(("content-type", audio.media_type.to_owned()));
        // It takes the likeliest words, whatever temperature is asked for.
        Ok(call.with_losses(Losses::beyond(&request.fields, &[&COMMON[..], &["temperature"]].concat())))
    }

    fn reader(&self, _: &'static Vendor, wanted: Wanted) -> Box<dyn BodyReader> {
        Box::new(Whole::new(read, wanted))
    }
}

fn read(body: &[u8]) -> Result<Transcript, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|_| failure::unreadable(body))?;
    let channel = &value["results"]["channels"][0];
    let best = &channel["alternatives"][0];
    let Some(text) = best["transcript"].as_str() else { return Err(failure::unreadable(body)) };
    let spans = |list: &Value, names: [&str; 2]| -> Vec<Span> {
        let span = |span: &Value| {
            let text = names.iter().find_map(|name| span[*name].as_str())?.to_owned();
            Some(Span { start: span["start"].as_f64()?, end: span["end"].as_f64()?, text })
        };
        list.as_array().into_iter().flatten().filter_map(span).collect()
    };
    Ok(Transcript {
        text: text.to_owned(),
        language: channel["detected_language"].as_str().map(language),
        duration: value["metadata"]["duration"].as_f64(),
        segments: spans(&value["results"]["utterances"], ["transcript", "text"]),
        words: spans(&best["words"], ["punctuated_word", "word"]),
        ..Transcript::default()
    })
}
