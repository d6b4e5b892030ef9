//! Calls of tools in what an assistant said, with the thoughts that led to them.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{blocks::Block, thoughts};
use crate::{messages::Call, speech::call_id_from};

/// What an assistant said: thoughts, text, calls. Thoughts between calls stay before the call that they led to.
pub(super) fn said<'a>(text: Vec<Block<'a>>, details: Vec<Box<RawValue>>, calls: Vec<Call<'a>>) -> Vec<Block<'a>> {
    let remembered = details.is_empty();
    let mut said: Vec<Block<'a>> = details.into_iter().map(Block::Thought).collect();
    let mut text = Some(text);
    for call in calls {
        if remembered {
            said.extend(thoughts::kept(&call.id).into_iter().map(Block::Thought));
        }
        said.extend(text.take().into_iter().flatten());
        let input = call.function.input();
        said.push(Block::ToolUse { id: fitting(call.id), name: call.function.name, input });
    }
    said.extend(text.into_iter().flatten());
    said
}

/// An id as the provider takes it; the same for a call and its result.
pub(super) fn fitting(id: Cow<'_, str>) -> Cow<'_, str> {
    let fits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if fits { id } else { Cow::Owned(call_id_from(&id)) }
}
