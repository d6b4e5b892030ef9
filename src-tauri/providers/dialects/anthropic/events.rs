//! A stream of events about content blocks as chunks of a chat completion.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::object::Raw;

use super::{
    ANSWER_TOOL,
    reply::{self, Content, StopDetails},
    thoughts,
    usage::Counts,
};
use crate::{
    failure,
    speech::quoted,
    stream::{Decode, Decoded},
};

/// What a stream has said so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Events {
    /// JSON; empty before the message has begun.
    id: String,
    counts: Counts,
    open: BTreeMap<u64, Open>,
    calls: usize,
    /// Thoughts that no call was made after yet.
    thoughts: Vec<Value>,
}

/// A block that pieces may still come of.
#[derive(Clone, Debug)]
enum Open {
    Thinking {
        text: String,
        signature: String,
    },
    /// By its place among the calls, which is not its place among the blocks.
    Call(usize),
    /// The tool whose input is the answer.
    Answer,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    index: Option<u64>,
    #[serde(borrow)]
    message: Option<Start<'a>>,
    #[serde(borrow)]
    content_block: Option<Content<'a>>,
    #[serde(borrow)]
    delta: Option<Delta<'a>>,
    #[serde(borrow)]
    usage: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Start<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    usage: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Delta<'a> {
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    thinking: Option<&'a RawValue>,
    #[serde(borrow)]
    signature: Option<&'a RawValue>,
    #[serde(borrow)]
    partial_json: Option<&'a RawValue>,
    #[serde(borrow)]
    stop_reason: Option<Cow<'a, str>>,
    #[serde(borrow)]
    stop_details: Option<StopDetails<'a>>,
}

impl Decode for Events {
    fn event<'a>(&mut self, name: &str, text: &'a str) -> Result<Decoded<'a>, serde_json::Error> {
        if matches!(text.trim(), "" | "[DONE]") {
            return Ok(Decoded::Nothing);
        }
        let event: Event<'_> = serde_json::from_str(text)?;
        let index = event.index.unwrap_or(0);
        let said = match event.kind.as_deref().unwrap_or(name) {
            _ if event.error.given().is_some() => return Ok(Decoded::Failed(failure::in_band(text))),
            "message_start" => return Ok(self.start(event.message)),
            "content_block_start" => event.content_block.and_then(|block| self.open(index, &block)),
            "content_block_delta" => event.delta.and_then(|delta| self.grow(index, &delta)),
            "content_block_stop" => self.close(index),
            "message_delta" => {
                self.counts.update(event.usage.map_or("null", RawValue::get));
                return Ok(event.delta.map_or(Decoded::Nothing, |delta| Decoded::Translated(self.end(&delta))));
            }
            "message_stop" => return Ok(Decoded::Done),
            "message" => return reply::completion(text).map(Decoded::Translated),
            "error" => return Ok(Decoded::Failed(failure::in_band(text))),
            _ => None,
        };
        Ok(said.map_or(Decoded::Nothing, |delta| Decoded::Translated(chunk("", &delta, "null", ""))))
    }

    fn fork(&self) -> Box<dyn Decode> {
        Box::new(self.clone())
    }
}

impl Events {
    fn start<'a>(&mut self, message: Option<Start<'_>>) -> Decoded<'a> {
        let id = message.as_ref().map_or_else(|| "null".to_owned(), |message| reply::completion_id(message.id));
        if !self.id.is_empty() {
            // Some proxies begin twice; another message in the middle of one is not what was asked for.
            let spliced = || Failure::new(FailureKind::BadReply, "the provider's stream holds two messages at once");
            return if self.id == id { Decoded::Nothing } else { Decoded::Failed(spliced()) };
        }
        self.counts.update(message.and_then(|message| message.usage).map_or("null", RawValue::get));
        let usage = format!(",\"usage\":{}", self.counts.as_openai());
        let opening = "{\"role\":\"assistant\",\"content\":\"\"}";
        let chunk = chunk(&format!("\"id\":{id},"), opening, "null", &usage);
        self.id = id;
        Decoded::Translated(chunk)
    }

    /// What is said by the beginning of a block. Some proxies say all of it there.
    fn open(&mut self, index: u64, block: &Content<'_>) -> Option<String> {
        match &*block.kind {
            "text" => block.text.text().map(content),
            "thinking" => {
                let text = block.thinking.string().unwrap_or_default().into_owned();
                let signature = block.signature.string().unwrap_or_default().into_owned();
                self.open.insert(index, Open::Thinking { text, signature });
                Some(format!("{{\"reasoning_content\":{}}}", block.thinking.text()?))
            }
            "redacted_thinking" => {
                let data = block.data.string().unwrap_or_default();
                self.thoughts.push(json!({"type": "redacted_thinking", "data": data}));
                Some(json!({"reasoning_details": [thoughts::sealed_detail(&data)]}).to_string())
            }
            "tool_use" => {
                let input = block.input.given().filter(|json| *json != "{}");
                if block.name.string().as_deref() == Some(ANSWER_TOOL) {
                    self.open.insert(index, Open::Answer);
                    return input.map(|json| content(&quoted(json)));
                }
                thoughts::keep(&block.id.string().unwrap_or_default(), std::mem::take(&mut self.thoughts));
                let place = self.calls;
                self.calls += 1;
                self.open.insert(index, Open::Call(place));
                let json = |raw: Option<&RawValue>| raw.map_or("null", RawValue::get).to_owned();
                let (id, name, arguments) = (json(block.id), json(block.name), input.unwrap_or("\"\""));
                let function = format!("{{\"name\":{name},\"arguments\":{arguments}}}");
                Some(format!(
                    "{{\"tool_calls\":[{{\"index\":{place},\"id\":{id},\"type\":\"function\",\"function\":{function}}}]}}"
                ))
            }
            _ => None,
        }
    }

    fn grow(&mut self, index: u64, delta: &Delta<'_>) -> Option<String> {
        if let Some(text) = delta.text.text() {
            return Some(content(text));
        }
        if let Some(json) = delta.partial_json.text() {
            return match self.open.get(&index)? {
                Open::Call(place) => {
                    Some(format!("{{\"tool_calls\":[{{\"index\":{place},\"function\":{{\"arguments\":{json}}}}}]}}"))
                }
                Open::Answer => Some(content(json)),
                Open::Thinking { .. } => None,
            };
        }
        let Open::Thinking { text, signature } = self.open.get_mut(&index)? else { return None };
        signature.push_str(&delta.signature.string().unwrap_or_default());
        let thinking = delta.thinking.text()?;
        text.push_str(&delta.thinking.string().unwrap_or_default());
        Some(format!("{{\"reasoning_content\":{thinking}}}"))
    }

    fn close(&mut self, index: u64) -> Option<String> {
        let Open::Thinking { text, signature } = self.open.remove(&index)? else { return None };
        if signature.is_empty() {
            return None;
        }
        let detail = thoughts::detail(&text, &signature);
        self.thoughts.push(json!({"type": "thinking", "thinking": text, "signature": signature}));
        Some(json!({"reasoning_details": [detail]}).to_string())
    }

    fn end(&self, delta: &Delta<'_>) -> String {
        let explanation = delta.stop_details.as_ref().and_then(|details| details.explanation.text());
        let said = explanation.map_or_else(|| "{}".to_owned(), |words| format!("{{\"refusal\":{words}}}"));
        let reason = delta.stop_reason.as_deref().map_or_else(|| "null".to_owned(), |word| quoted(reply::finish_word(word)));
        chunk("", &said, &reason, &format!(",\"usage\":{}", self.counts.as_openai()))
    }
}

fn content(json: &str) -> String {
    format!("{{\"content\":{json}}}")
}

/// A chunk with what is new; the driver adds what all chunks have in common.
fn chunk(head: &str, delta: &str, finish_reason: &str, usage: &str) -> String {
    format!("{{{head}\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish_reason}}}]{usage}}}")
}
