//! A message, taken apart as far as it is changed. What is not goes out as it came, and texts and images are borrowed from
//! the client's request until the body is written.

use std::borrow::Cow;

use serde_json::value::RawValue;
use turnpike_wire::openai::fields::Fields;

use crate::speech::quoted;

/// A message of a request, or one of ours between them.
#[derive(Debug)]
pub(super) struct Message<'a> {
    pub(super) role: Cow<'a, str>,
    /// Its place in the request; `None`: it is ours.
    pub(super) place: Option<usize>,
    /// As it came; `None` once something has changed.
    raw: Option<&'a str>,
    /// Names and JSON, without nulls.
    fields: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// All messages of a request; `None`: they can not be read.
pub(super) fn read<'a>(messages: &'a RawValue) -> Option<Vec<Message<'a>>> {
    let list: Vec<&'a RawValue> = serde_json::from_str(messages.get()).ok()?;
    list.into_iter().enumerate().map(|(place, raw)| Message::read(raw, place)).collect()
}

/// The messages as JSON; `None`: they are as they came.
pub(super) fn written(messages: &[Message<'_>], came: usize) -> Option<String> {
    let untouched = |(place, message): (usize, &Message<'_>)| message.raw.is_some() && message.place == Some(place);
    if messages.len() == came && messages.iter().enumerate().all(untouched) {
        return None;
    }
    let mut out = String::from("[");
    for message in messages {
        if out.len() > 1 {
            out.push(',');
        }
        message.write(&mut out);
    }
    out.push(']');
    Some(out)
}

/// An object of these fields.
pub(super) fn object<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let fields: Vec<String> = fields.map(|(name, json)| format!("{}:{json}", quoted(name))).collect();
    format!("{{{}}}", fields.join(","))
}

impl<'a> Message<'a> {
    fn read(raw: &'a RawValue, place: usize) -> Option<Self> {
        let fields: Vec<_> = Fields::parse(raw.get().as_bytes()).ok()?.0;
        let role = fields.iter().find(|(name, _)| name == "role")?.1;
        let role = serde_json::from_str::<String>(role.get()).ok()?;
        let fields = fields.into_iter().map(|(name, raw)| (name, Cow::Borrowed(raw.get()))).collect();
        Some(Self { role: Cow::Owned(role), place: Some(place), raw: Some(raw.get()), fields })
    }

    /// One of ours; `content` is JSON.
    pub(super) fn ours(role: &'static str, content: String) -> Self {
        let fields = vec![("role".into(), quoted(role).into()), ("content".into(), content.into())];
        Self { role: Cow::Borrowed(role), place: None, raw: None, fields }
    }

    /// A field as JSON.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, json)| &**json)
    }

    /// The text that a field is.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.get(name)?).ok()
    }

    pub(super) fn set(&mut self, name: &'static str, json: String) {
        self.raw = None;
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, value)) => *value = json.into(),
            None => self.fields.push((name.into(), json.into())),
        }
    }

    pub(super) fn set_role(&mut self, role: &'static str) {
        self.role = Cow::Borrowed(role);
        self.set("role", quoted(role));
    }

    pub(super) fn remove(&mut self, name: &str) {
        if self.get(name).is_some() {
            self.raw = None;
            self.fields.retain(|(field, _)| field != name);
        }
    }

    /// Leaves out fields, nulls too, that are not `known`.
    pub(super) fn keep(&mut self, known: &[&str]) {
        self.raw = None;
        self.fields.retain(|(name, _)| known.contains(&&**name));
    }

    /// Takes in what the same speaker says next.
    pub(super) fn append(&mut self, next: Self) {
        let content = match (self.get("content"), next.get("content")) {
            (Some(first), Some(second)) => Some(joined(first, second)),
            _ => None,
        };
        self.raw = None;
        for (name, json) in next.fields {
            match self.fields.iter_mut().find(|(field, _)| *field == name) {
                Some((_, value)) => *value = json,
                None => self.fields.push((name, json)),
            }
        }
        if let Some(content) = content {
            self.set("content", content);
        }
    }

    /// The calls of tools in it.
    pub(super) fn calls(&self) -> Vec<Fields<'_>> {
        self.get("tool_calls").and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    /// The ids of its calls.
    pub(super) fn call_ids(&self) -> Vec<String> {
        self.calls().iter().map(|call| call.get("id").and_then(|id| id.text().ok()).unwrap_or_default().into_owned()).collect()
    }

    fn write(&self, out: &mut String) {
        match self.raw {
            Some(raw) => out.push_str(raw),
            None => out.push_str(&object(self.fields.iter().map(|(name, json)| (&**name, &**json)))),
        }
    }
}

/// Two contents as one: texts as a text, anything else as the list of both.
pub(super) fn joined(first: &str, second: &str) -> String {
    match (serde_json::from_str::<String>(first), serde_json::from_str::<String>(second)) {
        (Ok(first), Ok(second)) => quoted(&format!("{first}\n\n{second}")),
        _ => format!(
            "[{}]",
            [first, second].map(parts).iter().filter(|parts| !parts.is_empty()).cloned().collect::<Vec<_>>().join(",")
        ),
    }
}

/// What is inside a list of parts; a text becomes one.
fn parts(content: &str) -> String {
    match content.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inside) => inside.trim().to_owned(),
        None => format!("{{\"type\":\"text\",\"text\":{content}}}"),
    }
}
