//! A client's request as the body of a chat call. What changes no answer is left out; what would be missed is refused.

use serde::Serialize;
use serde_json::{Value, json, value::RawValue};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::{chat_request::ChatRequest, object::Raw};

use super::{
    messages::{self, Turn},
    tools::{self, Tool},
};
use crate::{failure::refused, loss::Losses};

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Turn<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    strict_tools: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stop_sequences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    k: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency_penalty: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presence_penalty: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<Value>,
    /// The API's own fields, as the client says them.
    #[serde(skip_serializing_if = "Option::is_none")]
    safety_mode: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation_options: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stream: bool,
}

/// Fields of a request that are acted on, or refused here.
#[rustfmt::skip]
const KNOWN: [&str; 22] = [
    "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k",
    "presence_penalty", "frequency_penalty", "seed", "stop", "tools", "tool_choice", "response_format", "reasoning_effort",
    "thinking", "strict_tools", "safety_mode", "documents", "citation_options",
];

/// The body that asks `upstream` what the client asks, and what of it is lost.
pub(super) fn body(request: &ChatRequest<'_>, upstream: &str) -> Result<(Vec<u8>, Losses), Failure> {
    let field = |name: &str| request.fields.iter().find(|(field, _)| field == name).map(|(_, raw)| *raw);
    let mut losses = Losses::of(request, &KNOWN)?;
    let Some(messages) = field("messages") else { return Err(refused("missing_required_parameter", "messages", String::new())) };
    let offer = tools::of(field("tools"), field("tool_choice"), &mut losses)?;
    let response_format = field("response_format").and_then(format);
    if response_format.is_some() && !offer.tools.is_empty() {
        let message = "This model gives no JSON answers beside tools. Leave out 'response_format' or 'tools'.";
        return Err(refused("unsupported_value", "response_format", message.to_owned()));
    }
    let number = |name: &str| field(name).and_then(|raw| raw.get().parse::<f64>().ok());
    let mut within = |name: &str, least: f64, most: f64| {
        let wanted = number(name)?;
        let taken = wanted.clamp(least, most);
        // Nobody notices the ends of the scale.
        if (wanted - taken).abs() > 0.02 {
            losses.note(name, &format!("is {taken}: this model takes no other"));
        }
        Some(taken)
    };
    let p = within("top_p", 0.01, 0.99);
    let frequency_penalty = within("frequency_penalty", 0.0, 1.0).filter(|penalty| *penalty > 0.0);
    let presence_penalty = within("presence_penalty", 0.0, 1.0).filter(|penalty| *penalty > 0.0);
    let thinking = thinking(upstream, field("thinking"), field("reasoning_effort"), request.max_output);
    if thinking.is_none() && field("reasoning_effort").string().is_some_and(|effort| effort != "none") {
        losses.note("reasoning_effort", "is left out: this model does not think");
    }
    let body = Body {
        model: upstream,
        messages: messages::read(messages)?,
        tools: offer.tools,
        strict_tools: offer.strict || field("strict_tools").is_some_and(|raw| raw.get() == "true"),
        tool_choice: offer.choice,
        response_format,
        max_tokens: request.max_output,
        stop_sequences: stop_sequences(field("stop")),
        temperature: field("temperature"),
        p,
        k: field("top_k"),
        frequency_penalty,
        presence_penalty,
        // It counts from zero; the same seed stays the same.
        seed: field("seed").and_then(|raw| raw.get().parse::<i64>().ok()).map(i64::cast_unsigned),
        thinking,
        safety_mode: field("safety_mode"),
        documents: field("documents"),
        citation_options: field("citation_options"),
        stream: request.stream,
    };
    let body = serde_json::to_vec(&body)
        .map_err(|error| Failure::new(FailureKind::Invalid, format!("The request can not be written: {error}.")))?;
    Ok((body, losses))
}

/// How the answer is to be written, in the API's words: a schema belongs to an object.
fn format(asked: &RawValue) -> Option<Value> {
    let mut asked: Value = serde_json::from_str(asked.get()).ok()?;
    match asked["type"].as_str()? {
        "json_object" => Some(json!({"type": "json_object"})),
        "json_schema" => {
            let schema = asked["json_schema"]["schema"].take();
            let mut format = json!({"type": "json_object"});
            if schema.is_object() {
                format["json_schema"] = schema;
            }
            Some(format)
        }
        _ => None,
    }
}

/// How much to think: in the API's own words, or in OpenAI's. Models that can do it by default.
fn thinking(upstream: &str, own: Option<&RawValue>, effort: Option<&RawValue>, max_output: Option<u64>) -> Option<Value> {
    if let Some(own) = own.and_then(|own| serde_json::from_str(own.get()).ok()) {
        return Some(own);
    }
    // The others refuse to be told.
    if !["reasoning", "command-a-plus"].iter().any(|name| upstream.contains(name)) {
        return None;
    }
    let budget = match &*effort.string()? {
        "none" => return Some(json!({"type": "disabled"})),
        "minimal" | "low" => 1_024,
        "medium" => 8_192,
        _ => return Some(json!({"type": "enabled"})),
    };
    // Thoughts count as output, and something has to be left for the answer.
    let budget = max_output.map_or(budget, |most| budget.min(most / 2)).max(1);
    Some(json!({"type": "enabled", "token_budget": budget}))
}

fn stop_sequences(raw: Option<&RawValue>) -> Vec<String> {
    match raw.string() {
        Some(text) => vec![text.into_owned()],
        None => raw.given().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
    }
}
