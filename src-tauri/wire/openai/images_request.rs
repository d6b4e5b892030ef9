//! `POST /v1/images/generations` and `/v1/images/edits`: the fields beside the images, from JSON or from the form that says
//! the same.

use std::borrow::Cow;

use serde_json::{Value, value::RawValue};

use super::{
    error::InvalidRequest,
    fields::{Field, Fields},
};

/// A checked request for images. It borrows from the body.
#[derive(Clone, Debug)]
pub struct ImagesRequest<'a> {
    /// The model asked for.
    pub model: Cow<'a, str>,
    /// What is to be seen.
    pub prompt: Cow<'a, str>,
    /// How many.
    pub count: u64,
    /// Width and height in pixels; `None`: as the model likes.
    pub size: Option<(u32, u32)>,
    /// How carefully; `None`: as the model likes.
    pub quality: Option<Cow<'a, str>>,
    /// As what the client wants them; `None`: as they come.
    pub form: Option<ImageForm>,
    /// Was a stream asked for?
    pub stream: bool,
    /// How many drafts a stream is to bring.
    pub drafts: u64,
    /// Every field in the order sent but the images, nulls left out.
    pub fields: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// As what a client is given an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageForm {
    /// Where it can be fetched.
    Url,
    /// In base64.
    Base64,
}

/// Fields that a form spells and JSON has as a number or as true and false.
pub const BARE: [&str; 5] = ["n", "stream", "partial_images", "output_compression", "seed"];

/// Names under which JSON carries the images themselves.
const IMAGES: [&str; 3] = ["image", "images", "mask"];

/// OpenAI's own limit on the text, in characters; some models take less.
pub const MOST_CHARACTERS: usize = 32_000;

/// OpenAI's own limit on the images that are edited at once.
pub const MOST_IMAGES: usize = 16;

/// Longer than any side that anybody draws.
const LONGEST_SIDE: u32 = 16_384;

impl<'a> ImagesRequest<'a> {
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
        let prompt = prompt(&fields.required("prompt")?)?;
        let word = |name: &str, words: &[&str]| fields.get(name).map(|field| field.one_of(words)).transpose();
        let number = |name: &str, least, most, usual: u64| match fields.get(name) {
            Some(field) => field.integer(least, most).map(i64::unsigned_abs),
            None => Ok(usual),
        };
        let quality = word("quality", &["auto", "low", "medium", "high", "xhigh", "max", "standard", "hd"])?;
        word("style", &["vivid", "natural"])?;
        word("background", &["transparent", "opaque", "auto"])?;
        word("moderation", &["low", "auto"])?;
        word("input_fidelity", &["high", "low"])?;
        number("output_compression", 0, 100, 100)?;
        let format = word("output_format", &["png", "jpeg", "webp"])?;
        if let (Some(background), Some("jpeg")) = (fields.get("background"), format.as_deref())
            && background.text()? == "transparent"
        {
            let message = "A transparent background needs the output_format 'png' or 'webp'.".to_owned();
            return Err(background.wrong("invalid_value", message));
        }
        let form = word("response_format", &["url", "b64_json"])?;
        let form = form.map(|form| if form == "url" { ImageForm::Url } else { ImageForm::Base64 });
        let stream = fields.get("stream").map_or(Ok(false), |field| field.boolean())?;
        if let Some(field) = fields.get("response_format").filter(|_| stream && form == Some(ImageForm::Url)) {
            return Err(field.wrong("invalid_value", "A stream brings its images in base64, not as a 'url'.".to_owned()));
        }
        Ok(Self {
            model,
            prompt,
            count: number("n", 1, 10, 1)?,
            size: fields.get("size").map_or(Ok(None), |field| size(&field))?,
            quality: quality.filter(|quality| quality != "auto"),
            form,
            stream,
            drafts: number("partial_images", 0, 3, 0)?,
            fields: fields.0.into_iter().filter(|(name, _)| !IMAGES.contains(&&**name)).collect(),
        })
    }

    /// A field that was sent.
    pub fn value(&self, name: &str) -> Option<Value> {
        let (_, raw) = self.fields.iter().find(|(field, _)| field == name)?;
        serde_json::from_str(raw.get()).ok()
    }
}

pub(super) fn prompt<'a>(field: &Field<'a>) -> Result<Cow<'a, str>, InvalidRequest> {
    let text = field.text()?;
    if text.trim().is_empty() {
        return Err(field.wrong("string_below_min_length", "Invalid 'prompt': it says nothing.".to_owned()));
    }
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        let message = format!(
            "Invalid 'prompt': string too long. Expected a string with maximum length {MOST_CHARACTERS}, but got a string with length {length} instead."
        );
        return Err(field.wrong("string_above_max_length", message));
    }
    Ok(text)
}

/// `1024x1536`, or `auto`.
pub(super) fn size(field: &Field<'_>) -> Result<Option<(u32, u32)>, InvalidRequest> {
    let text = field.text()?;
    if text == "auto" {
        return Ok(None);
    }
    let side = |text: &str| text.parse().ok().filter(|side| (1..=LONGEST_SIDE).contains(side) && !text.starts_with(['+', '0']));
    let sides = text.split_once('x').and_then(|(width, height)| side(width).zip(side(height)));
    let wrong =
        || field.wrong("invalid_value", "Invalid 'size': send a width and a height, like '1024x1536', or 'auto'.".to_owned());
    sides.map(Some).ok_or_else(wrong)
}

/// Where an image is that a JSON body wants edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageReference<'a> {
    /// Where it says so: `images[0].image_url`.
    pub place: String,
    /// What it says.
    pub source: ImageSource<'a>,
}

/// What a client points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageSource<'a> {
    /// In base64, without the head of a data URL.
    Base64(Cow<'a, str>),
    /// On the web.
    Url(Cow<'a, str>),
    /// A file that was uploaded before.
    FileId(Cow<'a, str>),
}

impl<'a> ImageReference<'a> {
    /// The images of a JSON body, and the mask.
    ///
    /// # Errors
    /// When there are none, or too many, or one is nowhere.
    pub fn parse(body: &'a [u8]) -> Result<(Vec<Self>, Option<Self>), InvalidRequest> {
        let fields = Fields::parse(body)?;
        let list = fields.required("images")?;
        let items = list.list()?;
        if items.is_empty() {
            return Err(InvalidRequest::missing("images"));
        }
        if items.len() > MOST_IMAGES {
            let message = format!("Invalid 'images': array too long. Expected an array with maximum length {MOST_IMAGES}.");
            return Err(list.wrong("array_above_max_length", message));
        }
        let items = items.into_iter().enumerate();
        let images = items.map(|(index, raw)| Self::of(&Field::inside(format!("images[{index}]"), raw)));
        Ok((images.collect::<Result<_, _>>()?, fields.get("mask").map(|mask| Self::of(&mask)).transpose()?))
    }

    /// An image that stands somewhere as an object, or as its address alone, or as the id of a file alone.
    pub(super) fn anywhere(field: &Field<'a>) -> Result<Self, InvalidRequest> {
        match field.text() {
            Err(_) if field.raw.get().starts_with('{') => Self::of(field),
            Err(error) => Err(error),
            Ok(id) if id.starts_with("file-") => Ok(Self { place: field.name.to_string(), source: ImageSource::FileId(id) }),
            Ok(url) => Ok(Self::at(field.name.to_string(), url)),
        }
    }

    fn of(field: &Field<'a>) -> Result<Self, InvalidRequest> {
        let fields = field.object()?;
        if let Some(id) = fields.get("file_id") {
            return Ok(Self { place: format!("{}.file_id", field.name), source: ImageSource::FileId(id.text()?) });
        }
        let place = format!("{}.image_url", field.name);
        let url = fields.get("image_url").ok_or_else(|| InvalidRequest::missing(&place))?;
        let url = Field::inside(place.clone(), url.raw).text()?;
        Ok(Self::at(place, url))
    }

    fn at(place: String, url: Cow<'a, str>) -> Self {
        let base64 = url.strip_prefix("data:").and_then(|data| data.split_once(";base64,")).map(|(_, base64)| base64.to_owned());
        let source = match base64 {
            Some(base64) => ImageSource::Base64(base64.into()),
            None => ImageSource::Url(url),
        };
        Self { place, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_and_all_fields_are_kept() {
        let body = br#"{"model":"m","prompt":"a cat","n":2,"size":"1536x1024","quality":"high","response_format":"url","images":[],"seed":7,"mask":{}}"#;
        let request = ImagesRequest::parse(body).unwrap();
        assert_eq!((request.count, request.size, request.quality.as_deref()), (2, Some((1536, 1024)), Some("high")));
        assert_eq!((request.form, request.stream), (Some(ImageForm::Url), false));
        let names: Vec<_> = request.fields.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["model", "prompt", "n", "size", "quality", "response_format", "seed"]);
        let plain = ImagesRequest::parse(br#"{"model":"m","prompt":"x","size":"auto","quality":"auto"}"#).unwrap();
        assert_eq!((plain.count, plain.size, plain.quality, plain.form), (1, None, None, None));
    }

    #[test]
    fn what_openai_refuses_is_refused_with_its_code_and_place() {
        let asking = |field: &str| format!(r#"{{"model":"m","prompt":"x",{field}}}"#);
        let long = "ü".repeat(MOST_CHARACTERS + 1);
        for (body, code, param) in [
            (r#"{"prompt":"x"}"#.to_owned(), "missing_required_parameter", "model"),
            (r#"{"model":"m"}"#.to_owned(), "missing_required_parameter", "prompt"),
            (r#"{"model":"m","prompt":" "}"#.to_owned(), "string_below_min_length", "prompt"),
            (format!(r#"{{"model":"m","prompt":"{long}"}}"#), "string_above_max_length", "prompt"),
            (asking(r#""n":0"#), "integer_below_min_value", "n"),
            (asking(r#""n":11"#), "integer_above_max_value", "n"),
            (asking(r#""n":"2""#), "invalid_type", "n"),
            (asking(r#""size":"1024""#), "invalid_value", "size"),
            (asking(r#""size":"0x10""#), "invalid_value", "size"),
            (asking(r#""size":"+1x1""#), "invalid_value", "size"),
            (asking(r#""size":"99999x1""#), "invalid_value", "size"),
            (asking(r#""quality":"best""#), "invalid_value", "quality"),
            (asking(r#""background":"blue""#), "invalid_value", "background"),
            (asking(r#""background":"transparent","output_format":"jpeg""#), "invalid_value", "background"),
            (asking(r#""output_format":"gif""#), "invalid_value", "output_format"),
            (asking(r#""output_compression":101"#), "integer_above_max_value", "output_compression"),
            (asking(r#""response_format":"json""#), "invalid_value", "response_format"),
            (asking(r#""response_format":"url","stream":true"#), "invalid_value", "response_format"),
            (asking(r#""partial_images":4"#), "integer_above_max_value", "partial_images"),
        ] {
            let error = ImagesRequest::parse(body.as_bytes()).map(drop).unwrap_err();
            assert_eq!((error.code, error.param.as_deref()), (Some(code), Some(param)), "{body:.200}");
        }
        assert!(ImagesRequest::parse(format!(r#"{{"model":"m","prompt":"{}"}}"#, &long[2..]).as_bytes()).is_ok());
    }

    #[test]
    fn images_to_edit_come_in_every_way_that_clients_have() {
        let body = br#"{"images":[{"image_url":"data:image/png;base64,QUJD"},{"image_url":"https://x/a.png"},{"file_id":"file-1"}],"mask":{"file_id":"file-2"}}"#;
        let (images, mask) = ImageReference::parse(body).unwrap();
        let read: Vec<_> = images.into_iter().chain(mask).map(|image| (image.place, image.source)).collect();
        let expected = [
            ("images[0].image_url", ImageSource::Base64("QUJD".into())),
            ("images[1].image_url", ImageSource::Url("https://x/a.png".into())),
            ("images[2].file_id", ImageSource::FileId("file-1".into())),
            ("mask.file_id", ImageSource::FileId("file-2".into())),
        ];
        assert_eq!(read, expected.map(|(place, source)| (place.to_owned(), source)));
        let many = format!(r#"{{"images":[{}]}}"#, [r#"{"file_id":"f"}"#; 17].join(","));
        for (body, param) in
            [("{}", "images"), (r#"{"images":[]}"#, "images"), (r#"{"images":[{}]}"#, "images[0].image_url"), (&*many, "images")]
        {
            assert_eq!(ImageReference::parse(body.as_bytes()).unwrap_err().param.as_deref(), Some(param), "{body:.60}");
        }
    }
}
