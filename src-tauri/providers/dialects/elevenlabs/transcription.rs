//! What was said, word by word.

use std::time::Duration;

use serde_json::Value;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::transcription_request::TranscriptionRequest;

use super::{ElevenLabs, of_answer};
use crate::{
    audio::{Audio, BodyReader, TranscriptionDialect, Wanted},
    dialect::UpstreamCall,
    failure::{self, refused},
    form::Form,
    loss::Losses,
    transcript::{COMMON, Span, Transcript, Whole, language},
    vendor::Vendor,
};

/// What it takes beside.
const OWN: [&str; 3] = ["diarize", "num_speakers", "temperature"];

impl TranscriptionDialect for ElevenLabs {
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
        let mut form = Form::around(&[&audio.bytes]);
        form.text("model_id", upstream);
        form.text("timestamps_granularity", "word");
        form.text("tag_audio_events", "false");
        if let Some(language) = &request.language {
            form.text("language_code", language);
        }
        for (name, raw) in request.fields.iter().filter(|(name, _)| OWN.contains(&&**name)) {
            form.text(name, raw.get().trim_matches('"'));
        }
        form.file("file", audio.file_name, audio.media_type, &audio.bytes);
        let losses = Losses::beyond(&request.fields, &[&COMMON[..], &OWN].concat());
        Ok(UpstreamCall::form(vendor, "/v1/speech-to-text", form, false).with_losses(losses))
    }

    fn reader(&self, _: &'static Vendor, wanted: Wanted) -> Box<dyn BodyReader> {
        Box::new(Whole::new(read, wanted))
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        of_answer(status, retry_after, body)
    }
}

fn read(body: &[u8]) -> Result<Transcript, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|_| failure::unreadable(body))?;
    let Some(text) = value["text"].as_str() else { return Err(failure::unreadable(body)) };
    let word = |word: &Value| {
        let text = word["text"].as_str().filter(|_| word["type"] == "word")?.to_owned();
        Some(Span { start: word["start"].as_f64()?, end: word["end"].as_f64()?, text })
    };
    let words: Vec<Span> = value["words"].as_array().into_iter().flatten().filter_map(word).collect();
    Ok(Transcript {
        text: text.to_owned(),
        language: value["language_code"].as_str().map(language),
        duration: value["audio_duration_secs"].as_f64(),
        words,
        ..Transcript::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_and_spaces_and_sounds_are_not() {
        let body = br#"{"language_code":"eng","text":"Hello world!","words":[{"text":"Hello","start":0,"end":0.5,"type":"word"},{"text":" ","start":0.5,"end":0.5,"type":"spacing"},{"text":"world!","start":0.5,"end":1.2,"type":"word"},{"text":"(laughs)","start":1.2,"end":2,"type":"audio_event"}],"audio_duration_secs":2.1}"#;
        let transcript = read(body).unwrap();
        assert_eq!((transcript.language.as_deref(), transcript.duration), (Some("en"), Some(2.1)));
        assert_eq!(transcript.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["Hello", "world!"]);
    }
}
