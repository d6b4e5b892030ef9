//! What a message names by the id of a file, and the part that holds the file itself.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value, json, value::RawValue};

use super::{error::InvalidRequest, fields::Field};
use crate::splice::Splice;

/// A part of a message that names a file.
#[derive(Clone, Debug)]
pub struct FileReference<'a> {
    /// `messages[2].content[0].file.file_id`
    pub place: String,
    /// As it was sent.
    pub id: Cow<'a, str>,
    part: &'a RawValue,
}

/// A file as a model is given it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<'a> {
    /// To look at: its type, and its bytes in base64.
    Image(&'a str, &'a str),
    /// To read page by page: its name, its type, and its bytes in base64.
    Document(&'a str, &'a str, &'a str),
    /// To read.
    Text(&'a str),
    /// To hear: its format, and its bytes in base64.
    Audio(&'a str, &'a str),
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    messages: &'a RawValue,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    content: &'a RawValue,
}

/// Types of parts, and where in them an id may stand beside the part itself: OpenAI's two surfaces write them both ways.
const HOLDERS: [(&str, &[&str]); 6] = [
    ("file", &["file"]),
    ("input_file", &["file", "input_file"]),
    ("image_file", &["image_file"]),
    ("image_url", &["image_url"]),
    ("input_image", &["image_url", "input_image"]),
    ("input_audio", &["input_audio"]),
];

/// The files that a chat's messages name. Whatever else is wrong with the body is for its reader to say.
///
/// # Errors
/// When an id is no text.
pub fn references(body: &[u8]) -> Result<Vec<FileReference<'_>>, InvalidRequest> {
    let mut found = Vec::new();
    // Most bodies name none: they are not read a second time.
    if memchr::memmem::find(body, b"file_id").is_none() {
        return Ok(found);
    }
    let Ok(body) = serde_json::from_slice::<Body<'_>>(body) else { return Ok(found) };
    let Ok(messages) = serde_json::from_str::<Vec<&RawValue>>(body.messages.get()) else { return Ok(found) };
    for (index, message) in messages.into_iter().enumerate() {
        let Ok(message) = serde_json::from_str::<Message<'_>>(message.get()) else { continue };
        let Ok(parts) = serde_json::from_str::<Vec<&RawValue>>(message.content.get()) else { continue };
        for (position, part) in parts.into_iter().enumerate() {
            let part = Field::inside(format!("messages[{index}].content[{position}]"), part);
            found.extend(reference(&part)?);
        }
    }
    Ok(found)
}

fn reference<'a>(part: &Field<'a>) -> Result<Option<FileReference<'a>>, InvalidRequest> {
    let Ok(fields) = part.object() else { return Ok(None) };
    let kind = fields.get("type").and_then(|kind| kind.text().ok()).unwrap_or_default();
    let Some((_, holders)) = HOLDERS.iter().find(|(name, _)| *name == kind) else { return Ok(None) };
    let inside = holders.iter().find_map(|holder| {
        let id = fields.get(holder)?.object().ok()?.get("file_id")?;
        Some(Field::inside(format!("{}.{holder}.file_id", part.name), id.raw))
    });
    let beside = || fields.get("file_id").map(|id| Field::inside(format!("{}.file_id", part.name), id.raw));
    let Some(id) = inside.or_else(beside) else { return Ok(None) };
    Ok(Some(FileReference { id: id.text()?, place: id.name.into_owned(), part: part.raw }))
}

impl FileReference<'_> {
    /// The part with the file in it, in OpenAI's own form. What else stands in the part stays, where it has a meaning.
    pub fn holding(&self, given: Given<'_>) -> String {
        let sent: Map<String, Value> = serde_json::from_str(self.part.get()).unwrap_or_default();
        let (kind, held) = match given {
            Given::Image(media_type, base64) => {
                let mut image = json!({"url": format!("data:{media_type};base64,{base64}")});
                if let Some(detail) = self.detail(&sent) {
                    image["detail"] = detail.clone();
                }
                ("image_url", image)
            }
            Given::Document(filename, media_type, base64) => {
                ("file", json!({"filename": filename, "file_data": format!("data:{media_type};base64,{base64}")}))
            }
            Given::Text(text) => ("text", text.into()),
            Given::Audio(format, base64) => ("input_audio", json!({"data": base64, "format": format})),
        };
        let mut part = Map::from_iter([("type".to_owned(), kind.into()), (kind.to_owned(), held)]);
        // Marks for a cache and the like belong to the part, whatever it holds.
        let of_the_file =
            |name: &str| matches!(name, "file_id" | "detail" | "filename") || HOLDERS.iter().any(|(_, own)| own.contains(&name));
        part.extend(sent.into_iter().filter(|(name, _)| name != "type" && name != kind && !of_the_file(name)));
        Value::from(part).to_string()
    }

    fn detail<'s>(&self, sent: &'s Map<String, Value>) -> Option<&'s Value> {
        let inside = HOLDERS.iter().flat_map(|(_, holders)| *holders).find_map(|holder| sent.get(*holder)?.get("detail"));
        inside.or_else(|| sent.get("detail"))
    }
}

/// The body in which other parts stand in the place of these.
pub fn with_parts(body: &str, parts: &[(FileReference<'_>, String)]) -> String {
    let mut splice = Splice::new(body);
    for (reference, part) in parts {
        splice.replace(reference.part, part);
    }
    let mut text = String::with_capacity(body.len() + parts.iter().map(|(_, part)| part.len()).sum::<usize>());
    splice.pieces(|piece| text.push_str(piece));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(part: &Value) -> String {
        json!({"model": "m", "messages": [{"role": "system", "content": "see"}, {"role": "user", "content": [{"type": "text", "text": "file_id"}, part]}], "n": 1.0}).to_string()
    }

    #[test]
    fn every_way_to_name_a_file_is_seen_and_becomes_openai_s_own() {
        let (image, pdf) = (Given::Image("image/png", "AA"), Given::Document("a.pdf", "application/pdf", "AA"));
        let url = json!({"url": "data:image/png;base64,AA"});
        let document = json!({"filename": "a.pdf", "file_data": "data:application/pdf;base64,AA"});
        for (part, place, given, held) in [
            (json!({"type": "file", "file": {"file_id": "f"}}), "file.file_id", pdf, json!({"type": "file", "file": document})),
            (
                json!({"type": "file", "file": {"file_id": "f"}}),
                "file.file_id",
                image,
                json!({"type": "image_url", "image_url": url}),
            ),
            (
                json!({"type": "input_file", "file_id": "f", "filename": "x"}),
                "file_id",
                pdf,
                json!({"type": "file", "file": document}),
            ),
            (
                json!({"type": "image_file", "image_file": {"file_id": "f", "detail": "low"}, "cache_control": {"type": "ephemeral"}}),
                "image_file.file_id",
                image,
                json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AA", "detail": "low"}, "cache_control": {"type": "ephemeral"}}),
            ),
            (
                json!({"type": "input_image", "file_id": "f", "detail": "high"}),
                "file_id",
                image,
                json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AA", "detail": "high"}}),
            ),
            (
                json!({"type": "input_audio", "input_audio": {"file_id": "f"}}),
                "input_audio.file_id",
                Given::Audio("wav", "AA"),
                json!({"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}),
            ),
            (
                json!({"type": "file", "file": {"file_id": "f"}}),
                "file.file_id",
                Given::Text("a \"text\""),
                json!({"type": "text", "text": "a \"text\""}),
            ),
        ] {
            let body = asked(&part);
            let [reference] = &references(body.as_bytes()).unwrap()[..] else { panic!("{part}") };
            assert_eq!((&*reference.id, reference.place.as_str()), ("f", &*format!("messages[1].content[1].{place}")));
            let resolved = with_parts(&body, &[(reference.clone(), reference.holding(given))]);
            assert_eq!(resolved.parse::<Value>().unwrap(), asked(&held).parse::<Value>().unwrap(), "{part}");
        }
    }

    #[test]
    fn what_names_no_file_is_left_alone_and_an_id_is_a_text() {
        for part in [
            json!({"type": "text", "text": "x", "file_id": "f"}),
            json!({"type": "file", "file": {"file_data": "file_id"}}),
            json!({"type": "file", "file": {"file_id": null}}),
            json!("file_id"),
        ] {
            assert!(references(asked(&part).as_bytes()).unwrap().is_empty(), "{part}");
        }
        for body in ["", "file_id", "{\"messages\": \"file_id\"}", "{\"messages\": [\"file_id\"]}"] {
            assert!(references(body.as_bytes()).unwrap().is_empty(), "{body}");
        }
        let wrong = references(asked(&json!({"type": "file", "file": {"file_id": 7}})).as_bytes()).map(drop).unwrap_err();
        assert_eq!(wrong.param.as_deref(), Some("messages[1].content[1].file.file_id"));
    }
}
