//! Tools and who has to use them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::chat_request::ChatRequest;

use super::{ANSWER_TOOL, blocks::CacheControl, messages::Conversation, model::Model, schema};
use crate::{failure::refused, loss::Losses};

/// More tools than these can not be held to their schemas in one request.
const MOST_STRICT: usize = 20;

/// A tool as it is offered.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Tool<'a> {
    Function {
        name: Cow<'a, str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<Cow<'a, str>>,
        input_schema: Cow<'a, RawValue>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        strict: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: CacheControl<'a>,
    },
    /// One that the provider runs itself, in its own words.
    Own(&'a RawValue),
}

/// Which tools the model may or has to use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Choice {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disable_parallel_tool_use: bool,
}

impl Choice {
    fn of(kind: &'static str) -> Self {
        Self { kind, name: None, disable_parallel_tool_use: false }
    }

    fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::of("tool") }
    }

    /// A tool has to be used.
    pub(super) fn is_forced(&self) -> bool {
        matches!(self.kind, "any" | "tool")
    }
}

#[derive(Deserialize)]
struct Offered<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    function: Option<Function<'a>>,
    #[serde(borrow)]
    cache_control: CacheControl<'a>,
}

#[derive(Deserialize)]
struct Function<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    description: Option<Cow<'a, str>>,
    #[serde(borrow)]
    parameters: Option<&'a RawValue>,
    strict: Option<bool>,
    #[serde(borrow)]
    cache_control: CacheControl<'a>,
}

/// The tools of a request, and the choice among them.
pub(super) fn of<'a>(
    request: &ChatRequest<'a>,
    model: Model,
    conversation: &Conversation<'a>,
    losses: &mut Losses,
) -> Result<(Vec<Tool<'a>>, Option<Choice>), Failure> {
    let field = |name: &str| request.fields.iter().find(|(field, _)| field == name).map(|(_, raw)| *raw);
    if field("functions").is_some() {
        let message = "This model knows no 'functions': send 'tools'.";
        return Err(refused("unsupported_parameter", "functions", message.to_owned()));
    }
    let offered: Vec<&'a RawValue> = field("tools").and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    let mut strict = 0;
    let mut tools = Vec::with_capacity(offered.len());
    for (index, raw) in offered.into_iter().enumerate() {
        tools.push(tool(raw, index, model, &mut strict, losses)?);
    }
    if tools.is_empty() {
        // A conversation with calls in it is refused without the tools that were called.
        let called = conversation.called().into_iter().map(|name| plain(name.to_owned(), None, any_input()));
        tools.extend(called);
        let none = (!tools.is_empty()).then(|| Choice::of("none"));
        return Ok((tools, none));
    }
    let mut choice = field("tool_choice").map(choice).transpose()?;
    if field("parallel_tool_calls").is_some_and(|raw| raw.get() == "false") {
        let choice = choice.get_or_insert_with(|| Choice::of("auto"));
        choice.disable_parallel_tool_use = choice.kind != "none";
    }
    Ok((tools, choice))
}

/// The tool whose input is the answer, for models that can not be held to a schema otherwise. With other tools beside it
/// the model either calls one of them or answers.
pub(super) fn answer<'a>(schema: Value, description: Option<String>, tools: &mut Vec<Tool<'a>>) -> Choice {
    let choice = if tools.is_empty() { Choice::named(ANSWER_TOOL) } else { Choice::of("any") };
    let description = description.unwrap_or_else(|| "Gives the final answer. Its input is the answer.".to_owned());
    let schema = to_raw_value(&schema).map_or_else(|_| any_input(), Cow::Owned);
    tools.push(plain(ANSWER_TOOL.to_owned(), Some(description), schema));
    choice
}

fn plain<'a>(name: String, description: Option<String>, input_schema: Cow<'a, RawValue>) -> Tool<'a> {
    Tool::Function {
        name: Cow::Owned(name),
        description: description.map(Cow::Owned),
        input_schema,
        strict: false,
        cache_control: None,
    }
}

fn any_input<'a>() -> Cow<'a, RawValue> {
    Cow::Owned(RawValue::from_string(r#"{"type":"object"}"#.to_owned()).unwrap_or_default())
}

fn tool<'a>(raw: &'a RawValue, index: usize, model: Model, strict: &mut usize, losses: &mut Losses) -> Result<Tool<'a>, Failure> {
    let place = format!("tools[{index}]");
    let unreadable = |error| refused("invalid_value", place.clone(), format!("'{place}' can not be read: {error}."));
    let offered: Offered<'a> = serde_json::from_str(raw.get()).map_err(unreadable)?;
    let Some(function) = offered.function.filter(|_| offered.kind == "function") else {
        if offered.kind == "custom" {
            let message = format!("'{place}' is a tool of type 'custom', which this model does not know: make it a function.");
            return Err(refused("unsupported_value", place, message));
        }
        return Ok(Tool::Own(raw));
    };
    let is_strict = function.strict == Some(true) && model.follows_schemas() && *strict < MOST_STRICT;
    *strict += usize::from(is_strict);
    if function.strict == Some(true) && !is_strict {
        losses.note(&place, "is not held to its schema: this model does not do that, or not for so many tools");
    }
    Ok(Tool::Function {
        name: function.name,
        description: function.description,
        input_schema: input_schema(function.parameters, is_strict),
        strict: is_strict,
        cache_control: offered.cache_control.or(function.cache_control),
    })
}

/// The parameters as they came, unless something has to be said that the client left out.
fn input_schema(parameters: Option<&RawValue>, strict: bool) -> Cow<'_, RawValue> {
    let Some(raw) = parameters.filter(|raw| raw.get().starts_with('{')) else { return any_input() };
    let Ok(mut schema) = serde_json::from_str::<Value>(raw.get()) else { return any_input() };
    let untyped = schema.get("type").is_none_or(|kind| kind != "object");
    if !untyped && !strict {
        return Cow::Borrowed(raw);
    }
    schema["type"] = "object".into();
    let schema = if strict { schema::enforceable(schema) } else { schema };
    to_raw_value(&schema).map_or(Cow::Borrowed(raw), Cow::Owned)
}

fn choice(raw: &RawValue) -> Result<Choice, Failure> {
    let value: Value = serde_json::from_str(raw.get()).unwrap_or_default();
    match (value.as_str(), value["type"].as_str()) {
        (Some("auto"), _) => Ok(Choice::of("auto")),
        (Some("none"), _) => Ok(Choice::of("none")),
        (Some("required" | "any"), _) => Ok(Choice::of("any")),
        (None, Some("function")) => {
            let name = value["function"]["name"].as_str().or(value["name"].as_str()).unwrap_or_default();
            Ok(Choice::named(name))
        }
        _ => {
            let message = "This model takes 'auto', 'none', 'required' or a function by its name as 'tool_choice'.";
            Err(refused("unsupported_value", "tool_choice", message.to_owned()))
        }
    }
}
