//! What a client puts into a message, as blocks.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;

use super::blocks::{Block, Source};
use crate::{
    failure::refused,
    parts::{self, Content, Part, unsupported},
};

/// Images of these types are taken.
const IMAGES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/// In base64.
const LARGEST_IMAGE: usize = 5 << 20;

/// The blocks that a message's content is; `place` names it in errors.
pub(super) fn blocks<'a>(content: Option<&'a RawValue>, place: &str) -> Result<Vec<Block<'a>>, Failure> {
    let parts = parts::read(content, place)?;
    let blocks: Result<Vec<Block<'a>>, Failure> = parts.into_iter().map(block).collect();
    Ok(blocks?.into_iter().filter(|block| !block.is_blank()).collect())
}

fn block(part: Part<'_>) -> Result<Block<'_>, Failure> {
    let Part { content, place, cache_control } = part;
    let (source, title) = match content {
        Content::Text(text) => return Ok(Block::Text { text, cache_control }),
        Content::Elsewhere { url, is_image: true, .. } => {
            return Ok(Block::Image { source: Source::Url { url }, cache_control });
        }
        Content::Elsewhere { url, name, .. } => (Source::Url { url }, name),
        Content::Inside { media_type, data, name } => match &*media_type {
            "application/pdf" => (Source::Base64 { media_type: "application/pdf", data }, name),
            "application/json" => (text(&data, &place)?, name),
            kind if kind.starts_with("text/") => (text(&data, &place)?, name),
            kind if kind.starts_with("image/") => {
                let known = IMAGES.into_iter().find(|known| *known == kind);
                let media_type = known.ok_or_else(|| no_such_image(&place))?;
                if data.len() > LARGEST_IMAGE {
                    return Err(too_large(&place));
                }
                return Ok(Block::Image { source: Source::Base64 { media_type, data }, cache_control });
            }
            kind if kind.starts_with("audio/") => return Err(no_audio(&place)),
            kind => return Err(unsupported(&place, &format!("takes no files of the type '{kind}'"))),
        },
    };
    Ok(Block::Document { source, title, cache_control })
}

fn text(base64: &str, place: &str) -> Result<Source<'static>, Failure> {
    let data = STANDARD.decode(base64).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let data = data.ok_or_else(|| refused("invalid_file", place, format!("'{place}' has to be text as UTF-8 in base64.")))?;
    Ok(Source::Text { media_type: "text/plain", data })
}

fn no_such_image(place: &str) -> Failure {
    let message = format!("'{place}' is an image of a type that this model does not take: it takes JPEG, PNG, GIF and WebP.");
    refused("invalid_image_format", place, message)
}

fn too_large(place: &str) -> Failure {
    let message =
        format!("'{place}' is an image of more than {LARGEST_IMAGE} bytes in base64, which is the most that this model takes.");
    refused("image_too_large", place, message)
}

fn no_audio(place: &str) -> Failure {
    let message = "This model does not take audio input. Transcribe it first with /v1/audio/transcriptions and pass the text.";
    refused("audio_not_supported_by_model", place, message.to_owned())
}
