//! A transcript, and how it is written in each of OpenAI's formats.

use std::fmt::Write;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::{
    credits::Credits,
    failure::{Failure, FailureKind},
    usage::Usage,
};
use turnpike_wire::openai::transcription_request::TranscriptFormat;

use crate::{
    audio::{BodyEnd, BodyReader, Wanted},
    failure::refused,
};

/// Fields of a request for a transcript that every dialect acts on, or that change nothing in it.
pub(crate) const COMMON: [&str; 6] =
    ["model", "language", "response_format", "timestamp_granularities", "stream", "chunking_strategy"];

/// What was said, and when. Times are seconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Transcript {
    pub(crate) text: String,
    /// By ISO 639-1, where the provider says it.
    pub(crate) language: Option<String>,
    pub(crate) duration: Option<f64>,
    pub(crate) segments: Vec<Span>,
    pub(crate) words: Vec<Span>,
    pub(crate) usage: Option<Usage>,
    pub(crate) cost: Option<Credits>,
}

/// A piece of what was said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) text: String,
}

/// The longest line of a subtitle, in characters, and the longest time that it stands.
const LONGEST_LINE: usize = 84;
const LONGEST_SECONDS: f64 = 7.0;

impl Transcript {
    /// The body of an answer.
    pub(crate) fn render(&self, wanted: &Wanted) -> Result<String, Failure> {
        if wanted.stream && wanted.format == TranscriptFormat::Json {
            return Ok(self.events(wanted));
        }
        Ok(match wanted.format {
            TranscriptFormat::Json => json!({"text": self.text, "usage": self.usage_json(wanted)}).to_string(),
            TranscriptFormat::Text => format!("{}\n", self.text),
            TranscriptFormat::VerboseJson => self.verbose(wanted).to_string(),
            TranscriptFormat::Srt => self.subtitles(wanted, ',', true)?,
            TranscriptFormat::Vtt => format!("WEBVTT\n\n{}", self.subtitles(wanted, '.', false)?),
            TranscriptFormat::DiarizedJson => {
                let message = "This model does not tell speakers apart. Ask for another response_format.".to_owned();
                return Err(refused("unsupported_value", "response_format", message));
            }
        })
    }

    /// The whole text as one event, where the provider knows no stream of its own.
    fn events(&self, wanted: &Wanted) -> String {
        let delta = json!({"type": "transcript.text.delta", "delta": self.text});
        let done = json!({"type": "transcript.text.done", "text": self.text, "usage": self.usage_json(wanted)});
        format!("event: transcript.text.delta\ndata: {delta}\n\nevent: transcript.text.done\ndata: {done}\n\n")
    }

    fn verbose(&self, wanted: &Wanted) -> Value {
        let seconds = self.seconds(wanted).unwrap_or_default();
        let segments: Vec<_> = self.lines(wanted).iter().enumerate().map(|(id, span)| {
            json!({"id": id, "seek": 0, "start": span.start, "end": span.end, "text": span.text, "tokens": [], "temperature": 0.0,
                "avg_logprob": 0.0, "compression_ratio": 0.0, "no_speech_prob": 0.0})
        }).collect();
        let task = if wanted.translate { "translate" } else { "transcribe" };
        let mut verbose = json!({"task": task, "language": self.language.as_deref().unwrap_or("unknown"), "duration": seconds,
            "text": self.text, "segments": segments, "usage": self.usage_json(wanted)});
        if wanted.words {
            let words: Vec<_> =
                self.words.iter().map(|span| json!({"word": span.text, "start": span.start, "end": span.end})).collect();
            verbose["words"] = words.into();
        }
        verbose
    }

    fn subtitles(&self, wanted: &Wanted, point: char, numbered: bool) -> Result<String, Failure> {
        let lines = self.lines(wanted);
        if lines.is_empty() && !self.text.is_empty() {
            let message = "the provider does not say when what was said, so that there can be no subtitles";
            return Err(Failure::new(FailureKind::BadReply, message));
        }
        let mut text = String::new();
        for (index, span) in lines.iter().enumerate() {
            if numbered {
                let _ = writeln!(text, "{}", index + 1);
            }
            let (start, end) = (stamp(span.start, point), stamp(span.end, point));
            let _ = write!(text, "{start} --> {end}\n{}\n\n", span.text.trim());
        }
        Ok(text)
    }

    /// Segments as the provider made them, or lines of words, or all in one.
    fn lines(&self, wanted: &Wanted) -> Vec<Span> {
        if !self.segments.is_empty() {
            return self.segments.clone();
        }
        let mut lines: Vec<Span> = Vec::new();
        for word in &self.words {
            match lines.last_mut().filter(|line| fits(line, word)) {
                Some(line) => {
                    line.end = word.end;
                    line.text.push(' ');
                    line.text.push_str(word.text.trim());
                }
                None => lines.push(Span { text: word.text.trim().to_owned(), ..*word }),
            }
        }
        if let (true, false, Some(end)) = (lines.is_empty(), self.text.is_empty(), self.seconds(wanted)) {
            lines.push(Span { start: 0.0, end, text: self.text.clone() });
        }
        lines
    }

    fn seconds(&self, wanted: &Wanted) -> Option<f64> {
        self.duration.or_else(|| wanted.heard.map(|heard| heard.as_secs_f64()))
    }

    /// As OpenAI says what was used: seconds, unless the provider counts tokens.
    fn usage_json(&self, wanted: &Wanted) -> Value {
        match self.usage.filter(|usage| usage.input > 0) {
            Some(usage) => json!({"type": "tokens", "input_tokens": usage.input, "output_tokens": usage.output,
                "total_tokens": usage.input + usage.output}),
            None => json!({"type": "duration", "seconds": self.seconds(wanted).unwrap_or_default().ceil()}),
        }
    }
}

fn fits(line: &Span, word: &Span) -> bool {
    let ended = line.text.ends_with(['.', '!', '?', '。']);
    !ended && line.text.chars().count() + word.text.chars().count() < LONGEST_LINE && word.end - line.start <= LONGEST_SECONDS
}

/// `00:01:02,345`
fn stamp(seconds: f64, point: char) -> String {
    let millis = (seconds.max(0.0) * 1_000.0).round() as u64;
    let (hours, minutes, rest) = (millis / 3_600_000, millis / 60_000 % 60, millis % 60_000);
    format!("{hours:02}:{minutes:02}:{:02}{point}{:03}", rest / 1_000, rest % 1_000)
}

/// A language by ISO 639-1, of either of the two norms: what is known by three letters only stays so.
pub(crate) fn language(code: &str) -> String {
    const THREE: [(&str, &str); 24] = [
        ("ara", "ar"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
        ("pol", "pl"),
        ("por", "pt"),
        ("rus", "ru"),
        ("spa", "es"),
        ("swe", "sv"),
        ("tur", "tr"),
        ("ukr", "uk"),
    ];
    let short = THREE.iter().find(|(three, _)| *three == code).map(|(_, two)| *two);
    short.unwrap_or_else(|| code.split('-').next().unwrap_or(code)).to_owned()
}

/// How a dialect reads a whole answer.
pub(crate) type Read = fn(&[u8]) -> Result<Transcript, Failure>;

/// Reads an answer that comes in one piece.
pub(crate) struct Whole {
    read: Read,
    wanted: Wanted,
    body: Vec<u8>,
}

impl Whole {
    pub(crate) fn new(read: Read, wanted: Wanted) -> Self {
        Self { read, wanted, body: Vec::new() }
    }
}

impl BodyReader for Whole {
    fn push(&mut self, bytes: Bytes, _: &mut Vec<Bytes>) -> Result<(), Failure> {
        /// More than a day of talk.
        const MOST: usize = 64 << 20;
        if self.body.len() + bytes.len() > MOST {
            return Err(Failure::new(FailureKind::BadReply, format!("the provider's answer is larger than {MOST} bytes")));
        }
        self.body.extend_from_slice(&bytes);
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<BodyEnd, Failure> {
        let transcript = (self.read)(&self.body)?;
        out.push(transcript.render(&self.wanted)?.into());
        Ok(BodyEnd { usage: transcript.usage, cost: transcript.cost })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn wanted(format: TranscriptFormat) -> Wanted {
        Wanted { format, words: true, stream: false, translate: false, heard: Some(Duration::from_millis(2_500)) }
    }

    fn spoken() -> Transcript {
        let word = |start, end, text: &str| Span { start, end, text: text.to_owned() };
        let words = vec![word(0.0, 0.5, "Hello"), word(0.5, 1.2, "world."), word(1.4, 3_661.5, "Bye")];
        Transcript { text: "Hello world. Bye".to_owned(), language: Some("en".to_owned()), words, ..Transcript::default() }
    }

    #[test]
    fn every_format_is_made_of_what_is_known() {
        let render = |format| spoken().render(&wanted(format)).unwrap();
        assert_eq!(render(TranscriptFormat::Json), r#"{"text":"Hello world. Bye","usage":{"type":"duration","seconds":3.0}}"#);
        assert_eq!(render(TranscriptFormat::Text), "Hello world. Bye\n");
        let srt = "1\n00:00:00,000 --> 00:00:01,200\nHello world.\n\n2\n00:00:01,400 --> 01:01:01,500\nBye\n\n";
        assert_eq!(render(TranscriptFormat::Srt), srt);
        assert!(render(TranscriptFormat::Vtt).starts_with("WEBVTT\n\n00:00:00.000 --> 00:00:01.200\nHello world.\n\n"));
        let verbose: Value = serde_json::from_str(&render(TranscriptFormat::VerboseJson)).unwrap();
        assert_eq!((&verbose["duration"], &verbose["segments"][1]["text"]), (&json!(2.5), &json!("Bye")));
        assert_eq!(verbose["words"].as_array().map(Vec::len), Some(3));
    }

    #[test]
    fn without_times_subtitles_stand_as_long_as_the_audio() {
        let plain = Transcript { text: "All".to_owned(), ..Transcript::default() };
        let srt = plain.render(&wanted(TranscriptFormat::Srt)).unwrap();
        assert_eq!(srt, "1\n00:00:00,000 --> 00:00:02,500\nAll\n\n");
        let unmeasured = Wanted { heard: None, ..wanted(TranscriptFormat::Srt) };
        assert_eq!(plain.render(&unmeasured).unwrap_err().kind, FailureKind::BadReply);
    }

    #[test]
    fn a_stream_of_one_delta_ends_with_the_whole_text() {
        let stream = Wanted { stream: true, ..wanted(TranscriptFormat::Json) };
        let events = spoken().render(&stream).unwrap();
        assert_eq!(events.matches("data: ").count(), 2);
        assert!(events.contains(r#""type":"transcript.text.done","text":"Hello world. Bye""#), "{events}");
    }
}
