//! A stream of named events as chunks of a chat completion.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;
use serde_json::value::RawValue;
use turnpike_wire::openai::object::Raw;

use super::{
    failure, finish,
    reply::{self, Answer, Piece},
    usage::Counts,
};
use crate::{
    speech::quoted,
    stream::{Decode, Decoded},
};

/// What a stream has said so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Events {
    /// By the API's numbers, their places among the calls.
    open: BTreeMap<u64, usize>,
    calls: usize,
    ended: bool,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    index: Option<u64>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    delta: Option<Delta<'a>>,
    /// An event has none: an error has its words here, and a whole answer what it says.
    #[serde(borrow)]
    message: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct Delta<'a> {
    #[serde(default, borrow)]
    message: Said<'a>,
    #[serde(borrow)]
    finish_reason: Option<Cow<'a, str>>,
    #[serde(borrow)]
    error: Option<Cow<'a, str>>,
    usage: Option<Counts>,
}

/// One of these, and the beginning of a message has them all as empty lists.
#[derive(Default, Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    #[serde(borrow)]
    tool_plan: Option<&'a RawValue>,
    #[serde(borrow)]
    tool_calls: Option<&'a RawValue>,
    #[serde(borrow)]
    citations: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Call<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    function: Function<'a>,
}

#[derive(Default, Deserialize)]
struct Function<'a> {
    #[serde(borrow)]
    name: Option<&'a RawValue>,
    #[serde(borrow)]
    arguments: Option<&'a RawValue>,
}

impl Decode for Events {
    fn event<'a>(&mut self, name: &str, text: &'a str) -> Result<Decoded<'a>, serde_json::Error> {
        match text.trim() {
            "" => return Ok(Decoded::Nothing),
            // Only what the model says about its end makes an answer whole.
            "[DONE]" => return Ok(if self.ended { Decoded::Done } else { Decoded::Nothing }),
            _ => {}
        }
        let event: Event<'a> = serde_json::from_str(text)?;
        match event.message.given() {
            Some(json) if json.starts_with('{') => {
                let answer: Answer<'a> = serde_json::from_str(text)?;
                return Ok(answer.completion().map_or_else(Decoded::Failed, Decoded::Translated));
            }
            Some(_) => return Ok(Decoded::Failed(failure::in_band(text))),
            None => {}
        }
        let delta = event.delta.unwrap_or_default();
        let (index, said) = (event.index.unwrap_or(0), &delta.message);
        let said = match event.kind.as_deref().unwrap_or(name) {
            "message-start" => {
                let opening = "{\"role\":\"assistant\",\"content\":\"\"}";
                let id = format!("\"id\":{},", reply::completion_id(event.id));
                return Ok(Decoded::Translated(chunk(&id, opening, "null", "")));
            }
            "content-start" | "content-delta" => content(said.content),
            "tool-plan-delta" => said.tool_plan.text().map(|plan| format!("{{\"reasoning_content\":{plan}}}")),
            "tool-call-start" => self.begin(index, said.tool_calls),
            "tool-call-delta" => self.go_on(index, said.tool_calls),
            "citation-start" => {
                said.citations.given().filter(|json| *json != "[]").map(|citation| format!("{{\"citations\":[{citation}]}}"))
            }
            "message-end" => return Ok(self.end(&delta)),
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
    fn begin(&mut self, index: u64, call: Option<&RawValue>) -> Option<String> {
        let call: Call<'_> = serde_json::from_str(call.given()?).ok()?;
        let place = self.calls;
        self.calls += 1;
        self.open.insert(index, place);
        let json = |raw: Option<&RawValue>| raw.map_or("null", RawValue::get).to_owned();
        let (id, name) = (json(call.id), json(call.function.name));
        let arguments = call.function.arguments.map_or("\"\"", RawValue::get);
        let function = format!("{{\"name\":{name},\"arguments\":{arguments}}}");
        Some(format!("{{\"tool_calls\":[{{\"index\":{place},\"id\":{id},\"type\":\"function\",\"function\":{function}}}]}}"))
    }

    fn go_on(&self, index: u64, call: Option<&RawValue>) -> Option<String> {
        let place = self.open.get(&index)?;
        let call: Call<'_> = serde_json::from_str(call.given()?).ok()?;
        let arguments = call.function.arguments.text()?;
        Some(format!("{{\"tool_calls\":[{{\"index\":{place},\"function\":{{\"arguments\":{arguments}}}}}]}}"))
    }

    fn end<'a>(&mut self, delta: &Delta<'_>) -> Decoded<'a> {
        let word = delta.finish_reason.as_deref().unwrap_or_default();
        match finish::word(word, delta.error.as_deref()) {
            Ok(word) => {
                self.ended = true;
                let usage = format!(",\"usage\":{}", delta.usage.unwrap_or_default().as_openai());
                Decoded::Translated(chunk("", "{}", &quoted(word), &usage))
            }
            Err(failure) => Decoded::Failed(failure),
        }
    }
}

fn content(raw: Option<&RawValue>) -> Option<String> {
    let piece: Piece<'_> = serde_json::from_str(raw.given()?).ok()?;
    let thought = || Some(format!("{{\"reasoning_content\":{}}}", piece.thinking.text()?));
    piece.text.text().map(|text| format!("{{\"content\":{text}}}")).or_else(thought)
}

/// A chunk with what is new; the driver adds what all chunks have in common.
fn chunk(head: &str, delta: &str, finish_reason: &str, usage: &str) -> String {
    format!("{{{head}\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish_reason}}}]{usage}}}")
}
