//! A client's request as the body of a Messages call.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::{chat_request::ChatRequest, object::Raw};

use super::{
    blocks::{Block, CacheControl, Turn},
    messages::{self, Conversation},
    model::Model,
    schema,
    thinking::{self, Thinking},
    tools::{self, Choice, Tool},
};
use crate::{failure::refused, loss::Losses};

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    system: Vec<Block<'a>>,
    messages: Vec<Turn<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Choice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<Thinking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stop_sequences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<Cow<'a, RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_k: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_control: CacheControl<'a>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stream: bool,
}

#[derive(Default, Serialize)]
struct OutputConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format>,
}

#[derive(Serialize)]
struct Format {
    #[serde(rename = "type")]
    kind: &'static str,
    schema: Value,
}

#[derive(Serialize)]
struct Metadata<'a> {
    user_id: Cow<'a, str>,
}

/// How the answer is to be written.
#[derive(Deserialize)]
struct ResponseFormat {
    #[serde(rename = "type")]
    kind: String,
    json_schema: Option<JsonSchema>,
}

#[derive(Deserialize)]
struct JsonSchema {
    description: Option<String>,
    schema: Option<Value>,
}

/// Fields of a request that are acted on, or refused here.
#[rustfmt::skip]
const KNOWN: [&str; 22] = [
    "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k",
    "stop", "tools", "tool_choice", "parallel_tool_calls", "functions", "function_call", "response_format",
    "reasoning_effort", "thinking", "metadata", "safety_identifier", "user", "cache_control",
];

/// The most bytes of a body that are taken.
const MOST_BYTES: usize = 32 << 20;

/// The body that asks `upstream` what the client asks, and what of it is lost.
pub(super) fn body(request: &ChatRequest<'_>, upstream: &str) -> Result<(Vec<u8>, Losses), Failure> {
    let field = |name: &str| request.fields.iter().find(|(field, _)| field == name).map(|(_, raw)| *raw);
    let mut losses = Losses::of(request, &KNOWN)?;
    let model = Model::named(upstream);
    let Some(messages) = field("messages") else { return Err(refused("missing_required_parameter", "messages", String::new())) };
    let mut conversation = messages::read(messages, model)?;
    let (mut tools, mut tool_choice) = tools::of(request, model, &conversation, &mut losses)?;
    let format = format(field("response_format"), model, &mut conversation, &mut tools, &mut tool_choice);

    let max_tokens = request.max_output.unwrap_or_else(|| model.most_output());
    let forced = tool_choice.as_ref().is_some_and(Choice::is_forced);
    let allowed = || !forced && conversation.lets_think();
    let (thinking, effort) = thinking::wish(model, field("reasoning_effort"), field("thinking"), max_tokens, allowed);
    if thinking.is_none() && effort.is_none() {
        thinking::unheard(field("reasoning_effort"), &mut losses);
    }
    let samples = model.takes_sampling() && matches!(thinking, None | Some(Thinking::Disabled));
    let mut sampling = |name: &str, takes: bool| {
        let value = field(name)?;
        if !(samples && takes) {
            losses.leave_out_anyway(name, value);
        }
        Some(value).filter(|_| samples && takes)
    };
    let temperature = sampling("temperature", true);
    let top_p = sampling("top_p", temperature.is_none() || model.takes_both_samplings());
    let top_k = sampling("top_k", true);
    let temperature = temperature.map(|raw| at_most_one(raw, &mut losses));

    let Conversation { system, turns } = conversation;
    let body = Body {
        model: upstream,
        max_tokens,
        system,
        messages: turns,
        tools,
        tool_choice,
        thinking,
        output_config: (effort.is_some() || format.is_some()).then_some(OutputConfig { effort, format }),
        stop_sequences: stop_sequences(field("stop")),
        temperature,
        top_p,
        top_k,
        metadata: user(field).map(|user_id| Metadata { user_id }),
        cache_control: field("cache_control"),
        stream: request.stream,
    };
    let body = serde_json::to_vec(&body)
        .map_err(|error| Failure::new(FailureKind::Invalid, format!("The request can not be written: {error}.")))?;
    if body.len() > MOST_BYTES {
        let message = format!("The request has {} bytes for this model, which takes at most {MOST_BYTES}.", body.len());
        return Err(Failure { status: Some(413), ..refused("request_too_large", "messages", message) });
    }
    Ok((body, losses))
}

/// Holds the answer to a schema by the best means that the model has. Plain JSON mode is an instruction: a tool with any
/// input would mostly be called with none.
fn format<'a>(
    asked: Option<&'a RawValue>,
    model: Model,
    conversation: &mut Conversation<'a>,
    tools: &mut Vec<Tool<'a>>,
    tool_choice: &mut Option<Choice>,
) -> Option<Format> {
    const JSON_ONLY: &str = "Answer with one JSON object and nothing else: no words before or behind it, and no Markdown.";
    let asked: ResponseFormat = serde_json::from_str(asked.given()?).ok()?;
    let described = asked.json_schema.and_then(|described| Some((described.schema?, described.description)));
    match described {
        Some((schema, _)) if model.follows_schemas() => {
            return Some(Format { kind: "json_schema", schema: schema::enforceable(schema) });
        }
        Some((schema, description)) => *tool_choice = Some(tools::answer(schema, description, tools)),
        None if asked.kind != "text" => conversation.system.push(Block::text(JSON_ONLY)),
        None => {}
    }
    None
}

/// OpenAI's scale goes to two.
fn at_most_one<'a>(raw: &'a RawValue, losses: &mut Losses) -> Cow<'a, RawValue> {
    if raw.get().parse::<f64>().is_ok_and(|number| number <= 1.0) {
        return Cow::Borrowed(raw);
    }
    losses.note("temperature", "is 1: this model takes no more");
    Cow::Owned(RawValue::from_string("1".to_owned()).unwrap_or_default())
}

/// White space alone is refused.
fn stop_sequences(raw: Option<&RawValue>) -> Vec<String> {
    let list = match raw.string() {
        Some(text) => vec![text.into_owned()],
        None => raw.given().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
    };
    list.into_iter().filter(|text| !text.trim().is_empty()).collect()
}

/// Whom the client asks for, under the names that there are for it.
fn user<'a>(field: impl Fn(&str) -> Option<&'a RawValue>) -> Option<Cow<'a, str>> {
    #[derive(Deserialize)]
    struct Named<'a> {
        #[serde(borrow)]
        user_id: Option<Cow<'a, str>>,
    }
    let named = field("metadata").and_then(|raw| serde_json::from_str::<Named<'a>>(raw.get()).ok()?.user_id);
    named.or_else(|| field("safety_identifier").string()).or_else(|| field("user").string())
}
