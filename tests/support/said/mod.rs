//! What a model says, and how the providers of each dialect write it: in one piece and as a stream, in the shapes that
//! their answers were recorded in. Whatever is said the same way has to reach the client the same way.

pub(crate) mod anthropic;
pub(crate) mod client;
pub(crate) mod cohere;
pub(crate) mod gemini;
pub(crate) mod mistral;
pub(crate) mod openai;

use serde_json::{Value, json};

/// An answer, in nobody's words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// All ids in it are made of this: four letters or digits.
    pub(crate) id: &'static str,
    pub(crate) thought: &'static str,
    pub(crate) text: &'static str,
    /// Names and arguments.
    pub(crate) calls: Vec<(&'static str, Value)>,
}

/// A provider, and how it writes.
pub(crate) struct Writer {
    /// The vendor's id.
    pub(crate) vendor: &'static str,
    /// One of its models, which thinks, sees and calls tools.
    pub(crate) model: &'static str,
    /// What its address ends in.
    pub(crate) base: &'static str,
    /// Does it show its thoughts?
    pub(crate) shows_thoughts: bool,
    /// The answer in one piece.
    pub(crate) whole: fn(&Said) -> Value,
    /// The frames of a stream.
    pub(crate) stream: fn(&Said) -> Vec<String>,
}

/// One for each dialect, and Mistral for those that copy one with rules of their own.
pub(crate) const WRITERS: [Writer; 5] = [openai::WRITER, mistral::WRITER, anthropic::WRITER, cohere::WRITER, gemini::WRITER];

/// The tokens that all of them count: of the prompt, those of them that were remembered, and of the answer.
pub(crate) const COUNTED: (u64, u64, u64) = (30, 10, 12);

impl Said {
    /// The message that a client has to make of it, without ids.
    pub(crate) fn message(&self) -> Value {
        let mut message = json!({"role": "assistant", "content": (!self.text.is_empty()).then_some(self.text)});
        if !self.calls.is_empty() {
            let call = |(name, arguments): &(&str, Value)| json!({"type": "function", "function": {"name": name, "arguments": arguments.to_string()}});
            message["tool_calls"] = self.calls.iter().map(call).collect();
        }
        message
    }

    /// Why it ends, in OpenAI's word.
    pub(crate) fn finish_reason(&self) -> &'static str {
        if self.calls.is_empty() { "stop" } else { "tool_calls" }
    }
}

/// A text in two pieces; the cut is where a character begins.
fn halves(text: &str) -> [&str; 2] {
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let (one, other) = text.split_at(middle);
    [one, other]
}

/// A frame without a name.
fn frame(json: &Value) -> String {
    format!("data: {json}\n\n")
}
