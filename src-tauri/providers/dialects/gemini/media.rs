//! Parts of a message: text, and images, speech and documents, inside the request or to be fetched.

use std::borrow::Cow;

use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;

use super::{
    family::Family,
    request::{FileData, InlineData, Part},
};
use crate::parts::{self, Content, kind_of, unsupported};

/// Where files are that were uploaded there: these it fetches for every model.
const UPLOADED: &str = "https://generativelanguage.googleapis.com/";

/// Does it fetch a file from `url` for `model`?
pub(crate) fn fetches(model: &str, url: &str) -> bool {
    fetched_for(Family::of(model), url)
}

fn fetched_for(family: Family, url: &str) -> bool {
    url.starts_with(UPLOADED) || url.starts_with("https://") && family.fetches()
}

/// What a message holds; `place` is where it stands in the request.
pub(super) fn parts<'a>(content: Option<&'a RawValue>, family: Family, place: &str) -> Result<Vec<Part<'a>>, Failure> {
    let parts = parts::read(content, place)?.into_iter();
    parts.filter_map(|part| written(part, family).transpose()).collect()
}

fn written(part: parts::Part<'_>, family: Family) -> Result<Option<Part<'_>>, Failure> {
    match part.content {
        Content::Text(text) => Ok(Part::text(text)),
        Content::Inside { media_type, data, .. } => {
            let mime_type = if media_type == "audio/mpeg" { Cow::Borrowed("audio/mp3") } else { media_type };
            Ok(Some(Part { inline_data: Some(InlineData { mime_type, data }), ..Part::default() }))
        }
        Content::Elsewhere { url, .. } if fetched_for(family, &url) => {
            let file_data = FileData { mime_type: kind_of(&url), file_uri: url };
            Ok(Some(Part { file_data: Some(file_data), ..Part::default() }))
        }
        Content::Elsewhere { .. } => Err(unsupported(
            &part.place,
            "does not fetch files from this address. Send the file inside the request, as a data URL",
        )),
    }
}
