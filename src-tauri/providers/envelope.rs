//! What stands around the choices of an answer: an id, a time, the model that was asked for.

use std::ops::Range;

use turnpike_wire::{
    openai::{chat_chunk::ChatChunk, object::Raw},
    splice::Splice,
};

use crate::{
    clock,
    speech::{completion_id, quoted},
};

/// What all chunks of a stream, or a completion, should have around their choices; as JSON.
#[derive(Clone)]
pub(crate) struct Envelope {
    pub(crate) id: String,
    object: &'static str,
    created: String,
    served_as: String,
    usage: UsageField,
}

/// What becomes of the field `usage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UsageField {
    /// It stays as it is.
    Kept,
    /// It is taken out.
    Cut,
    /// It is null, as in the chunks before the last when usage was asked for.
    Null,
}

impl Envelope {
    pub(crate) fn of_chunks(served_as: &str, include_usage: bool) -> Self {
        let usage = if include_usage { UsageField::Null } else { UsageField::Cut };
        Self::new("\"chat.completion.chunk\"", served_as, usage)
    }

    pub(crate) fn of_completion(served_as: &str) -> Self {
        Self::new("\"chat.completion\"", served_as, UsageField::Kept)
    }

    fn new(object: &'static str, served_as: &str, usage: UsageField) -> Self {
        Self { id: String::new(), object, created: String::new(), served_as: quoted(served_as), usage }
    }

    /// The first chunk names the stream; what it leaves out is made up.
    pub(crate) fn identify(&mut self, chunk: &ChatChunk<'_>) {
        if self.id.is_empty() {
            self.id = chunk.id.text().map_or_else(|| quoted(&completion_id()), str::to_owned);
            let created = chunk.created.number().filter(|created| *created > 0);
            self.created = created.unwrap_or_else(clock::now).to_string();
        }
    }

    /// Unix seconds.
    pub(crate) fn created(&self) -> u64 {
        self.created.parse().unwrap_or_default()
    }

    /// Fields that a chunk lacks, each with a comma behind it.
    pub(crate) fn missing(&self, chunk: &ChatChunk<'_>) -> String {
        let mut missing = String::new();
        for (name, value, wanted) in self.fields(chunk) {
            if value.is_none() {
                missing.push_str(&format!("\"{name}\":{wanted},"));
            }
        }
        if self.usage == UsageField::Null && chunk.usage.is_none() {
            missing.push_str("\"usage\":null,");
        }
        missing
    }

    /// The text of a chunk with everything around the choices put right.
    pub(crate) fn correct<'a>(&'a self, text: &'a str, chunk: &ChatChunk<'_>, missing: &'a str) -> Splice<'a> {
        let mut splice = Splice::new(text);
        for (_, value, wanted) in self.fields(chunk) {
            if let Some(raw) = value.filter(|raw| raw.get() != wanted) {
                splice.replace(raw, wanted);
            }
        }
        match (chunk.usage, self.usage) {
            (Some(raw), UsageField::Cut) if !splice.cut("usage", raw) => splice.replace(raw, "null"),
            (Some(raw), UsageField::Null) if raw.get() != "null" => splice.replace(raw, "null"),
            _ => {}
        }
        if !missing.is_empty() {
            splice.prepend(missing);
        }
        splice
    }

    fn fields<'a, 'b>(&'b self, chunk: &ChatChunk<'a>) -> [(&'static str, Option<&'a serde_json::value::RawValue>, &'b str); 4] {
        [
            ("id", chunk.id, &self.id),
            ("object", chunk.object, self.object),
            ("created", chunk.created, &self.created),
            ("model", chunk.model, &self.served_as),
        ]
    }

    /// What is before and behind the choices, where there is no pattern for it.
    pub(crate) fn made(&self) -> (String, String) {
        let usage = if self.usage == UsageField::Null { ",\"usage\":null" } else { "" };
        let Self { id, object, created, served_as, .. } = self;
        let before = format!("{{\"id\":{id},\"object\":{object},\"created\":{created},\"model\":{served_as},\"choices\":");
        (before, format!("{usage}}}"))
    }
}

/// What is before and behind a part of a text, with its changes.
pub(crate) fn around(splice: &Splice<'_>, text: &str, hole: &Range<usize>) -> (String, String) {
    let (mut before, mut behind) = (String::new(), String::new());
    splice.pieces_of(0..hole.start, &mut |piece| before.push_str(piece));
    splice.pieces_of(hole.end..text.len(), &mut |piece| behind.push_str(piece));
    (before, behind)
}
