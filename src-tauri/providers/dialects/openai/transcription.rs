//! Transcripts, as most vendors give them: a form goes there, and the answer is passed on where it is in the format asked for.

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::{
    openai::transcription_request::{TranscriptFormat, TranscriptionRequest},
    sse::{Event, Framer, Piece},
};

use super::OpenAi;
use crate::{
    audio::{Audio, BodyEnd, BodyReader, TranscriptionDialect, Wanted},
    dialect::UpstreamCall,
    failure,
    form::Form,
    transcript::{Span, Transcript, Whole},
    usage,
    vendor::Vendor,
};

impl TranscriptionDialect for OpenAi {
    fn encode(
        &self,
        vendor: &Vendor,
        request: &TranscriptionRequest<'_>,
        audio: &Audio,
        upstream: &str,
    ) -> Result<UpstreamCall, Failure> {
        let mut form = Form::around(&[&audio.bytes]);
        form.text("model", upstream);
        let format = asked_for(vendor, request.format, request.stream);
        for (name, raw) in &request.fields {
            match &**name {
                "model" | "response_format" => {}
                "stream" if !vendor.transcript_streams => {}
                name => form.spell(name, raw.get()),
            }
        }
        form.text("response_format", format.as_str());
        // Lines of subtitles are made of segments.
        if format == TranscriptFormat::VerboseJson && !request.words {
            form.text("timestamp_granularities[]", "segment");
        }
        form.file("file", audio.file_name, audio.media_type, &audio.bytes);
        let path = if request.translate { "/audio/translations" } else { "/audio/transcriptions" };
        Ok(UpstreamCall::form(vendor, path, form, request.stream && vendor.transcript_streams))
    }

    fn reader(&self, vendor: &'static Vendor, wanted: Wanted) -> Box<dyn BodyReader> {
        let streams = !wanted.stream || vendor.transcript_streams;
        if streams && asked_for(vendor, wanted.format, wanted.stream) == wanted.format {
            return Box::new(AsIs { wanted, framer: Framer::default(), seen: Vec::new(), end: None, events: None });
        }
        Box::new(Whole::new(read, wanted))
    }
}

/// In which format the vendor is asked: in the one wanted, or in the one that the wanted one can be made of.
fn asked_for(vendor: &Vendor, wanted: TranscriptFormat, stream: bool) -> TranscriptFormat {
    match vendor.transcript_formats {
        // A bare text does not say what was used.
        _ if wanted == TranscriptFormat::Text && !stream => TranscriptFormat::Json,
        known if known.is_empty() || known.contains(&wanted) => wanted,
        known if known.contains(&TranscriptFormat::VerboseJson) => TranscriptFormat::VerboseJson,
        _ => TranscriptFormat::Json,
    }
}

/// A transcript in JSON, plain or with times.
fn read(body: &[u8]) -> Result<Transcript, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|_| failure::unreadable(body))?;
    if value.get("error").is_some_and(|error| !error.is_null()) {
        return Err(failure::in_band(&value.to_string()));
    }
    let Some(text) = value["text"].as_str() else { return Err(failure::unreadable(body)) };
    let spans = |list: &Value, name: &str| -> Vec<Span> {
        let span = |span: &Value| {
            let text = span[name].as_str().or_else(|| span["text"].as_str())?.to_owned();
            Some(Span { start: span["start"].as_f64()?, end: span["end"].as_f64()?, text })
        };
        list.as_array().into_iter().flatten().filter_map(span).collect()
    };
    let counted = usage::read(None, &value["usage"].to_string());
    Ok(Transcript {
        text: text.to_owned(),
        language: value["language"].as_str().map(str::to_owned),
        duration: value["duration"].as_f64().or_else(|| value["usage"]["seconds"].as_f64()),
        segments: spans(&value["segments"], "text"),
        words: spans(&value["words"], "word"),
        usage: counted.map(|counted| counted.usage),
        cost: None,
    })
}

/// An answer that is sent on as it comes: looked at for what was used, and for errors.
struct AsIs {
    wanted: Wanted,
    framer: Framer,
    /// Of an answer in JSON: its beginning.
    seen: Vec<u8>,
    end: Option<BodyEnd>,
    /// Is it a stream? Its first byte tells.
    events: Option<bool>,
}

/// As much of a JSON answer as is looked at. Longer ones are billed by how long the audio is.
const MOST_SEEN: usize = 4 << 20;

impl BodyReader for AsIs {
    fn push(&mut self, bytes: Bytes, out: &mut Vec<Bytes>) -> Result<(), Failure> {
        let events = self.wanted.stream && *self.events.get_or_insert_with(|| !bytes.starts_with(b"{"));
        if events {
            self.framer.push(bytes.clone());
            while let Some(piece) = self.framer.next_piece() {
                if let Piece::Event(event) = piece {
                    self.take(&event)?;
                }
            }
            out.push(bytes);
        } else {
            let room = MOST_SEEN.saturating_sub(self.seen.len()).min(bytes.len());
            self.seen.extend_from_slice(&bytes[..room]);
            out.push(bytes);
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut Vec<Bytes>) -> Result<BodyEnd, Failure> {
        if self.events == Some(true) {
            if let Some(event) = self.framer.finish() {
                self.take(&event)?;
            }
            return self.end.ok_or_else(|| Failure::new(FailureKind::Truncated, "the transcript ended before it was complete"));
        }
        if self.wanted.format.media_type() != "application/json" {
            return Ok(BodyEnd::default());
        }
        if self.seen.len() == MOST_SEEN {
            return Ok(BodyEnd::default());
        }
        let transcript = read(&self.seen)?;
        Ok(BodyEnd { usage: transcript.usage, cost: None })
    }
}

impl AsIs {
    fn take(&mut self, event: &Event) -> Result<(), Failure> {
        let Ok(value) = serde_json::from_slice::<Value>(event.data()) else { return Ok(()) };
        if value.get("error").is_some_and(|error| !error.is_null()) || value["type"] == "error" {
            return Err(failure::in_band(&value.to_string()));
        }
        if value["type"] == "transcript.text.done" {
            let usage = usage::read(None, &value["usage"].to_string()).map(|counted| counted.usage);
            self.end = Some(BodyEnd { usage, cost: None });
        }
        Ok(())
    }
}
