//! `POST /v1/audio/transcriptions` and `/v1/audio/translations`: the fields beside the audio, from JSON or from the form
//! that says the same.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{
    error::InvalidRequest,
    fields::{Field, Fields},
};

/// A checked request for a transcript. It borrows from the body.
#[derive(Clone, Debug)]
pub struct TranscriptionRequest<'a> {
    /// The model asked for.
    pub model: Cow<'a, str>,
    /// As what.
    pub format: TranscriptFormat,
    /// What is spoken, as the client names it.
    pub language: Option<Cow<'a, str>>,
    /// When each word is said, too.
    pub words: bool,
    /// Was a stream asked for?
    pub stream: bool,
    /// Into English instead of what is spoken.
    pub translate: bool,
    /// Every field in the order sent but the audio, nulls left out.
    pub fields: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// What a transcript comes as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum TranscriptFormat {
    Json,
    Text,
    Srt,
    VerboseJson,
    Vtt,
    /// Who says what; only some models.
    DiarizedJson,
}

impl TranscriptFormat {
    /// All of them, the default first.
    pub const ALL: [Self; 6] = [Self::Json, Self::Text, Self::Srt, Self::VerboseJson, Self::Vtt, Self::DiarizedJson];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Srt => "srt",
            Self::VerboseJson => "verbose_json",
            Self::Vtt => "vtt",
            Self::DiarizedJson => "diarized_json",
        }
    }

    /// The type of the body.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json | Self::VerboseJson | Self::DiarizedJson => "application/json",
            Self::Text | Self::Srt | Self::Vtt => "text/plain; charset=utf-8",
        }
    }
}

/// Fields that a form spells and JSON has as a number or as true and false.
pub const BARE: [&str; 2] = ["temperature", "stream"];

/// Names under which JSON carries the audio itself.
const AUDIO: [&str; 5] = ["file", "filename", "file_id", "audio", "input_audio"];

impl<'a> TranscriptionRequest<'a> {
    /// Reads and checks the fields.
    ///
    /// # Errors
    /// OpenAI's codes for what is missing, of the wrong type or unknown.
    pub fn parse(body: &'a [u8], translate: bool) -> Result<Self, InvalidRequest> {
        let fields = Fields::parse(body)?;
        let model = fields.required("model")?.text()?;
        if model.is_empty() {
            return Err(InvalidRequest::missing("model"));
        }
        let format = match fields.get("response_format") {
            Some(field) => {
                let word = field.one_of(&TranscriptFormat::ALL.map(TranscriptFormat::as_str))?;
                TranscriptFormat::ALL.into_iter().find(|format| format.as_str() == word).unwrap_or(TranscriptFormat::Json)
            }
            None => TranscriptFormat::Json,
        };
        let words = granularities(&fields, format)?;
        let language = fields.get("language").map(|field| field.text()).transpose()?.filter(|language| !language.is_empty());
        fields.get("prompt").map(|field| field.text()).transpose()?;
        fields.get("temperature").map(|field| field.decimal(0.0, 1.0)).transpose()?;
        let stream = fields.get("stream").map_or(Ok(false), |field| field.boolean())?;
        let fields = fields.0.into_iter().filter(|(name, _)| !AUDIO.contains(&&**name)).collect();
        Ok(Self { model, format, language, words, stream, translate, fields })
    }
}

/// Says whether words are asked for.
fn granularities(fields: &Fields<'_>, format: TranscriptFormat) -> Result<bool, InvalidRequest> {
    let Some(field) = fields.get("timestamp_granularities") else { return Ok(false) };
    let mut words = false;
    for (index, raw) in field.list()?.into_iter().enumerate() {
        let name = format!("timestamp_granularities[{index}]");
        words |= Field::inside(name, raw).one_of(&["word", "segment"])? == "word";
    }
    if format != TranscriptFormat::VerboseJson {
        let message = "The 'timestamp_granularities' are only there with response_format 'verbose_json'.".to_owned();
        return Err(field.wrong("invalid_value", message));
    }
    Ok(words)
}

/// Audio inside a JSON body, still in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline<'a> {
    /// In base64.
    Base64 {
        /// What holds it, for errors.
        param: &'static str,
        /// Without the head of a data URL.
        data: Cow<'a, str>,
    },
    /// A file that was uploaded before.
    FileId(Cow<'a, str>),
}

impl<'a> Inline<'a> {
    /// The audio in a JSON body: `file` as base64 or as a data URL, `file_id`, or OpenAI's `input_audio`.
    ///
    /// # Errors
    /// When there is none.
    pub fn parse(body: &'a [u8]) -> Result<Self, InvalidRequest> {
        let fields = Fields::parse(body)?;
        if let Some(id) = fields.get("file_id") {
            return id.text().map(Self::FileId);
        }
        if let Some(audio) = fields.get("input_audio").or_else(|| fields.get("audio")) {
            return Ok(Self::Base64 { param: "input_audio", data: audio.object()?.required("data")?.text()? });
        }
        let file = fields.required("file")?.text()?;
        let data = match base64_in(&file) {
            Some(start) => Cow::Owned(file.get(start..).unwrap_or_default().to_owned()),
            None => file,
        };
        Ok(Self::Base64 { param: "file", data })
    }
}

/// Where the base64 of a data URL begins.
fn base64_in(url: &str) -> Option<usize> {
    let comma = url.strip_prefix("data:")?.find(',')? + "data:".len();
    url.get(..comma)?.ends_with(";base64").then_some(comma + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_the_audio_is_not_among_them() {
        let body = br#"{"file":"AAAA","filename":"a.wav","model":"m","language":"de","response_format":"verbose_json","timestamp_granularities":["word"],"temperature":0.5,"x":1}"#;
        let request = TranscriptionRequest::parse(body, false).unwrap();
        assert_eq!((request.format, request.words, request.stream), (TranscriptFormat::VerboseJson, true, false));
        let names: Vec<_> = request.fields.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["model", "language", "response_format", "timestamp_granularities", "temperature", "x"]);
    }

    #[test]
    fn audio_comes_in_every_way_that_clients_have() {
        let inline = |body: &'static str| Inline::parse(body.as_bytes());
        let base64 = |param| Ok(Inline::Base64 { param, data: "QUJD".into() });
        assert_eq!(inline(r#"{"file":"QUJD","filename":"a.mp3"}"#), base64("file"));
        assert_eq!(inline(r#"{"file":"data:audio/wav;base64,QUJD"}"#), base64("file"));
        assert_eq!(inline(r#"{"input_audio":{"data":"QUJD","format":"wav"}}"#), base64("input_audio"));
        assert_eq!(inline(r#"{"file_id":"file-1"}"#), Ok(Inline::FileId("file-1".into())));
        assert_eq!(inline("{}").unwrap_err().param.as_deref(), Some("file"));
    }

    #[test]
    fn what_openai_refuses_is_refused_with_its_code_and_place() {
        for (body, code, param) in [
            ("{}", "missing_required_parameter", "model"),
            (r#"{"model":"m","response_format":"xml"}"#, "invalid_value", "response_format"),
            (r#"{"model":"m","temperature":2}"#, "decimal_above_max_value", "temperature"),
            (r#"{"model":"m","timestamp_granularities":["word"]}"#, "invalid_value", "timestamp_granularities"),
            (
                r#"{"model":"m","response_format":"verbose_json","timestamp_granularities":["line"]}"#,
                "invalid_value",
                "timestamp_granularities[0]",
            ),
        ] {
            let error = TranscriptionRequest::parse(body.as_bytes(), false).map(drop).unwrap_err();
            assert_eq!((error.code, error.param.as_deref()), (Some(code), Some(param)), "{body}");
        }
    }
}
