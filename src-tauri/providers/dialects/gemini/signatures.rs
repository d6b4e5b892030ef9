//! Signatures of thoughts. The newer models refuse a call in the history without the signature that it came with. Clients
//! get it beside the call; most drop it, so that it is remembered here as well.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::recall::THOUGHTS;

/// What the API documents for calls of which nobody has the signature: of another model, or forgotten.
pub(super) const UNKNOWN: &str = "skip_thought_signature_validator";

/// The field by which a signature travels through a client.
pub(super) fn extra_content(signature: &str) -> Value {
    json!({"google": {"thought_signature": signature}})
}

/// What that field holds.
pub(super) fn carried(extra_content: Option<&Value>) -> Option<String> {
    Some(extra_content?["google"]["thought_signature"].as_str()?.to_owned())
}

/// Remembers the signature of a call.
pub(super) fn keep(id: &str, name: &str, signature: &str) {
    THOUGHTS.keep(&key(id, name), signature);
}

/// The signature of a call, from the client or from memory.
pub(super) fn of(id: &str, name: &str, extra_content: Option<&Value>) -> Option<Cow<'static, str>> {
    let remembered = || THOUGHTS.of(&key(id, name)).map(|signature| signature.to_string());
    carried(extra_content).or_else(remembered).map(Cow::Owned)
}

/// The ids that the API gives are short enough to come twice.
fn key(id: &str, name: &str) -> String {
    format!("{id} {name}")
}
