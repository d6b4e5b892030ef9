//! Calls of tools in what an assistant said, with the thoughts that led to them.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use super::{blocks::Block, thoughts};
use crate::{failure::refused, speech::call_id_from};

#[derive(Deserialize)]
pub(super) struct Call<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    function: Function<'a>,
}

#[derive(Deserialize)]
struct Function<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    arguments: Option<&'a RawValue>,
}

/// What an assistant said: thoughts, text, calls. Thoughts between calls stay before the call that they led to.
pub(super) fn said<'a>(
    text: Vec<Block<'a>>,
    details: Vec<Box<RawValue>>,
    calls: Vec<Call<'a>>,
    index: usize,
) -> Result<Vec<Block<'a>>, Failure> {
    let remembered = details.is_empty();
    let mut said: Vec<Block<'a>> = details.into_iter().map(Block::Thought).collect();
    let mut text = Some(text);
    for (at, call) in calls.into_iter().enumerate() {
        if remembered {
            said.extend(thoughts::kept(&call.id).into_iter().map(Block::Thought));
        }
        said.extend(text.take().into_iter().flatten());
        let input = input(call.function.arguments).ok_or_else(|| {
            let place = format!("messages[{index}].tool_calls[{at}].function.arguments");
            refused("invalid_value", place.clone(), format!("'{place}' has to be a JSON object, as text."))
        })?;
        said.push(Block::ToolUse { id: fitting(call.id), name: call.function.name, input });
    }
    said.extend(text.into_iter().flatten());
    Ok(said)
}

/// Arguments as the object that they say. Nothing is an empty one.
fn input(arguments: Option<&RawValue>) -> Option<Box<RawValue>> {
    let json = match arguments.string() {
        Some(text) => text,
        None => Cow::Borrowed(arguments.given().unwrap_or_default()),
    };
    let json = if matches!(json.trim(), "" | "null") { "{}" } else { json.trim() };
    let raw: Box<RawValue> = serde_json::from_str(json).ok()?;
    if raw.get().starts_with('{') {
        return Some(raw);
    }
    // Some clients write the text of a text.
    let inner: String = serde_json::from_str(json).ok()?;
    let inner: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&inner).ok()?;
    to_raw_value(&inner).ok()
}

/// An id as the provider takes it; the same for a call and its result.
pub(super) fn fitting(id: Cow<'_, str>) -> Cow<'_, str> {
    let fits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if fits { id } else { Cow::Owned(call_id_from(&id)) }
}
