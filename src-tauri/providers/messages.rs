//! The messages of a request, for all dialects that write them in a form of their own: what any of them acts on.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{
    Map, Value, json,
    value::{RawValue, to_raw_value},
};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use crate::failure::refused;

/// A message; [`crate::parts`] reads its content.
#[derive(Deserialize)]
pub(crate) struct Message<'a> {
    #[serde(borrow)]
    pub(crate) role: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) content: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) refusal: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) tool_calls: Option<Vec<Call<'a>>>,
    #[serde(borrow)]
    pub(crate) tool_call_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(crate) reasoning_details: Option<&'a RawValue>,
    pub(crate) extra_content: Option<Value>,
    #[serde(borrow)]
    pub(crate) cache_control: Option<&'a RawValue>,
}

/// A call of a tool that an assistant made.
#[derive(Deserialize)]
pub(crate) struct Call<'a> {
    #[serde(borrow)]
    pub(crate) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) function: Function<'a>,
    pub(crate) extra_content: Option<Value>,
}

/// What was called.
#[derive(Deserialize)]
pub(crate) struct Function<'a> {
    #[serde(borrow)]
    pub(crate) name: Cow<'a, str>,
    #[serde(borrow)]
    arguments: Option<&'a RawValue>,
}

/// The messages in their order.
pub(crate) fn read(raw: &RawValue) -> Result<Vec<Message<'_>>, Failure> {
    serde_json::from_str(raw.get())
        .map_err(|error| refused("invalid_value", "messages", format!("The messages can not be read: {error}.")))
}

impl Function<'_> {
    /// The arguments as the object that they say; nothing is an empty one. A text that says none, since it was cut off,
    /// is kept inside one: its tool has answered that it could not read it, and the model has to see what it wrote.
    pub(crate) fn input(&self) -> Box<RawValue> {
        let text = self.arguments.string().or_else(|| self.arguments.given().map(Cow::Borrowed)).unwrap_or_default();
        let json = if matches!(text.trim(), "" | "null") { "{}" } else { text.trim() };
        if let Ok(object) = serde_json::from_str::<Box<RawValue>>(json)
            && object.get().starts_with('{')
        {
            return object;
        }
        // Some clients write the text of a text.
        let inner = serde_json::from_str::<String>(json).ok();
        let inner: Option<Map<String, Value>> = inner.and_then(|inner| serde_json::from_str(&inner).ok());
        let object = inner.map_or_else(|| json!({"arguments": text}), Value::from);
        to_raw_value(&object).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_18_arguments_are_an_object_however_they_are_written() {
        for (arguments, input) in [
            (json!(r#"{"a":1}"#), r#"{"a":1}"#),
            (json!({"a": 1}), r#"{"a":1}"#),
            (json!(" {\"a\": 1}\n"), r#"{"a": 1}"#),
            (json!(""), "{}"),
            (json!(null), "{}"),
            (json!("null"), "{}"),
            (json!(r#""{\"a\":1}""#), r#"{"a":1}"#),
            (json!(r#"{"city":"Par"#), r#"{"arguments":"{\"city\":\"Par"}"#),
            (json!("[1]"), r#"{"arguments":"[1]"}"#),
        ] {
            let json = json!({"name": "f", "arguments": arguments}).to_string();
            let function: Function<'_> = serde_json::from_str(&json).unwrap();
            assert_eq!(function.input().get(), input, "{json}");
        }
    }
}
