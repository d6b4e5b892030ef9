//! What a message points to instead of bringing it, and the part that brings it.

use std::borrow::Cow;

use serde_json::{Map, Value, value::RawValue};

use super::fields::Field;
use crate::splice::Splice;

/// A part of a message that points to a file.
#[derive(Clone, Debug)]
pub struct Attachment<'a> {
    /// Where it says so: `messages[2].content[0].image_url.url`.
    pub place: Cow<'a, str>,
    /// What it is there for.
    pub role: Role,
    /// As it was sent.
    pub url: Cow<'a, str>,
    part: &'a RawValue,
}

/// What a file is to the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// To look at.
    Image,
    /// To read: a document, mostly.
    File,
}

impl<'a> Attachment<'a> {
    /// What `part` points to with `address`, unless that is the file itself.
    pub(super) fn of(part: &'a RawValue, role: Role, address: Field<'a>, text: Cow<'a, str>) -> Option<Self> {
        is_address(&text).then_some(Self { place: address.name, role, url: text, part })
    }

    /// The part with the file in it, in OpenAI's own form.
    pub fn bringing(&self, data_url: &str) -> String {
        let mut part: Map<String, Value> = serde_json::from_str(self.part.get()).unwrap_or_default();
        let (kind, holder, field) = match self.role {
            Role::Image => ("image_url", "image_url", "url"),
            Role::File => ("file", "file", "file_data"),
        };
        let mut inside = match part.remove(holder) {
            Some(Value::Object(inside)) => inside,
            _ => Map::new(),
        };
        for beside in ["filename", "file_data", "file_url"] {
            if let Some(value) = part.remove(beside) {
                inside.entry(beside).or_insert(value);
            }
        }
        inside.remove("file_url");
        inside.insert(field.to_owned(), data_url.into());
        part.insert("type".to_owned(), kind.into());
        part.insert(holder.to_owned(), inside.into());
        Value::from(part).to_string()
    }
}

/// Messages in which other parts stand in the place of these.
pub fn with_parts(messages: &RawValue, parts: &[(&Attachment<'_>, String)]) -> serde_json::Result<Box<RawValue>> {
    let mut splice = Splice::new(messages.get());
    for (attachment, part) in parts {
        splice.replace(attachment.part, part);
    }
    let length = messages.get().len() + parts.iter().map(|(_, part)| part.len()).sum::<usize>();
    let mut text = String::with_capacity(length);
    splice.pieces(|piece| text.push_str(piece));
    RawValue::from_string(text)
}

/// `https://…` and its like, which neither base64 nor a data URL begins with.
fn is_address(text: &str) -> bool {
    /// Longer than the name of any scheme.
    const BEGINNING: usize = 16;
    let text = text.trim_start().as_bytes();
    let beginning = text.get(..BEGINNING).unwrap_or(text);
    !beginning.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"data:"))
        && beginning.windows(3).any(|three| three == b"://")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::openai::chat_request::ChatRequest;

    fn asked(parts: &Value) -> String {
        json!({"model": "m", "messages": [{"role": "system", "content": "see"}, {"role": "user", "content": parts}]}).to_string()
    }

    #[test]
    fn every_way_to_point_to_a_file_is_seen_and_becomes_openai_s_own() {
        let inside = "data:image/png;base64,AA";
        for (part, role, place, brought) in [
            (
                json!({"type": "image_url", "image_url": {"url": "https://x/a", "detail": "low"}, "cache_control": {}}),
                Role::Image,
                "image_url.url",
                json!({"type": "image_url", "cache_control": {}, "image_url": {"url": inside, "detail": "low"}}),
            ),
            (
                json!({"type": "image_url", "image_url": "https://x/a"}),
                Role::Image,
                "image_url",
                json!({"type": "image_url", "image_url": {"url": inside}}),
            ),
            (
                json!({"type": "input_image", "image_url": "HTTPS://x/a", "detail": "high"}),
                Role::Image,
                "image_url",
                json!({"type": "image_url", "detail": "high", "image_url": {"url": inside}}),
            ),
            (
                json!({"type": "file", "file": {"filename": "a.pdf", "file_data": "https://x/a"}}),
                Role::File,
                "file.file_data",
                json!({"type": "file", "file": {"filename": "a.pdf", "file_data": inside}}),
            ),
            (
                json!({"type": "input_file", "filename": "a.pdf", "file_url": " https://x/a"}),
                Role::File,
                "file_url",
                json!({"type": "file", "file": {"filename": "a.pdf", "file_data": inside}}),
            ),
            (
                json!({"type": "input_file", "file_data": "file:///etc/passwd"}),
                Role::File,
                "file_data",
                json!({"type": "file", "file": {"file_data": inside}}),
            ),
        ] {
            let body = asked(&json!([{"type": "text", "text": "https://x/no"}, part, {"type": "text", "text": "last"}]));
            let request = ChatRequest::parse(body.as_bytes()).unwrap();
            let [attachment] = &request.attachments[..] else { panic!("{part}: {:?}", request.attachments) };
            assert_eq!((attachment.role, &*attachment.place), (role, &*format!("messages[1].content[1].{place}")));
            let messages = request.messages().unwrap();
            let messages = with_parts(messages, &[(attachment, attachment.bringing(inside))]).unwrap();
            let bringing = request.with_messages(&messages);
            assert!(bringing.attachments.is_empty() && bringing.model == request.model);
            let sent = bringing.messages().unwrap();
            let sent: Value = serde_json::from_str(sent.get()).unwrap();
            let parts = json!([{"type": "text", "text": "https://x/no"}, brought, {"type": "text", "text": "last"}]);
            assert_eq!(sent[1]["content"], parts, "{part}");
        }
    }

    #[test]
    fn what_is_in_the_message_points_to_nothing() {
        let parts = json!([
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}},
            {"type": "input_image", "image_url": "data:image/png;base64,AA"},
            {"type": "file", "file": {"file_data": "JVBERi0xLjc="}},
            {"type": "file", "file": {"file_data": "DATA:text/plain,://"}},
            {"type": "file", "file": {"file_id": "file-1"}},
            {"type": "input_image", "file_id": "file-1"},
        ]);
        assert!(ChatRequest::parse(asked(&parts).as_bytes()).unwrap().attachments.is_empty());
    }
}
