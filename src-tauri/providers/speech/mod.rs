//! What a model says, however its provider writes it down: text, thoughts, refusals, calls. Shared by streams and
//! whole answers; a piece that is already as OpenAI would send it is left alone and says so.

mod calls;
mod finish;
mod ids;
mod thoughts;
mod write;

use std::borrow::Cow;

use turnpike_wire::openai::{
    choice::Said,
    object::{Other, Raw, text_bytes},
};

pub(crate) use calls::{CallPart, Calls};
pub(crate) use finish::{Finish, finish};
pub(crate) use ids::{call_id, call_id_from, completion_id};
use thoughts::ThinkTags;
pub(crate) use write::{ChoiceParts, choice, delta, fields, message};

use crate::{recall::THOUGHTS, vendor::Vendor};

/// How a vendor's models think.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Thinking {
    /// Inside the text, between tags.
    pub(crate) in_tags: bool,
    /// What led to a call has to come back with it.
    pub(crate) comes_back: bool,
}

impl Thinking {
    pub(crate) fn of(vendor: &Vendor) -> Self {
        Self { in_tags: vendor.think_tags, comes_back: vendor.takes.wants_thoughts }
    }
}

/// One answer as it grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Speaker {
    pub(crate) calls: Calls,
    tags: Option<ThinkTags>,
    /// What led to calls, where it has to be remembered.
    thoughts: Option<String>,
    /// It called a function the way that was used before tools.
    pub(crate) called_function: bool,
}

/// A piece of it. Texts are JSON, quotes and all, so that what is not changed is not read either.
#[derive(Debug, Default)]
pub(crate) struct Speech<'a> {
    pub(crate) content: Option<Cow<'a, str>>,
    pub(crate) reasoning: Option<Cow<'a, str>>,
    pub(crate) refusal: Option<&'a str>,
    pub(crate) calls: Vec<CallPart<'a>>,
    pub(crate) function_call: Option<&'a str>,
    pub(crate) rest: Vec<Other<'a>>,
    /// It is not what was sent.
    pub(crate) changed: bool,
}

/// Do calls have to be numbered? In a stream yes, in a whole message they are in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Delta,
    Message,
}

impl Speaker {
    /// An answer that has not begun. `seed` is the id of the completion: ids that are made depend on nothing else.
    pub(crate) fn new(thinking: Thinking, seed: &str, choice: usize) -> Self {
        Self {
            calls: Calls::new(seed, choice),
            tags: thinking.in_tags.then(ThinkTags::default),
            thoughts: thinking.comes_back.then(String::new),
            called_function: false,
        }
    }

    /// Takes in a piece.
    pub(crate) fn take<'a>(&mut self, said: Said<'a>, form: Form) -> Speech<'a> {
        let mut speech = Speech { rest: said.rest, refusal: said.refusal.map(|raw| raw.get()), ..Speech::default() };
        self.take_text(said.content.map(|raw| raw.get()), form, &mut speech);
        speech.take_reasoning(said.reasoning_content.text(), said.reasoning.text());
        if let Some(json) = said.function_call.map(|raw| raw.get()) {
            self.called_function |= json != "null";
            speech.function_call = Some(json);
        }
        if let Some(json) = said.tool_calls.map(|raw| raw.get()) {
            (speech.calls, speech.changed) = match self.calls.take(json, form) {
                Some((parts, changed)) => (parts, changed | speech.changed),
                None => (Vec::new(), true),
            };
        }
        self.remember(&speech);
        speech
    }

    /// Clients drop what they do not know.
    fn remember(&mut self, speech: &Speech<'_>) {
        let Some(thoughts) = &mut self.thoughts else { return };
        let text = |json: &str| serde_json::from_str::<String>(json).unwrap_or_default();
        let more = speech.reasoning.as_deref().map(text).unwrap_or_default();
        if thoughts.len() + more.len() <= MOST_THOUGHTS {
            thoughts.push_str(&more);
        }
        let begun = speech.calls.iter().filter_map(|call| call.start.as_ref()).map(|start| text(&start.id));
        for id in begun.filter(|id| is_unique(id) && !thoughts.is_empty()) {
            THOUGHTS.keep(&id, thoughts);
        }
    }

    fn take_text<'a>(&mut self, content: Option<&'a str>, form: Form, speech: &mut Speech<'a>) {
        let Some(json) = content else { return };
        if json.starts_with('[') {
            let (text, thought) = thoughts::of_parts(json);
            speech.set(text, thought);
        } else if !json.starts_with('"') {
            speech.content = (json == "null").then_some(Cow::Borrowed(json));
            speech.changed |= json != "null";
        } else if let Some(tags) = self.tags.as_mut().filter(|tags| !tags.is_past()) {
            let (mut text, mut thought) = tags.push(&serde_json::from_str::<String>(json).unwrap_or_default());
            if form == Form::Message {
                let held = tags.close();
                text.push_str(&held.0);
                thought.push_str(&held.1);
            }
            speech.set(text, thought);
        } else {
            speech.content = Some(Cow::Borrowed(json));
        }
    }

    /// What was held back in case a tag was cut in two; nothing follows.
    pub(crate) fn close(&mut self, truncated: bool) -> Speech<'static> {
        let mut speech = Speech { calls: self.calls.close(truncated), ..Speech::default() };
        if let Some(tags) = &mut self.tags {
            let (text, thought) = tags.close();
            speech.set(text, thought);
        }
        speech
    }
}

impl<'a> Speech<'a> {
    fn set(&mut self, text: String, thought: String) {
        self.changed = true;
        self.content = (!text.is_empty()).then(|| Cow::Owned(quoted(&text)));
        self.reasoning = (!thought.is_empty()).then(|| Cow::Owned(quoted(&thought)));
    }

    /// Thoughts have many names; clients read one.
    fn take_reasoning(&mut self, usual: Option<&'a str>, other: Option<&'a str>) {
        self.changed |= other.is_some();
        if let Some(json) = usual.or(other) {
            self.reasoning = Some(match self.reasoning.take() {
                None => Cow::Borrowed(json),
                Some(before) => Cow::Owned(joined(json, &before)),
            });
        }
    }

    /// Is there anything in it that a user would call an answer?
    pub(crate) fn speaks(&self) -> bool {
        let text = |json: &str| json.starts_with('"') && json != "\"\"";
        self.content.as_deref().is_some_and(text)
            || self.reasoning.is_some()
            || self.refusal.is_some_and(text)
            || !self.calls.is_empty()
            || self.function_call.is_some_and(|json| json != "null")
            || self.rest.iter().any(|(name, value)| name == "audio" && value.get() != "null")
    }

    /// Is there anything in it that is worth a frame?
    pub(crate) fn says_something(&self) -> bool {
        self.speaks() || self.rest.iter().any(|(_, value)| value.get().starts_with(['{', '[']))
    }

    /// Bytes of text, thoughts and arguments.
    pub(crate) fn bytes(&self) -> u64 {
        let of = |json: Option<&str>| json.filter(|json| *json != "null").map_or(0, text_bytes);
        let calls: u64 = self.calls.iter().map(|call| of(call.arguments.as_deref())).sum();
        of(self.content.as_deref()) + of(self.reasoning.as_deref()) + of(self.refusal) + of(self.function_call) + calls
    }
}

/// Longer ones are not remembered further than this, in bytes.
const MOST_THOUGHTS: usize = 1 << 20;

/// Is it the only call of this id? Ids that count up come again in other conversations, whose thoughts are their own.
fn is_unique(id: &str) -> bool {
    const SHORTEST: usize = 20;
    id.len() >= SHORTEST && !id.contains(':')
}

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Two JSON strings as one.
fn joined(first: &str, second: &str) -> String {
    let inside = |json: &str| json.get(1..json.len().saturating_sub(1)).unwrap_or_default().to_owned();
    format!("\"{}{}\"", inside(first), inside(second))
}
