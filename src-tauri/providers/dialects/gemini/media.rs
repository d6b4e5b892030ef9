//! Parts of a message: text, and images, speech and documents, inside the request or to be fetched.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use super::{
    family::Family,
    refusal::{invalid, unsupported},
    request::{FileData, InlineData, Part},
};

/// The kinds of file that are known by the end of their name, and what the API calls them.
const KINDS: [(&str, &str); 15] = [
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
    (".mp3", "audio/mp3"),
    (".wav", "audio/wav"),
    (".mp4", "video/mp4"),
];

/// Where files are that were uploaded there: these it fetches for every model.
const UPLOADED: &str = "https://generativelanguage.googleapis.com/";

#[derive(Deserialize)]
struct Piece<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    refusal: Option<&'a RawValue>,
    #[serde(borrow)]
    image_url: Option<&'a RawValue>,
    #[serde(borrow)]
    input_audio: Option<&'a RawValue>,
    #[serde(borrow)]
    file: Option<&'a RawValue>,
    #[serde(borrow)]
    file_data: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct Inside<'a> {
    #[serde(borrow)]
    url: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    format: Option<&'a RawValue>,
    #[serde(borrow)]
    file_data: Option<&'a RawValue>,
    #[serde(borrow)]
    file_id: Option<&'a RawValue>,
    #[serde(borrow)]
    filename: Option<&'a RawValue>,
}

/// What a message holds; `at` is where it stands in the request.
pub(super) fn parts<'a>(content: &'a RawValue, family: Family, at: &str) -> Result<Vec<Part<'a>>, Failure> {
    if let Some(text) = Some(content).string() {
        return Ok(Part::text(text).into_iter().collect());
    }
    let unreadable = |_| invalid(at, format!("Invalid '{at}': expected a string or an array of content parts."));
    let Some(list) = Some(content).given() else { return Ok(Vec::new()) };
    let pieces: Vec<Piece<'a>> = serde_json::from_str(list).map_err(unreadable)?;
    let pieces = pieces.into_iter().enumerate();
    pieces.filter_map(|(index, piece)| part(piece, family, &format!("{at}[{index}]")).transpose()).collect()
}

fn part<'a>(piece: Piece<'a>, family: Family, at: &str) -> Result<Option<Part<'a>>, Failure> {
    let inside = |raw: Option<&'a RawValue>| -> Inside<'a> {
        raw.filter(|raw| raw.get().starts_with('{')).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    };
    match piece.kind.as_ref() {
        "text" | "input_text" => Ok(piece.text.string().and_then(Part::text)),
        "refusal" => Ok(piece.refusal.string().and_then(Part::text)),
        "image_url" | "input_image" => {
            let url = piece.image_url.string().or_else(|| inside(piece.image_url).url.string());
            url.map(|url| file(url, None, family, &format!("{at}.image_url"))).transpose()
        }
        "input_audio" => {
            let audio = inside(piece.input_audio);
            let format = audio.format.string().unwrap_or(Cow::Borrowed("wav"));
            let data = audio.data.string().ok_or_else(|| invalid(&format!("{at}.input_audio.data"), "There is no audio in it."));
            Ok(Some(inline(format!("audio/{format}").into(), data?)))
        }
        "file" | "input_file" => {
            let at = format!("{at}.file");
            let whole = inside(piece.file);
            let id = whole.file_id.string().filter(|id| id.starts_with(UPLOADED));
            let Some(data) = whole.file_data.string().or_else(|| piece.file_data.string()).or(id) else {
                return Err(unsupported(
                    &at,
                    "This model takes files as 'file_data', or by the address that they were uploaded to.",
                ));
            };
            file(data, whole.filename.string(), family, &at).map(Some)
        }
        kind => Err(unsupported(&format!("{at}.type"), format!("This model takes no content of the type '{kind}'."))),
    }
}

/// A file as a data URL, as an address, or as base64 with a name that tells what it is.
fn file<'a>(source: Cow<'a, str>, name: Option<Cow<'a, str>>, family: Family, at: &str) -> Result<Part<'a>, Failure> {
    if source.starts_with("data:") {
        return data_url(source).ok_or_else(|| invalid(at, format!("Invalid '{at}': expected a data URL in base64.")));
    }
    if !source.contains("://") {
        let kind = kind_of(name.as_deref().unwrap_or_default()).unwrap_or("application/pdf");
        return Ok(inline(Cow::Borrowed(kind), source));
    }
    if !source.starts_with("https://") || !(family.fetches() || source.starts_with(UPLOADED)) {
        let message = "This model does not fetch files from this address. Send the file inside the request, as a data URL.";
        return Err(unsupported(at, message));
    }
    let file_data = FileData { mime_type: kind_of(&source), file_uri: source };
    Ok(Part { file_data: Some(file_data), ..Part::default() })
}

/// `data:image/png;base64,…`
fn data_url(url: Cow<'_, str>) -> Option<Part<'_>> {
    let comma = url.find(',')?;
    let head = url.get("data:".len()..comma)?.strip_suffix(";base64")?;
    let kind = head.split(';').next().unwrap_or_default().to_owned();
    let data = match url {
        Cow::Borrowed(url) => Cow::Borrowed(&url[comma + 1..]),
        Cow::Owned(url) => Cow::Owned(url[comma + 1..].to_owned()),
    };
    Some(inline(if kind.is_empty() { "text/plain".into() } else { kind.into() }, data))
}

fn inline<'a>(kind: Cow<'a, str>, data: Cow<'a, str>) -> Part<'a> {
    let mime_type = if kind == "audio/mpeg" { Cow::Borrowed("audio/mp3") } else { kind };
    Part { inline_data: Some(InlineData { mime_type, data }), ..Part::default() }
}

fn kind_of(name: &str) -> Option<&'static str> {
    let path = name.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    KINDS.iter().find(|(end, _)| path.ends_with(end)).map(|(_, kind)| *kind)
}
