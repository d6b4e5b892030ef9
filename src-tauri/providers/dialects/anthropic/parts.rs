//! What a client puts into a message, part by part.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use super::blocks::{Block, CacheControl, Source};
use crate::failure::refused;

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    refusal: Option<&'a RawValue>,
    #[serde(borrow)]
    image_url: Option<&'a RawValue>,
    #[serde(borrow)]
    file: Option<&'a RawValue>,
    #[serde(borrow)]
    cache_control: CacheControl<'a>,
}

/// The fields of a file, which some clients write beside the type.
#[derive(Default, Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    filename: Option<Cow<'a, str>>,
    #[serde(borrow)]
    file_data: Option<Cow<'a, str>>,
    #[serde(borrow)]
    file_url: Option<Cow<'a, str>>,
}

/// The blocks that a message's content is; `place` names it in errors.
pub(super) fn blocks<'a>(content: Option<&'a RawValue>, place: &str) -> Result<Vec<Block<'a>>, Failure> {
    let Some(json) = content.given() else { return Ok(Vec::new()) };
    if let Some(text) = content.string() {
        return Ok([Block::text(text)].into_iter().filter(|block| !block.is_blank()).collect());
    }
    let parts: Vec<&'a RawValue> = serde_json::from_str(json).map_err(|_| unreadable(place))?;
    let mut blocks = Vec::with_capacity(parts.len());
    for (index, part) in parts.into_iter().enumerate() {
        let block = block(part, &format!("{place}[{index}]"))?;
        blocks.extend(Some(block).filter(|block| !block.is_blank()));
    }
    Ok(blocks)
}

fn block<'a>(raw: &'a RawValue, place: &str) -> Result<Block<'a>, Failure> {
    let part: Part<'a> = serde_json::from_str(raw.get()).map_err(|_| unreadable(place))?;
    let cache_control = part.cache_control;
    match &*part.kind {
        "text" | "input_text" | "output_text" => Ok(Block::Text { text: part.text.string().unwrap_or_default(), cache_control }),
        "refusal" => Ok(Block::Text { text: part.refusal.string().unwrap_or_default(), cache_control }),
        "image_url" | "input_image" => {
            let url = image_url(part.image_url).ok_or_else(|| unreadable(place))?;
            Ok(Block::Image { source: image(url, place)?, cache_control })
        }
        "file" | "input_file" => {
            let file = part.file.unwrap_or(raw);
            let file: File<'a> = serde_json::from_str(file.get()).map_err(|_| unreadable(place))?;
            document(file, cache_control, place)
        }
        "input_audio" => Err(no_audio(place)),
        kind => Err(unsupported(place, &format!("does not take parts of type '{kind}'"))),
    }
}

/// As an object with a `url`, or as that text itself.
fn image_url(raw: Option<&RawValue>) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct ImageUrl<'a> {
        #[serde(borrow)]
        url: Cow<'a, str>,
    }
    raw.string().or_else(|| Some(serde_json::from_str::<ImageUrl<'_>>(raw?.get()).ok()?.url))
}

fn image<'a>(url: Cow<'a, str>, place: &str) -> Result<Source<'a>, Failure> {
    if let Some((media_type, data)) = data_url(&url) {
        let known = ["image/jpeg", "image/png", "image/gif", "image/webp"];
        let media_type = if media_type == "image/jpg" { "image/jpeg" } else { media_type };
        let Some(media_type) = known.into_iter().find(|known| *known == media_type) else {
            let message =
                format!("'{place}' is an image of a type that this model does not take: it takes JPEG, PNG, GIF and WebP");
            return Err(refused("invalid_image_format", place, message));
        };
        return Ok(Source::Base64 { media_type, data: tail(url, data) });
    }
    if url.starts_with("https://") {
        return Ok(Source::Url { url });
    }
    Err(refused("invalid_image_url", place, format!("'{place}' has to be an https URL or a base64 data URL of an image")))
}

fn document<'a>(file: File<'a>, cache_control: CacheControl<'a>, place: &str) -> Result<Block<'a>, Failure> {
    let title = file.filename;
    let Some(data) = file.file_data.or(file.file_url) else {
        return Err(unsupported(place, "does not take files by their id: send 'file_data'"));
    };
    if data.starts_with("https://") {
        return Ok(Block::Document { source: Source::Url { url: data }, title, cache_control });
    }
    let named_text = title.as_ref().is_some_and(|name| [".txt", ".md", ".csv", ".json"].iter().any(|end| name.ends_with(end)));
    let (media_type, start) = match data_url(&data) {
        Some((media_type, start)) => (media_type.to_owned(), start),
        // Some clients send the base64 alone.
        None if named_text => ("text/plain".to_owned(), 0),
        None => ("application/pdf".to_owned(), 0),
    };
    let source = match &*media_type {
        "application/pdf" => Source::Base64 { media_type: "application/pdf", data: tail(data, start) },
        "application/json" => text(&data[start..], place)?,
        kind if kind.starts_with("text/") => text(&data[start..], place)?,
        kind if kind.starts_with("image/") => return Ok(Block::Image { source: image(data, place)?, cache_control }),
        kind if kind.starts_with("audio/") => return Err(no_audio(place)),
        kind => return Err(unsupported(place, &format!("does not take files of type '{kind}'"))),
    };
    Ok(Block::Document { source, title, cache_control })
}

fn text(base64: &str, place: &str) -> Result<Source<'static>, Failure> {
    let data = STANDARD.decode(base64).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let data = data.ok_or_else(|| refused("invalid_file", place, format!("'{place}' has to be text as UTF-8 in base64")))?;
    Ok(Source::Text { media_type: "text/plain", data })
}

/// The type in a base64 data URL, and where its data begin.
fn data_url(url: &str) -> Option<(&str, usize)> {
    let comma = url.find(',')?;
    let head = url[..comma].strip_prefix("data:")?.strip_suffix(";base64")?;
    Some((head.split(';').next().unwrap_or(head), comma + 1))
}

fn tail(text: Cow<'_, str>, start: usize) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(text) => Cow::Owned(text[start..].to_owned()),
    }
}

fn no_audio(place: &str) -> Failure {
    let message = "This model does not take audio input. Transcribe it first with /v1/audio/transcriptions and pass the text.";
    refused("audio_not_supported_by_model", place, message.to_owned())
}

fn unsupported(place: &str, what: &str) -> Failure {
    refused("unsupported_value", place, format!("'{place}' can not be sent to this model: it {what}"))
}

fn unreadable(place: &str) -> Failure {
    refused("invalid_value", place, format!("'{place}' is no content that can be read"))
}
