//! A whole message as a chat completion.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use super::{ANSWER_TOOL, events::Events, thoughts, usage::Counts};
use crate::{
    dialect::Reply,
    dialects::openai,
    failure,
    speech::quoted,
    stream::{self, ChatStream},
    vendor::Vendor,
};

/// A content block of a message, or the beginning of one in a stream.
#[derive(Debug, Deserialize)]
pub(super) struct Content<'a> {
    #[serde(borrow, rename = "type")]
    pub(super) kind: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) text: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) thinking: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) signature: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) data: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) name: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) input: Option<&'a RawValue>,
}

/// Why a refusal.
#[derive(Debug, Deserialize)]
pub(super) struct StopDetails<'a> {
    #[serde(borrow)]
    pub(super) explanation: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    content: Vec<Content<'a>>,
    #[serde(borrow)]
    stop_reason: Option<Cow<'a, str>>,
    #[serde(borrow)]
    stop_details: Option<StopDetails<'a>>,
    #[serde(borrow)]
    usage: Option<&'a RawValue>,
}

pub(super) fn decode(vendor: &Vendor, body: &Bytes, served_as: &str) -> Result<Reply, Failure> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    match completion(text) {
        Ok(completion) => openai::reply::decode(vendor, &completion.into(), served_as),
        Err(_) if stream::is_stream(text) => {
            stream::whole(ChatStream::new(vendor, served_as, false, Events::default()), body, served_as)
        }
        Err(_) if serde_json::from_str::<Value>(text).is_ok() => Err(failure::in_band(text)),
        Err(_) => Err(failure::unreadable(body)),
    }
}

/// A message as OpenAI's completion; an error if the text is no message.
pub(super) fn completion(text: &str) -> Result<String, serde_json::Error> {
    let message: Message<'_> = serde_json::from_str(text)?;
    let (mut said, mut thought) = (None::<String>, String::new());
    let (mut calls, mut details, mut pending) = (Vec::new(), Vec::new(), Vec::new());
    for block in &message.content {
        match &*block.kind {
            "text" => said.get_or_insert_default().push_str(&block.text.string().unwrap_or_default()),
            "thinking" => {
                let (thinking, signature) = (block.thinking.string().unwrap_or_default(), block.signature.string());
                thought.push_str(&thinking);
                if let Some(signature) = signature.filter(|signature| !signature.is_empty()) {
                    details.push(thoughts::detail(&thinking, &signature));
                    pending.push(json!({"type": "thinking", "thinking": thinking, "signature": signature}));
                }
            }
            "redacted_thinking" => {
                let data = block.data.string().unwrap_or_default();
                details.push(thoughts::sealed_detail(&data));
                pending.push(json!({"type": "redacted_thinking", "data": data}));
            }
            "tool_use" if block.name.string().as_deref() == Some(ANSWER_TOOL) => {
                said = block.input.map(|input| input.get().to_owned());
            }
            "tool_use" => {
                thoughts::keep(&block.id.string().unwrap_or_default(), std::mem::take(&mut pending));
                calls.push(
                    json!({"id": block.id, "type": "function", "function": {"name": block.name, "arguments": block.input}}),
                );
            }
            _ => {}
        }
    }
    let refusal = message.stop_details.and_then(|details| details.explanation.string()).map(Cow::into_owned);
    if calls.is_empty() && refusal.is_none() {
        said.get_or_insert_default();
    }
    let mut answer =
        json!({"role": "assistant", "content": said.filter(|text| !text.is_empty() || calls.is_empty()), "refusal": refusal});
    for (name, value) in [("tool_calls", calls), ("reasoning_details", details)] {
        if !value.is_empty() {
            answer[name] = value.into();
        }
    }
    if !thought.is_empty() {
        answer["reasoning_content"] = thought.into();
    }
    let mut counts = Counts::default();
    counts.update(message.usage.map_or("null", RawValue::get));
    let finish_reason = finish_word(message.stop_reason.as_deref().unwrap_or_default());
    let choice = json!({"index": 0, "message": answer, "logprobs": null, "finish_reason": finish_reason});
    let (id, usage) = (completion_id(message.id), counts.as_openai());
    Ok(format!("{{\"id\":{id},\"object\":\"chat.completion\",\"choices\":[{choice}],\"usage\":{usage}}}"))
}

/// The id of an answer, by which the provider finds it too.
pub(super) fn completion_id(id: Option<&RawValue>) -> String {
    id.string().map_or_else(|| "null".to_owned(), |id| quoted(&format!("chatcmpl-{id}")))
}

/// OpenAI's word where it says the same; the others go by the table of all providers, and stay to be seen.
pub(super) fn finish_word(stop_reason: &str) -> &str {
    match stop_reason {
        "end_turn" => "stop",
        "tool_use" => "tool_calls",
        "max_tokens" => "length",
        other => other,
    }
}
