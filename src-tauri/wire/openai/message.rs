//! The messages of a chat request: checked as far as OpenAI checks them, counted, and looked at for what they
//! ask of a model. Their bytes are never changed here.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    attachment::{Attachment, Role},
    chat_request::Uses,
    error::InvalidRequest,
    fields::Field,
};

const ROLES: [&str; 6] = ["system", "developer", "user", "assistant", "tool", "function"];
/// OpenAI's own part types, and those of its Responses API, which other clients mix in.
const PARTS: [&str; 9] =
    ["text", "image_url", "input_audio", "file", "refusal", "input_text", "input_image", "input_file", "image_file"];
/// `%PDF-`
const PDF_IN_BASE64: &str = "JVBERi";
/// More than any vendor known to us counts for one image.
const BYTES_OF_AN_IMAGE: u64 = 4_096;

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    role: Option<&'a RawValue>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    #[serde(borrow)]
    tool_calls: Option<&'a RawValue>,
    #[serde(borrow)]
    function_call: Option<&'a RawValue>,
    #[serde(borrow)]
    tool_call_id: Option<&'a RawValue>,
    #[serde(borrow)]
    audio: Option<&'a RawValue>,
    #[serde(borrow)]
    refusal: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    image_url: Option<&'a RawValue>,
    #[serde(borrow)]
    input_audio: Option<&'a RawValue>,
    #[serde(borrow)]
    file: Option<&'a RawValue>,
}

/// What the messages hold beside text.
#[derive(Default)]
pub(super) struct Seen<'a> {
    pub(super) uses: Uses,
    pub(super) attachments: Vec<Attachment<'a>>,
}

/// Checks all messages. Gives back how many tokens they can be at the most, in bytes.
pub(super) fn check<'a>(messages: &Field<'a>, seen: &mut Seen<'a>) -> Result<u64, InvalidRequest> {
    let list = messages.list().map_err(|_| messages.wrong_type("an array of objects"))?;
    if list.is_empty() {
        let message = "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.";
        return Err(messages.wrong("empty_array", message.to_owned()));
    }
    let mut bytes = 0;
    for (index, raw) in list.into_iter().enumerate() {
        bytes += check_one(&Field::inside(format!("messages[{index}]"), raw), seen)?;
    }
    Ok(bytes)
}

fn check_one<'a>(field: &Field<'a>, seen: &mut Seen<'a>) -> Result<u64, InvalidRequest> {
    let path = |name: &str| format!("{}.{name}", field.name);
    let message: Message<'a> = serde_json::from_str(field.raw.get()).map_err(|_| field.wrong_type("an object"))?;
    let Some(role) = message.role else { return Err(InvalidRequest::missing(&path("role"))) };
    let role = Field::inside(path("role"), role).one_of(&ROLES)?;
    if role == "tool" && message.tool_call_id.is_none() {
        return Err(InvalidRequest::missing(&path("tool_call_id")));
    }
    // The sum of everything but media: names, calls, ids and the shape itself cost tokens too.
    let frame = field.raw.get().len() - message.content.map_or(0, |content| content.get().len());
    let Some(content) = message.content.filter(|content| content.get() != "null") else {
        let speaks_otherwise =
            [message.tool_calls, message.function_call, message.audio, message.refusal].iter().any(Option::is_some);
        if role == "assistant" && speaks_otherwise || role == "function" {
            return Ok(frame as u64);
        }
        let content = path("content");
        let message = format!("Invalid value for '{content}': expected a string or an array of content parts, got null.");
        return Err(InvalidRequest::field("invalid_type", content, message));
    };
    let content = Field::inside(path("content"), content);
    match content.raw.get().as_bytes().first() {
        Some(b'"') => Ok((frame + content.raw.get().len()) as u64),
        Some(b'[') => Ok(frame as u64 + parts(&content, seen)?),
        _ => Err(content.wrong_type("a string or an array of content parts")),
    }
}

fn parts<'a>(content: &Field<'a>, seen: &mut Seen<'a>) -> Result<u64, InvalidRequest> {
    let list = content.list()?;
    let mut bytes = 0;
    for (index, raw) in list.into_iter().enumerate() {
        let field = Field::inside(format!("{}[{index}]", content.name), raw);
        let path = |name: &str| format!("{}.{name}", field.name);
        let part: Part<'a> = serde_json::from_str(raw.get()).map_err(|_| field.wrong_type("an object"))?;
        let Some(kind) = part.kind else { return Err(InvalidRequest::missing(&path("type"))) };
        let kind = Field::inside(path("type"), kind).one_of(&PARTS)?;
        let need = |value: Option<&'_ RawValue>, name: &str| value.map(drop).ok_or_else(|| InvalidRequest::missing(&path(name)));
        match kind.as_ref() {
            "text" => need(part.text, "text")?,
            "image_url" => need(part.image_url, "image_url")?,
            "input_audio" => need(part.input_audio, "input_audio")?,
            "file" => need(part.file, "file")?,
            _ => {}
        }
        match kind.as_ref() {
            "image_url" | "input_image" => {
                let url = part.image_url.map(|raw| image(Field::inside(path("image_url"), raw))).transpose()?;
                seen.attachments.extend(url.and_then(|(place, url)| Attachment::of(raw, Role::Image, place, url)));
            }
            "file" | "input_file" => {
                let holder = part.file.map_or_else(|| field.clone(), |raw| Field::inside(path("file"), raw));
                if let Some((place, data)) = file(&holder) {
                    seen.attachments.extend(Attachment::of(raw, Role::File, place, data));
                }
            }
            _ => {}
        }
        if matches!(kind.as_ref(), "file" | "input_file") {
            match content_of(&Field::inside(path("file"), part.file.unwrap_or(raw))) {
                Some(Content::Speech) => drop(seen.uses.audio_input.get_or_insert_with(|| field.name.to_string())),
                Some(Content::Pdf) => seen.uses.pdf = true,
                None => {}
            }
        }
        bytes += match kind.as_ref() {
            "image_url" | "input_image" | "image_file" => {
                seen.uses.vision = true;
                BYTES_OF_AN_IMAGE
            }
            "input_audio" => {
                seen.uses.audio_input.get_or_insert_with(|| field.name.to_string());
                raw.get().len() as u64 / 64
            }
            _ => raw.get().len() as u64,
        };
    }
    Ok(bytes)
}

/// What a file is said to be: its data, or where they are.
fn file<'a>(holder: &Field<'a>) -> Option<(Field<'a>, Cow<'a, str>)> {
    let fields = holder.object().ok()?;
    ["file_data", "file_url"].into_iter().find_map(|name| {
        let field = Field::inside(format!("{}.{name}", holder.name), fields.get(name)?.raw);
        let text = field.text().ok()?;
        Some((field, text))
    })
}

/// What a file holds that not every model takes.
enum Content {
    Speech,
    Pdf,
}

/// By the type it says, else by its first bytes, else by its name.
fn content_of(file: &Field<'_>) -> Option<Content> {
    let file = file.object().ok()?;
    let text = |name: &str| file.get(name).and_then(|field| field.text().ok());
    let data = text("file_data").unwrap_or_default();
    if let Some(data) = data.strip_prefix("data:") {
        let (speech, pdf) = (data.starts_with("audio/"), data.starts_with("application/pdf"));
        return if speech { Some(Content::Speech) } else { pdf.then_some(Content::Pdf) };
    }
    let named = ["filename", "file_url"].iter().any(|name| text(name).is_some_and(|name| is_pdf_name(&name)));
    (data.starts_with(PDF_IN_BASE64) || named).then_some(Content::Pdf)
}

fn is_pdf_name(name: &str) -> bool {
    name.split(['?', '#']).next().is_some_and(|path| path.to_ascii_lowercase().ends_with(".pdf"))
}

/// The words in the texts of some JSON, as far as blanks set them apart.
pub(super) fn words(json: &str) -> u64 {
    let (mut words, mut inside, mut escaped, mut after_blank) = (0, false, false, true);
    for byte in json.bytes() {
        match byte {
            b'"' if !escaped => (inside, after_blank) = (!inside, true),
            b' ' => after_blank = true,
            _ if inside && after_blank => (words, after_blank) = (words + 1, false),
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    words
}

/// An image comes by https or inside the request; `file:` and the like would make a provider, or us, read what
/// the client should not see.
fn image(field: Field<'_>) -> Result<(Field<'_>, Cow<'_, str>), InvalidRequest> {
    let url = match field.raw.get().as_bytes().first() {
        Some(b'"') => field,
        _ => {
            let object = field.object()?;
            let name = format!("{}.url", field.name);
            let Some(url) = object.get("url") else { return Err(InvalidRequest::missing(&name)) };
            Field::inside(name, url.raw)
        }
    };
    let text = url.text()?;
    let known = ["https://", "http://", "data:image/"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if known {
        Ok((url, text))
    } else {
        Err(url.wrong("invalid_image_url", format!("Invalid '{}': expected an https URL or a data URL of an image.", url.name)))
    }
}
