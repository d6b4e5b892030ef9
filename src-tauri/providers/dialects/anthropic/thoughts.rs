//! Thoughts with their signatures, on their way to the client and back. A client that keeps `reasoning_details` brings
//! them back itself; for all others they are kept by the call that they led to.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use crate::recall::THOUGHTS;

/// Says whose signature it is: nobody else's would be accepted.
const FORMAT: &str = "anthropic-claude-v1";

/// A block of thoughts as an entry of `reasoning_details`.
pub(super) fn detail(thinking: &str, signature: &str) -> Value {
    json!({"type": "reasoning.text", "text": thinking, "signature": signature, "format": FORMAT})
}

/// The same for thoughts that nobody can read.
pub(super) fn sealed_detail(data: &str) -> Value {
    json!({"type": "reasoning.encrypted", "data": data, "format": FORMAT})
}

/// The blocks in the `reasoning_details` that a client sends back.
pub(super) fn of_details(json: &str) -> Vec<Box<RawValue>> {
    #[derive(Deserialize)]
    struct Detail<'a> {
        #[serde(borrow)]
        format: Option<Cow<'a, str>>,
        #[serde(borrow)]
        text: Option<Cow<'a, str>>,
        #[serde(borrow)]
        signature: Option<Cow<'a, str>>,
        #[serde(borrow)]
        data: Option<Cow<'a, str>>,
    }
    let details: Vec<Detail<'_>> = serde_json::from_str(json).unwrap_or_default();
    let ours = details.into_iter().filter(|detail| detail.format.as_deref() == Some(FORMAT));
    let blocks = ours.filter_map(|detail| match detail {
        Detail { data: Some(data), .. } => Some(json!({"type": "redacted_thinking", "data": data})),
        Detail { text: Some(text), signature: Some(signature), .. } => {
            Some(json!({"type": "thinking", "thinking": text, "signature": signature}))
        }
        _ => None,
    });
    blocks.filter_map(|block| serde_json::value::to_raw_value(&block).ok()).collect()
}

/// Keeps the blocks that led to a call.
pub(super) fn keep(call: &str, blocks: Vec<Value>) {
    if !blocks.is_empty() {
        THOUGHTS.keep(call, &Value::from(blocks).to_string());
    }
}

/// The blocks that led to a call, if they are still known.
pub(super) fn kept(call: &str) -> Vec<Box<RawValue>> {
    THOUGHTS.of(call).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}
