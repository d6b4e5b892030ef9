//! What a client puts into a message, part by part: read once for all dialects that write it in a form of their own.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use crate::failure::refused;

/// Kinds of file that are known by the end of their name.
const KINDS: [(&str, &str); 16] = [
    (".png", "image/png"),
    (".jpg", "image/jpeg"),
    (".jpeg", "image/jpeg"),
    (".webp", "image/webp"),
    (".gif", "image/gif"),
    (".heic", "image/heic"),
    (".pdf", "application/pdf"),
    (".txt", "text/plain"),
    (".md", "text/markdown"),
    (".csv", "text/csv"),
    (".html", "text/html"),
    (".json", "application/json"),
    (".mp3", "audio/mpeg"),
    (".wav", "audio/wav"),
    (".flac", "audio/flac"),
    (".mp4", "video/mp4"),
];

/// A part of a message.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) content: Content<'a>,
    /// Where it stands in the request: `messages[2].content[1]`.
    pub(crate) place: String,
    /// Up to here a provider may remember the conversation.
    pub(crate) cache_control: Option<&'a RawValue>,
}

/// What is in it. Images, speech and documents differ in their type only.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content<'a> {
    Text(Cow<'a, str>),
    /// A file inside the request, in base64.
    Inside {
        media_type: Cow<'a, str>,
        data: Cow<'a, str>,
        name: Option<Cow<'a, str>>,
    },
    /// A file that has to be fetched, always by https.
    Elsewhere {
        url: Cow<'a, str>,
        /// The client calls it an image.
        is_image: bool,
        name: Option<Cow<'a, str>>,
    },
}

#[derive(Deserialize)]
struct Written<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    refusal: Option<&'a RawValue>,
    #[serde(borrow)]
    image_url: Option<&'a RawValue>,
    #[serde(borrow)]
    input_audio: Option<Audio<'a>>,
    #[serde(borrow)]
    file: Option<&'a RawValue>,
    #[serde(borrow)]
    cache_control: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Audio<'a> {
    #[serde(borrow)]
    data: Cow<'a, str>,
    #[serde(borrow)]
    format: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    filename: Option<Cow<'a, str>>,
    #[serde(borrow)]
    file_data: Option<Cow<'a, str>>,
    #[serde(borrow)]
    file_url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    file_id: Option<Cow<'a, str>>,
}

/// The parts of a message's content; `place` names it in errors. A text alone is one part.
pub(crate) fn read<'a>(content: Option<&'a RawValue>, place: &str) -> Result<Vec<Part<'a>>, Failure> {
    let Some(json) = content.given() else { return Ok(Vec::new()) };
    if let Some(text) = content.string() {
        return Ok(vec![Part { content: Content::Text(text), place: place.to_owned(), cache_control: None }]);
    }
    let parts: Vec<&'a RawValue> = serde_json::from_str(json).map_err(|_| unreadable(place))?;
    parts.into_iter().enumerate().map(|(index, raw)| part(raw, format!("{place}[{index}]"))).collect()
}

/// What another model may take.
pub(crate) fn unsupported(place: &str, why: &str) -> Failure {
    refused("unsupported_value", place, format!("'{place}' can not be sent to this model: it {why}."))
}

fn part(raw: &RawValue, place: String) -> Result<Part<'_>, Failure> {
    let written: Written<'_> = serde_json::from_str(raw.get()).map_err(|_| unreadable(&place))?;
    let content = match &*written.kind {
        "text" | "input_text" | "output_text" => Content::Text(written.text.string().unwrap_or_default()),
        "refusal" => Content::Text(written.refusal.string().unwrap_or_default()),
        "image_url" | "input_image" => {
            let url = image_url(written.image_url).ok_or_else(|| unreadable(&place))?;
            match inside(&url) {
                Some((media_type, start)) => file(media_type, url, start, None),
                None => elsewhere(url, true, None, &place)?,
            }
        }
        "input_audio" => {
            let Audio { data, format } = written.input_audio.ok_or_else(|| unreadable(&place))?;
            let format = format.as_deref().unwrap_or("wav");
            file(format!("audio/{format}"), data, 0, None)
        }
        "file" | "input_file" => {
            let file = serde_json::from_str(written.file.unwrap_or(raw).get()).map_err(|_| unreadable(&place))?;
            document(file, &place)?
        }
        kind => return Err(unsupported(&place, &format!("takes no parts of the type '{kind}'"))),
    };
    Ok(Part { content, place, cache_control: written.cache_control })
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

fn document<'a>(asked: File<'a>, place: &str) -> Result<Content<'a>, Failure> {
    let name = asked.filename;
    // Some providers give the files that they keep an address for an id.
    let id = asked.file_id.filter(|id| id.starts_with("https://"));
    let Some(data) = asked.file_data.or(asked.file_url).or(id) else {
        return Err(unsupported(place, "takes files as 'file_data', not by their id"));
    };
    if let Some((media_type, start)) = inside(&data) {
        return Ok(file(media_type, data, start, name));
    }
    if data.contains(':') {
        return elsewhere(data, false, name, place);
    }
    // Some clients send the base64 alone.
    let media_type = name.as_deref().and_then(kind_of).unwrap_or("application/pdf");
    Ok(file(media_type.to_owned(), data, 0, name))
}

fn file<'a>(media_type: String, text: Cow<'a, str>, start: usize, name: Option<Cow<'a, str>>) -> Content<'a> {
    let media_type = match &*media_type {
        "" => Cow::Borrowed("text/plain"),
        "image/jpg" => Cow::Borrowed("image/jpeg"),
        "audio/mp3" => Cow::Borrowed("audio/mpeg"),
        _ => Cow::Owned(media_type),
    };
    let data = match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(text) => Cow::Owned(text[start..].to_owned()),
    };
    Content::Inside { media_type, data, name }
}

fn elsewhere<'a>(url: Cow<'a, str>, is_image: bool, name: Option<Cow<'a, str>>, place: &str) -> Result<Content<'a>, Failure> {
    if url.starts_with("https://") {
        return Ok(Content::Elsewhere { url, is_image, name });
    }
    let code = if is_image { "invalid_image_url" } else { "invalid_value" };
    Err(refused(code, place, format!("'{place}' has to be an https URL, or a data URL in base64.")))
}

/// The type in a data URL, and where its base64 begins: `data:image/png;base64,…`
fn inside(url: &str) -> Option<(String, usize)> {
    let comma = url.find(',')?;
    let head = url[..comma].strip_prefix("data:")?.strip_suffix(";base64")?;
    Some((head.split(';').next().unwrap_or(head).to_ascii_lowercase(), comma + 1))
}

/// The type of a file by the end of its name, or of its address.
pub(crate) fn kind_of(name: &str) -> Option<&'static str> {
    let path = name.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    KINDS.iter().find(|(end, _)| path.ends_with(end)).map(|(_, kind)| *kind)
}

fn unreadable(place: &str) -> Failure {
    refused("invalid_value", place, format!("'{place}' is no content that can be read."))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn one(part: &Value) -> Result<Content<'static>, Option<String>> {
        let raw: &'static RawValue = Box::leak(serde_json::value::to_raw_value(&json!([part])).unwrap());
        let mut parts = read(Some(raw), "messages[0].content").map_err(|failure| {
            assert_eq!(failure.param.as_deref(), Some("messages[0].content[0]"), "{part}");
            failure.code
        })?;
        Ok(parts.remove(0).content)
    }

    #[test]
    fn every_way_to_write_a_part_is_read() {
        let inside = |media_type: &'static str, data: &'static str, name: Option<&'static str>| Content::Inside {
            media_type: media_type.into(),
            data: data.into(),
            name: name.map(Cow::Borrowed),
        };
        let elsewhere = |url: &'static str, is_image: bool| Content::Elsewhere { url: url.into(), is_image, name: None };
        for (part, content) in [
            (json!({"type": "text", "text": "é\n"}), Content::Text("é\n".into())),
            (json!({"type": "input_text", "text": ""}), Content::Text("".into())),
            (json!({"type": "refusal", "refusal": "No."}), Content::Text("No.".into())),
            (
                json!({"type": "image_url", "image_url": {"url": "data:image/jpg;base64,AA=="}}),
                inside("image/jpeg", "AA==", None),
            ),
            (json!({"type": "image_url", "image_url": "https://a.b/c"}), elsewhere("https://a.b/c", true)),
            (json!({"type": "input_image", "image_url": "https://a.b/c"}), elsewhere("https://a.b/c", true)),
            (
                json!({"type": "input_audio", "input_audio": {"data": "AA==", "format": "mp3"}}),
                inside("audio/mpeg", "AA==", None),
            ),
            (json!({"type": "input_audio", "input_audio": {"data": "AA=="}}), inside("audio/wav", "AA==", None)),
            (
                json!({"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,AA=="}}),
                inside("application/pdf", "AA==", Some("a.pdf")),
            ),
            (
                json!({"type": "file", "file": {"filename": "a.MD", "file_data": "AA=="}}),
                inside("text/markdown", "AA==", Some("a.MD")),
            ),
            (json!({"type": "file", "file": {"file_data": "AA=="}}), inside("application/pdf", "AA==", None)),
            (json!({"type": "input_file", "file_data": "data:;base64,AA=="}), inside("text/plain", "AA==", None)),
            (json!({"type": "input_file", "file_url": "https://a.b/c.pdf"}), elsewhere("https://a.b/c.pdf", false)),
            (json!({"type": "file", "file": {"file_id": "https://a.b/files/1"}}), elsewhere("https://a.b/files/1", false)),
        ] {
            assert_eq!(one(&part), Ok(content), "{part}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_refused_by_its_place() {
        for (part, code) in [
            (json!("text"), "invalid_value"),
            (json!({"type": "image_url"}), "invalid_value"),
            (json!({"type": "image_url", "image_url": {"url": "http://a.b/c"}}), "invalid_image_url"),
            (json!({"type": "image_url", "image_url": {"url": "data:image/png,AA"}}), "invalid_image_url"),
            (json!({"type": "input_audio", "input_audio": {"format": "wav"}}), "invalid_value"),
            (json!({"type": "file", "file": {"file_data": "data:text/plain,hi"}}), "invalid_value"),
            (json!({"type": "file", "file": {"file_data": "file:///etc/passwd"}}), "invalid_value"),
            (json!({"type": "file", "file": {"file_id": "file-1"}}), "unsupported_value"),
            (json!({"type": "image_file", "image_file": {"file_id": "file-1"}}), "unsupported_value"),
        ] {
            assert_eq!(one(&part), Err(Some(code.to_owned())), "{part}");
        }
        assert!(read(None, "x").unwrap().is_empty());
    }
}
