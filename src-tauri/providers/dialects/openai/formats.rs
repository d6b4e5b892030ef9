//! The form that an answer has to have, in the words that the vendor knows for it.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;

use crate::{failure::refused, takes::Formats};

/// JSON of any kind, for those who know schemas only.
const ANY_OBJECT: &str = r#"{"type":"json_schema","json_schema":{"name":"object","schema":{"type":"object"}}}"#;

pub(super) fn adapt(formats: Formats, raw: &RawValue) -> Result<Cow<'_, str>, Failure> {
    #[derive(Deserialize)]
    struct Format<'a> {
        #[serde(borrow, rename = "type")]
        kind: Cow<'a, str>,
    }
    let kind = serde_json::from_str::<Format<'_>>(raw.get()).map(|format| format.kind).unwrap_or_default();
    match (formats, &*kind) {
        (Formats::Schema, "json_object") => Ok(Cow::Borrowed(ANY_OBJECT)),
        (Formats::Json, "json_schema") => {
            let message =
                "This model does not hold its answers to a schema: send 'json_object' and describe the answer in a message.";
            Err(refused("unsupported_value", "response_format.type", message.to_owned()))
        }
        _ => Ok(Cow::Borrowed(raw.get())),
    }
}
