//! `POST /v1/audio/speech`.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{
    error::InvalidRequest,
    fields::{Field, Fields},
};

/// A checked request for speech. It borrows from the body.
#[derive(Clone, Debug)]
pub struct SpeechRequest<'a> {
    /// The model asked for.
    pub model: Cow<'a, str>,
    /// What to say.
    pub input: Cow<'a, str>,
    /// Who says it.
    pub voice: Cow<'a, str>,
    /// As what.
    pub format: SpeechFormat,
    /// Events instead of bytes.
    pub events: bool,
    /// Every field in the order sent, nulls left out.
    pub fields: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// What speech comes as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum SpeechFormat {
    Mp3,
    Opus,
    Aac,
    Flac,
    Wav,
    /// 24 kHz, 16 bits, little endian, one channel, without a header.
    Pcm,
}

impl SpeechFormat {
    /// All of them, the default first.
    pub const ALL: [Self; 6] = [Self::Mp3, Self::Opus, Self::Aac, Self::Flac, Self::Wav, Self::Pcm];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::Opus => "opus",
            Self::Aac => "aac",
            Self::Flac => "flac",
            Self::Wav => "wav",
            Self::Pcm => "pcm",
        }
    }

    /// The type that OpenAI sends it as.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::Opus => "audio/opus",
            Self::Aac => "audio/aac",
            Self::Flac => "audio/flac",
            Self::Wav => "audio/wav",
            Self::Pcm => "audio/pcm",
        }
    }
}

/// OpenAI's own limit on the text, in characters.
pub const MOST_CHARACTERS: usize = 4_096;

impl<'a> SpeechRequest<'a> {
    /// Reads and checks a body.
    ///
    /// # Errors
    /// OpenAI's codes for what is missing, of the wrong type, empty or too long.
    pub fn parse(body: &'a [u8]) -> Result<Self, InvalidRequest> {
        let fields = Fields::parse(body)?;
        let model = fields.required("model")?.text()?;
        if model.is_empty() {
            return Err(InvalidRequest::missing("model"));
        }
        let input = bounded(&fields.required("input")?)?;
        if input.trim().is_empty() {
            return Err(InvalidRequest::field("string_below_min_length", "input", "Invalid 'input': there is nothing to say."));
        }
        if let Some(instructions) = fields.get("instructions") {
            bounded(&instructions)?;
        }
        let voice = voice(&fields.required("voice")?)?;
        let format = match fields.get("response_format") {
            Some(field) => {
                let word = field.one_of(&SpeechFormat::ALL.map(SpeechFormat::as_str))?;
                SpeechFormat::ALL.into_iter().find(|format| format.as_str() == word).unwrap_or(SpeechFormat::Mp3)
            }
            None => SpeechFormat::Mp3,
        };
        fields.get("speed").map(|field| field.decimal(0.25, 4.0)).transpose()?;
        let events = match fields.get("stream_format") {
            Some(field) => field.one_of(&["audio", "sse"])? == "sse",
            None => false,
        };
        Ok(Self { model, input, voice, format, events, fields: fields.0 })
    }

    /// What is said, counted as it is billed.
    pub fn characters(&self) -> u64 {
        self.input.chars().count() as u64
    }

    /// A number that was sent.
    pub fn number(&self, name: &str) -> Option<f64> {
        let (_, raw) = self.fields.iter().find(|(field, _)| field == name)?;
        raw.get().parse().ok()
    }
}

fn bounded<'a>(field: &Field<'a>) -> Result<Cow<'a, str>, InvalidRequest> {
    let text = field.text()?;
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        let message = format!(
            "Invalid '{}': string too long. Expected a string with maximum length {MOST_CHARACTERS}, but got a string with length {length} instead.",
            field.name
        );
        return Err(field.wrong("string_above_max_length", message));
    }
    Ok(text)
}

/// A name, or an object that holds the id of one's own.
fn voice<'a>(field: &Field<'a>) -> Result<Cow<'a, str>, InvalidRequest> {
    let voice = if field.raw.get().starts_with('{') {
        let id = field.object()?.get("id").ok_or_else(|| InvalidRequest::missing("voice.id"))?;
        Field::inside("voice.id".to_owned(), id.raw).text()?
    } else {
        field.text()?
    };
    if voice.trim().is_empty() { Err(InvalidRequest::missing("voice")) } else { Ok(voice) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_and_counted_in_characters() {
        let request = SpeechRequest::parse(
            r#"{"model":"m","input":"Grüße 😀","voice":{"id":"v1"},"response_format":"pcm","speed":1.5,"stream_format":"sse"}"#
                .as_bytes(),
        )
        .unwrap();
        assert_eq!((request.voice.as_ref(), request.format, request.events), ("v1", SpeechFormat::Pcm, true));
        assert_eq!((request.characters(), request.number("speed"), request.number("model")), (7, Some(1.5), None));
    }

    #[test]
    fn what_openai_refuses_is_refused_with_its_code_and_place() {
        let long = "ü".repeat(MOST_CHARACTERS + 1);
        for (body, code, param) in [
            (r#"{"input":"x","voice":"v"}"#.to_owned(), "missing_required_parameter", "model"),
            (r#"{"model":"m","voice":"v"}"#.to_owned(), "missing_required_parameter", "input"),
            (r#"{"model":"m","input":"x"}"#.to_owned(), "missing_required_parameter", "voice"),
            (r#"{"model":"m","input":"x","voice":{}}"#.to_owned(), "missing_required_parameter", "voice.id"),
            (r#"{"model":"m","input":" ","voice":"v"}"#.to_owned(), "string_below_min_length", "input"),
            (format!(r#"{{"model":"m","input":"{long}","voice":"v"}}"#), "string_above_max_length", "input"),
            (r#"{"model":"m","input":"x","voice":"v","speed":9}"#.to_owned(), "decimal_above_max_value", "speed"),
            (r#"{"model":"m","input":"x","voice":"v","response_format":"ogg"}"#.to_owned(), "invalid_value", "response_format"),
        ] {
            let error = SpeechRequest::parse(body.as_bytes()).map(drop).unwrap_err();
            assert_eq!((error.code, error.param.as_deref()), (Some(code), Some(param)), "{body}");
        }
        let fits = format!(r#"{{"model":"m","input":"{}","voice":"v"}}"#, "ü".repeat(MOST_CHARACTERS));
        assert!(SpeechRequest::parse(fits.as_bytes()).is_ok(), "characters count, not bytes");
    }
}
