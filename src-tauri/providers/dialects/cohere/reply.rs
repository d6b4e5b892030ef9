//! A whole answer as a chat completion.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use super::{events::Events, failure, finish, usage::Counts};
use crate::{
    dialect::Reply,
    dialects::openai,
    speech::quoted,
    stream::{self, ChatStream},
    vendor::Vendor,
};

/// An answer, as the API gives it. An error has a text where this has a message.
#[derive(Deserialize)]
pub(super) struct Answer<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    message: Message<'a>,
    #[serde(borrow)]
    finish_reason: Option<Cow<'a, str>>,
    usage: Option<Counts>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    content: Option<Vec<Piece<'a>>>,
    #[serde(borrow)]
    tool_plan: Option<Cow<'a, str>>,
    #[serde(borrow)]
    tool_calls: Option<&'a RawValue>,
    #[serde(borrow)]
    citations: Option<&'a RawValue>,
}

/// A piece of a message: text or thoughts.
#[derive(Deserialize)]
pub(super) struct Piece<'a> {
    #[serde(borrow)]
    pub(super) text: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) thinking: Option<&'a RawValue>,
}

pub(super) fn decode(vendor: &Vendor, body: &Bytes, served_as: &str) -> Result<Reply, Failure> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    match serde_json::from_str::<Answer<'_>>(text) {
        Ok(answer) => openai::reply::decode(vendor, &answer.completion()?.into(), served_as),
        Err(_) if stream::is_stream(text) => {
            stream::whole(ChatStream::new(vendor, served_as, false, Events::default()), body, served_as)
        }
        Err(_) if serde_json::from_str::<Value>(text).is_ok() => Err(failure::in_band(text)),
        Err(_) => Err(crate::failure::unreadable(body)),
    }
}

impl Answer<'_> {
    /// The same as OpenAI's completion. A plan before calls is a thought.
    pub(super) fn completion(self) -> Result<String, Failure> {
        let finish_reason = finish::word(self.finish_reason.as_deref().unwrap_or_default(), None)?;
        let Message { content, tool_plan, tool_calls, citations } = self.message;
        let (mut text, mut thought) = (String::new(), tool_plan.unwrap_or_default().into_owned());
        for piece in content.into_iter().flatten() {
            text.push_str(&piece.text.string().unwrap_or_default());
            thought.push_str(&piece.thinking.string().unwrap_or_default());
        }
        let listed = |list: Option<&'_ RawValue>| list.given().filter(|json| *json != "[]").map(|_| json!(list));
        let calls = listed(tool_calls);
        let content = (!text.is_empty() || calls.is_none()).then_some(text);
        let mut message = json!({"role": "assistant", "content": content, "refusal": null});
        let thought = (!thought.is_empty()).then(|| thought.into());
        for (name, value) in [("reasoning_content", thought), ("tool_calls", calls), ("citations", listed(citations))] {
            if let Some(value) = value {
                message[name] = value;
            }
        }
        let choice = json!({"index": 0, "message": message, "logprobs": null, "finish_reason": finish_reason});
        let (id, usage) = (completion_id(self.id), self.usage.unwrap_or_default().as_openai());
        Ok(format!("{{\"id\":{id},\"object\":\"chat.completion\",\"choices\":[{choice}],\"usage\":{usage}}}"))
    }
}

/// The id of an answer, by which the provider finds it too; JSON.
pub(super) fn completion_id(id: Option<&RawValue>) -> String {
    id.string().map_or_else(|| "null".to_owned(), |id| quoted(&format!("chatcmpl-{id}")))
}
