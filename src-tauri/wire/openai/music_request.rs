//! `POST /v1/music/generations`, which OpenAI has not: its fields are named as providers name theirs.

use std::borrow::Cow;

use serde_json::{Value, value::RawValue};

use super::{
    error::InvalidRequest,
    fields::{Field, Fields},
    images_request::prompt,
    videos_request::length_ms,
};

/// A checked request for music. It borrows from the body.
#[derive(Clone, Debug)]
pub struct MusicRequest<'a> {
    /// The model asked for.
    pub model: Cow<'a, str>,
    /// What is to be heard.
    pub prompt: Cow<'a, str>,
    /// What is sung; `None`: as the model likes.
    pub lyrics: Option<Cow<'a, str>>,
    /// Nobody is to sing.
    pub instrumental: bool,
    /// How long; `None`: as the model likes.
    pub length_ms: Option<u64>,
    /// As what kind of file; `None`: as it comes.
    pub format: Option<MusicFormat>,
    /// The client wants the bytes inside the answer, in base64; otherwise it gets an address.
    pub base64: bool,
    /// The client comes back for it.
    pub background: bool,
    /// For the same music again.
    pub seed: Option<i64>,
    /// Fields that are nobody's here: the model's own, in the order sent, nulls left out.
    pub rest: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// Kinds of files that music comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words are everybody's")]
pub enum MusicFormat {
    Mp3,
    Wav,
    Flac,
    Opus,
}

impl MusicFormat {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::Opus => "opus",
        }
    }
}

/// All that is read here.
const KNOWN: [&str; 12] = [
    "model",
    "prompt",
    "lyrics",
    "instrumental",
    "duration",
    "seconds",
    "output_format",
    "response_format",
    "background",
    "seed",
    "user",
    "n",
];

/// As long as anybody composes at once.
const MOST_SECONDS: f64 = 600.0;
const MOST_LYRICS: usize = 10_000;

impl<'a> MusicRequest<'a> {
    /// Reads and checks the fields.
    ///
    /// # Errors
    /// OpenAI's codes for what is missing, of the wrong type, unknown, too much or too long.
    pub fn parse(body: &'a [u8]) -> Result<Self, InvalidRequest> {
        let fields = Fields::parse(body)?;
        let model = fields.required("model")?.text()?;
        if model.is_empty() {
            return Err(InvalidRequest::missing("model"));
        }
        let flag = |name| fields.get(name).map_or(Ok(false), |field| field.boolean());
        let (lyrics, instrumental) =
            (fields.get("lyrics").map(|field| lyrics(&field)).transpose()?.flatten(), flag("instrumental")?);
        if let Some(field) = fields.get("lyrics").filter(|_| instrumental && lyrics.is_some()) {
            return Err(field.wrong("invalid_value", "Music that is 'instrumental' has no 'lyrics': leave one out.".to_owned()));
        }
        let form = fields.get("response_format").map(|field| field.one_of(&["url", "b64_json"])).transpose()?;
        let background = flag("background")?;
        fields.get("n").map_or(Ok(1), |field| field.integer(1, 1))?;
        Ok(Self {
            model,
            prompt: prompt(&fields.required("prompt")?)?,
            lyrics,
            instrumental,
            length_ms: fields
                .get("duration")
                .or_else(|| fields.get("seconds"))
                .map(|field| length_ms(&field, MOST_SECONDS))
                .transpose()?,
            format: fields.get("output_format").map(|field| format(&field)).transpose()?,
            base64: form.as_deref() == Some("b64_json"),
            background,
            seed: fields.get("seed").map(|field| field.integer(0, i64::from(u32::MAX))).transpose()?,
            rest: fields.0.into_iter().filter(|(name, _)| !KNOWN.contains(&&**name)).collect(),
        })
    }

    /// A field of the model's own.
    pub fn value(&self, name: &str) -> Option<Value> {
        let (_, raw) = self.rest.iter().find(|(field, _)| field == name)?;
        serde_json::from_str(raw.get()).ok()
    }
}

/// Empty ones are none.
fn lyrics<'a>(field: &Field<'a>) -> Result<Option<Cow<'a, str>>, InvalidRequest> {
    let text = field.text()?;
    let length = text.chars().count();
    if length > MOST_LYRICS {
        let message = format!(
            "Invalid 'lyrics': string too long. Expected a string with maximum length {MOST_LYRICS}, but got a string with length {length} instead."
        );
        return Err(field.wrong("string_above_max_length", message));
    }
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

fn format(field: &Field<'_>) -> Result<MusicFormat, InvalidRequest> {
    const ALL: [MusicFormat; 4] = [MusicFormat::Mp3, MusicFormat::Wav, MusicFormat::Flac, MusicFormat::Opus];
    let word = field.one_of(&ALL.map(MusicFormat::as_str))?;
    ALL.into_iter().find(|format| format.as_str() == word).ok_or_else(|| field.wrong_type("a format"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_and_the_rest_is_kept() {
        let body = br#"{"model":"m","prompt":"calm piano","lyrics":"[Verse] la","duration":30,"output_format":"mp3",
            "response_format":"b64_json","background":true,"seed":7,"style":"lo-fi"}"#;
        let request = MusicRequest::parse(body).unwrap();
        assert_eq!((request.lyrics.as_deref(), request.length_ms), (Some("[Verse] la"), Some(30_000)));
        assert_eq!((request.format, request.base64, request.background), (Some(MusicFormat::Mp3), true, true));
        assert_eq!((request.seed, request.value("style")), (Some(7), Some("lo-fi".into())));
        let plain = MusicRequest::parse(br#"{"model":"m","prompt":"x","lyrics":"","instrumental":true}"#).unwrap();
        assert!(plain.instrumental && plain.lyrics.is_none() && !plain.base64 && !plain.background);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_code_and_place() {
        let long = format!(r#""lyrics":"{}""#, "la".repeat(5_001));
        for (field, code, param) in [
            (r#""lyrics":"la","instrumental":true"#, "invalid_value", "lyrics"),
            (&*long, "string_above_max_length", "lyrics"),
            (r#""instrumental":"yes""#, "invalid_type", "instrumental"),
            (r#""duration":0"#, "decimal_below_min_value", "duration"),
            (r#""output_format":"midi""#, "invalid_value", "output_format"),
            (r#""response_format":"json""#, "invalid_value", "response_format"),
            (r#""n":2"#, "integer_above_max_value", "n"),
        ] {
            let body = format!(r#"{{"model":"m","prompt":"x",{field}}}"#);
            let error = MusicRequest::parse(body.as_bytes()).map(drop).unwrap_err();
            assert_eq!((error.code, error.param.as_deref()), (Some(code), Some(param)), "{field:.60}");
        }
    }
}
