//! One answer of a chat provider, and what is said in it.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::object::{self, Noting, Other};

/// One of the answers in a chunk or a completion.
#[derive(Clone, Debug, Default)]
pub struct Choice<'a> {
    /// Which one.
    pub index: Option<&'a RawValue>,
    /// What is new in it.
    pub delta: Option<&'a RawValue>,
    /// All of it.
    pub message: Option<&'a RawValue>,
    /// Why the model stopped.
    pub finish_reason: Option<&'a RawValue>,
    /// The same in the words of who made it.
    pub native_finish_reason: Option<&'a RawValue>,
    /// How likely its tokens were.
    pub logprobs: Option<&'a RawValue>,
    /// What was used: some say it here.
    pub usage: Option<&'a RawValue>,
    /// What went wrong: some say it here.
    pub error: Option<&'a RawValue>,
    /// The rest.
    pub rest: Vec<Other<'a>>,
}

/// The inside of a `delta` or a `message`.
#[derive(Clone, Debug, Default)]
pub struct Said<'a> {
    /// Who speaks.
    pub role: Option<&'a RawValue>,
    /// Text; null; or a list of parts, thoughts among them.
    pub content: Option<&'a RawValue>,
    /// Thoughts, under the name that most clients read.
    pub reasoning_content: Option<&'a RawValue>,
    /// Thoughts, under other names.
    pub reasoning: Option<&'a RawValue>,
    /// Why it will not answer.
    pub refusal: Option<&'a RawValue>,
    /// Calls of tools.
    pub tool_calls: Option<&'a RawValue>,
    /// The call of a function, as it was done before tools.
    pub function_call: Option<&'a RawValue>,
    /// The rest.
    pub rest: Vec<Other<'a>>,
}

/// A call of a tool, or a piece of one.
#[derive(Clone, Debug, Default)]
pub struct ToolCall<'a> {
    /// Its place among the calls, if the provider numbers them.
    pub index: Option<&'a RawValue>,
    /// Its id.
    pub id: Option<&'a RawValue>,
    /// `function`, or `custom`.
    pub kind: Option<&'a RawValue>,
    /// Name and arguments.
    pub function: Option<&'a RawValue>,
    /// The rest.
    pub rest: Vec<Other<'a>>,
}

/// Which function is called, with what.
#[derive(Clone, Copy, Debug, Default)]
pub struct Function<'a> {
    /// Its name.
    pub name: Option<&'a RawValue>,
    /// A text that holds JSON, or the JSON itself.
    pub arguments: Option<&'a RawValue>,
}

impl<'a> Noting<'a> for Choice<'a> {
    fn note(&mut self, name: Cow<'a, str>, value: &'a RawValue) {
        let field = match &*name {
            "index" => &mut self.index,
            "delta" => &mut self.delta,
            "message" => &mut self.message,
            "finish_reason" => &mut self.finish_reason,
            "native_finish_reason" => &mut self.native_finish_reason,
            "logprobs" => &mut self.logprobs,
            "usage" => &mut self.usage,
            "error" => &mut self.error,
            _ => return self.rest.push((name, value)),
        };
        *field = Some(value);
    }
}

impl<'a> Noting<'a> for Said<'a> {
    fn note(&mut self, name: Cow<'a, str>, value: &'a RawValue) {
        let field = match &*name {
            "role" => &mut self.role,
            "content" => &mut self.content,
            "reasoning_content" => &mut self.reasoning_content,
            "reasoning" | "reasoning_text" | "thinking" if value.get().starts_with(['"', 'n']) => &mut self.reasoning,
            "refusal" => &mut self.refusal,
            "tool_calls" => &mut self.tool_calls,
            "function_call" => &mut self.function_call,
            _ => return self.rest.push((name, value)),
        };
        *field = Some(value);
    }
}

impl<'a> Noting<'a> for ToolCall<'a> {
    fn note(&mut self, name: Cow<'a, str>, value: &'a RawValue) {
        let field = match &*name {
            "index" => &mut self.index,
            "id" => &mut self.id,
            "type" => &mut self.kind,
            "function" => &mut self.function,
            _ => return self.rest.push((name, value)),
        };
        *field = Some(value);
    }
}

impl<'a> Noting<'a> for Function<'a> {
    fn note(&mut self, name: Cow<'a, str>, value: &'a RawValue) {
        match &*name {
            "name" => self.name = Some(value),
            "arguments" => self.arguments = Some(value),
            _ => {}
        }
    }
}

macro_rules! reads_itself {
    ($($name:ident),*) => {$(
        impl<'de: 'a, 'a> Deserialize<'de> for $name<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                object::read(deserializer)
            }
        }
    )*};
}
reads_itself!(Choice, Said, ToolCall, Function);
