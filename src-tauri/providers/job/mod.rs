//! Jobs of those who run models of many makers: what is asked for becomes the input of one, in fields that are each model's
//! own, and what comes of it is at addresses somewhere in its output.

mod films;
mod images;
mod music;

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use turnpike_domain::failure::Failure;

pub use films::{FilmLength, FilmLook, FilmModels};
pub(crate) use films::{input as film_input, seconds};
pub(crate) use images::{images, input as image_input};
pub(crate) use music::input as music_input;
pub use music::{MusicLength, MusicModels, Singing};

use crate::progress::{Asset, Made, nothing_made};

/// Between two looks at a job: images take seconds.
pub(crate) const PAUSE: Duration = Duration::from_millis(500);

/// What jobs can make beside images, by the word that stands in their outputs and in media types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Video,
    Audio,
}

impl Sort {
    fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Audio => "audio",
        }
    }
}

/// What a job has made, kept by its provider for so long.
///
/// # Errors
/// When there is nothing of the sort in what it gives.
pub(crate) fn made(output: &Value, sort: Sort, kept_for: Duration) -> Result<Made, Failure> {
    let assets = addresses(output, sort.as_str()).into_iter().map(asset).collect::<Result<Vec<_>, _>>()?;
    if assets.is_empty() {
        return Err(nothing_made());
    }
    Ok(Made { assets, kept_for: Some(kept_for), ..Made::default() })
}

/// Small ones are inside their address.
fn asset(address: &str) -> Result<Asset, Failure> {
    match address.strip_prefix("data:") {
        Some(data) => {
            let bytes = data.split_once(";base64,").and_then(|(_, base64)| STANDARD.decode(base64).ok());
            bytes.map(|bytes| Asset::Bytes(bytes.into())).ok_or_else(nothing_made)
        }
        None => Ok(Asset::At(address.to_owned())),
    }
}

/// Does the name of a model hold all of these?
fn holds(upstream: &str, named: &[&str]) -> bool {
    named.iter().all(|part| upstream.contains(part))
}

/// Where the things of a sort (`image`) are in what a job gives: alone, in lists or in objects, by their names or by their
/// types.
fn addresses<'a>(output: &'a Value, sort: &str) -> Vec<&'a str> {
    match output {
        Value::String(url) => {
            let inside = || url.strip_prefix("data:").is_some_and(|data| data.starts_with(&format!("{sort}/")));
            if url.starts_with("https://") || inside() { vec![url] } else { Vec::new() }
        }
        Value::Array(list) => list.iter().flat_map(|item| addresses(item, sort)).collect(),
        Value::Object(object) => {
            if let Some(url) = object.get("url") {
                return addresses(url, sort);
            }
            let named = [format!("{sort}s"), sort.to_owned(), format!("{sort}_file")];
            let found: Vec<_> =
                named.iter().filter_map(|name| object.get(name)).flat_map(|output| addresses(output, sort)).collect();
            if found.is_empty() { object.values().flat_map(|output| typed(output, sort)).collect() } else { found }
        }
        _ => Vec::new(),
    }
}

/// Where the things are that say of themselves that they are of a sort.
fn typed<'a>(output: &'a Value, sort: &str) -> Vec<&'a str> {
    match output {
        Value::Array(list) => list.iter().flat_map(|item| typed(item, sort)).collect(),
        Value::Object(object) => {
            let is_of = |media_type: &str| media_type.split('/').next() == Some(sort);
            match (object.get("url"), object.get("content_type").and_then(Value::as_str)) {
                (Some(url), Some(media_type)) if is_of(media_type) => addresses(url, sort),
                _ => object.values().flat_map(|output| typed(output, sort)).collect(),
            }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;

    use super::*;

    #[test]
    fn quirk_40_films_and_music_are_found_in_whatever_a_job_gives() {
        let film = || vec![Asset::At("https://x/a.mp4".to_owned())];
        let other = json!({"url": "https://x/a.png", "content_type": "image/png"});
        for (output, sort, expected) in [
            (json!("https://x/a.mp4"), Sort::Video, film()),
            (json!(["https://x/a.mp4"]), Sort::Video, film()),
            (json!({"video": {"url": "https://x/a.mp4", "duration": 5.0}, "seed": 7, "thumbnail": other}), Sort::Video, film()),
            (json!({"videos": [{"url": "https://x/a.mp4"}]}), Sort::Video, film()),
            (json!({"audio": {"url": "https://x/a.mp4"}, "lyrics": "https://x/not"}), Sort::Audio, film()),
            (json!({"audio_file": {"url": "https://x/a.mp4"}}), Sort::Audio, film()),
            (json!({"song": {"mix": [other, {"url": "https://x/a.mp4", "content_type": "audio/wav"}]}}), Sort::Audio, film()),
            (json!("data:audio/mpeg;base64,QUJD"), Sort::Audio, vec![Asset::Bytes(Bytes::from_static(b"ABC"))]),
        ] {
            assert_eq!(made(&output, sort, PAUSE).map(|made| made.assets), Ok(expected), "{output}");
        }
        for output in [
            json!(null),
            json!([]),
            json!("a text"),
            json!("http://x/a.mp4"),
            json!("file:///etc/passwd"),
            json!("data:text/html;base64,QUJD"),
            json!("data:video/mp4;base64,!!"),
            json!({"song": other}),
        ] {
            assert_eq!(made(&output, Sort::Video, PAUSE), Err(nothing_made()), "{output}");
        }
    }
}
