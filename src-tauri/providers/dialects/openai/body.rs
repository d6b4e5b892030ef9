//! A JSON object that is being written.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::{dialect::UpstreamCall, speech::quoted, vendor::Vendor};

/// The body of a call. Every name is there once: of two the last counts, here as where the request was checked, and no
/// provider gets to choose.
pub(super) struct Body<'a> {
    vendor: &'a Vendor,
    fields: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Body<'a> {
    pub(super) fn new(vendor: &'a Vendor) -> Self {
        Self { vendor, fields: Vec::with_capacity(16) }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(other, _)| other == name)
    }

    pub(super) fn put(&mut self, name: impl Into<Cow<'a, str>>, json: impl Into<Cow<'a, str>>) {
        let (name, json) = (name.into(), json.into());
        match self.fields.iter_mut().find(|(other, _)| *other == name) {
            Some((_, value)) => *value = json,
            None => self.fields.push((name, json)),
        }
    }

    /// Puts a field under the vendor's name for it.
    pub(super) fn put_renamed(&mut self, name: &'a str, raw: &'a RawValue) {
        let renamed = self.vendor.renames.iter().find(|(ours, _)| *ours == name);
        self.put(renamed.map_or(name, |(_, theirs)| theirs), raw.get());
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, json)| (&**name, &**json))
    }

    pub(super) fn close(self, path: &str, stream: bool) -> UpstreamCall {
        let length: usize = self.fields.iter().map(|(name, json)| name.len() + json.len() + 4).sum();
        let mut body = String::with_capacity(length + 2);
        for (name, json) in &self.fields {
            body.push(if body.is_empty() { '{' } else { ',' });
            body.push_str(&quoted(name));
            body.push(':');
            body.push_str(json);
        }
        body.push('}');
        UpstreamCall::new(self.vendor, path, body, stream)
    }
}
