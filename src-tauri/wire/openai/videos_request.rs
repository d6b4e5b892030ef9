//! `POST /v1/videos/generations` and `POST /v1/videos`: the fields beside the image, from JSON or from the form that says the
//! same. The two differ in names only.

use std::borrow::Cow;

use serde_json::{Value, value::RawValue};

use super::{
    error::InvalidRequest,
    fields::{Field, Fields},
    images_request::{ImageReference, prompt, size},
};

/// A checked request for a film. It borrows from the body.
#[derive(Clone, Debug)]
pub struct VideosRequest<'a> {
    /// The model asked for.
    pub model: Cow<'a, str>,
    /// What is to be seen.
    pub prompt: Cow<'a, str>,
    /// How many films.
    pub count: u64,
    /// How long; `None`: as the model likes.
    pub length_ms: Option<u64>,
    /// Width and height in pixels; `None`: as the model likes.
    pub size: Option<(u32, u32)>,
    /// `16:9`, where no size says it.
    pub aspect_ratio: Option<Cow<'a, str>>,
    /// The class of the size, 1080 for `1080p`, where no size says it.
    pub lines: Option<u32>,
    /// For the same film again.
    pub seed: Option<i64>,
    /// What the film begins with, where it is not in a form.
    pub image: Option<ImageReference<'a>>,
    /// Fields that are nobody's here: the model's own, in the order sent, nulls left out.
    pub rest: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// Fields that a form spells and JSON has as a number.
pub const BARE: [&str; 2] = ["n", "seed"];

/// Names under which the image comes.
pub const IMAGES: [&str; 2] = ["input_reference", "image"];

/// All that is read here.
const KNOWN: [&str; 13] = [
    "model",
    "prompt",
    "n",
    "seconds",
    "duration",
    "size",
    "aspect_ratio",
    "resolution",
    "seed",
    "image",
    "input_reference",
    "response_format",
    "user",
];

/// Longer than any film that anybody makes at once.
const MOST_SECONDS: f64 = 600.0;
/// More than anybody makes at once.
const MOST_FILMS: i64 = 4;

impl<'a> VideosRequest<'a> {
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
        let length = fields.get("seconds").or_else(|| fields.get("duration"));
        let image = IMAGES.into_iter().find_map(|name| fields.get(name));
        Ok(Self {
            model,
            prompt: prompt(&fields.required("prompt")?)?,
            count: fields.get("n").map_or(Ok(1), |field| field.integer(1, MOST_FILMS).map(i64::unsigned_abs))?,
            length_ms: length.map(|field| length_ms(&field, MOST_SECONDS)).transpose()?,
            size: fields.get("size").map_or(Ok(None), |field| size(&field))?,
            aspect_ratio: fields.get("aspect_ratio").map(|field| aspect_ratio(&field)).transpose()?,
            lines: fields.get("resolution").map(|field| lines(&field)).transpose()?,
            seed: fields.get("seed").map(|field| field.integer(0, i64::from(u32::MAX))).transpose()?,
            image: image.map(|field| ImageReference::anywhere(&field)).transpose()?,
            rest: fields.0.into_iter().filter(|(name, _)| !KNOWN.contains(&&**name)).collect(),
        })
    }

    /// A field of the model's own.
    pub fn value(&self, name: &str) -> Option<Value> {
        let (_, raw) = self.rest.iter().find(|(field, _)| field == name)?;
        serde_json::from_str(raw.get()).ok()
    }
}

/// `4`, `"4"`, `4.5` or `"5s"`: clients write seconds in all of these ways.
pub(super) fn length_ms(field: &Field<'_>, most: f64) -> Result<u64, InvalidRequest> {
    let seconds = match field.text() {
        Ok(text) => {
            let wrong = || field.wrong("invalid_value", format!("Invalid '{}': send seconds, like 8 or '8'.", field.name));
            let number = text.strip_suffix('s').unwrap_or(&text).parse().ok().filter(|number: &f64| number.is_finite());
            number.filter(|seconds| *seconds > 0.0 && *seconds <= most).ok_or_else(wrong)?
        }
        Err(_) => field.decimal(0.001, most)?,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and `most`")]
    Ok((seconds * 1_000.0).round() as u64)
}

/// `16:9`
fn aspect_ratio<'a>(field: &Field<'a>) -> Result<Cow<'a, str>, InvalidRequest> {
    let text = field.text()?;
    let is_side = |side: &str| side.parse().is_ok_and(|side: f64| side > 0.0 && side < 100.0);
    match text.split_once(':') {
        Some((width, height)) if is_side(width) && is_side(height) => Ok(text),
        _ => Err(field.wrong("invalid_value", "Invalid 'aspect_ratio': send width and height, like '16:9'.".to_owned())),
    }
}

/// `720p`, or `4k`.
fn lines(field: &Field<'_>) -> Result<u32, InvalidRequest> {
    let text = field.text()?.to_ascii_lowercase();
    let lines = match text.as_str() {
        "4k" => Some(2_160),
        "2k" => Some(1_440),
        _ => text.strip_suffix('p').and_then(|lines| lines.parse().ok()).filter(|lines| (100..=4_320).contains(lines)),
    };
    lines.ok_or_else(|| field.wrong("invalid_value", "Invalid 'resolution': send lines, like '720p', or '4k'.".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openai::images_request::ImageSource;

    #[test]
    fn what_is_asked_for_is_read_in_the_words_of_both_endpoints() {
        let body = br#"{"model":"m","prompt":"a boat","duration":"5s","resolution":"1080p","aspect_ratio":"16:9","n":2,
            "seed":7,"image":"data:image/png;base64,QUJD","negative_prompt":"rain","user":"u"}"#;
        let request = VideosRequest::parse(body).unwrap();
        assert_eq!((request.length_ms, request.lines, request.count, request.seed), (Some(5_000), Some(1_080), 2, Some(7)));
        assert_eq!(request.image.as_ref().unwrap().source, ImageSource::Base64("QUJD".into()));
        assert_eq!((request.rest.len(), request.value("negative_prompt")), (1, Some("rain".into())));
        let body = br#"{"model":"m","prompt":"x","seconds":"8","size":"1280x720","input_reference":{"file_id":"file-1"}}"#;
        let request = VideosRequest::parse(body).unwrap();
        assert_eq!((request.length_ms, request.size), (Some(8_000), Some((1_280, 720))));
        let image = request.image.unwrap();
        assert_eq!((&*image.place, image.source), ("input_reference.file_id", ImageSource::FileId("file-1".into())));
        assert_eq!(VideosRequest::parse(br#"{"model":"m","prompt":"x","seconds":4.5}"#).unwrap().length_ms, Some(4_500));
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_code_and_place() {
        for (field, code, param) in [
            (r#""seconds":"soon""#, "invalid_value", "seconds"),
            (r#""seconds":0"#, "decimal_below_min_value", "seconds"),
            (r#""seconds":"-4""#, "invalid_value", "seconds"),
            (r#""seconds":"NaN""#, "invalid_value", "seconds"),
            (r#""duration":601"#, "decimal_above_max_value", "duration"),
            (r#""size":"wide""#, "invalid_value", "size"),
            (r#""aspect_ratio":"wide""#, "invalid_value", "aspect_ratio"),
            (r#""resolution":"sharp""#, "invalid_value", "resolution"),
            (r#""n":0"#, "integer_below_min_value", "n"),
            (r#""n":5"#, "integer_above_max_value", "n"),
            (r#""seed":-1"#, "integer_below_min_value", "seed"),
            (r#""image":3"#, "invalid_type", "image"),
            (r#""input_reference":{}"#, "missing_required_parameter", "input_reference.image_url"),
        ] {
            let body = format!(r#"{{"model":"m","prompt":"x",{field}}}"#);
            let error = VideosRequest::parse(body.as_bytes()).map(drop).unwrap_err();
            assert_eq!((error.code, error.param.as_deref()), (Some(code), Some(param)), "{field}");
        }
    }
}
