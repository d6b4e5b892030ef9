//! A client's request as this API takes it. What changes no answer is left out; what would be missed is refused.

use std::borrow::Cow;

use serde_json::{Map, Value, value::RawValue};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::chat_request::ChatRequest;

use super::{
    VERSION, contents,
    family::Family,
    refusal::{invalid, unsupported},
    request::Body,
    schema, tools,
};
use crate::{
    dialect::{UpstreamCall, step},
    failure::refused,
    loss::Losses,
    vendor::Vendor,
};

/// Fields of a request that are acted on, or refused here.
#[rustfmt::skip]
const KNOWN: [&str; 24] = [
    "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k",
    "presence_penalty", "frequency_penalty", "n", "stop", "seed", "logprobs", "top_logprobs", "modalities", "tools",
    "tool_choice", "functions", "reasoning_effort", "response_format", "safety_settings", "safetySettings",
];

/// Numbers that only have another name.
const NUMBERS: [(&str, &str); 5] = [
    ("temperature", "temperature"),
    ("top_p", "topP"),
    ("top_k", "topK"),
    ("presence_penalty", "presencePenalty"),
    ("frequency_penalty", "frequencyPenalty"),
];

pub(super) fn chat(vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
    let asked = Asked(&request.fields);
    let mut losses = Losses::of(request, &KNOWN)?;
    let model = upstream.strip_prefix("models/").unwrap_or(upstream);
    let family = Family::of(model);
    let messages = asked.raw("messages").ok_or_else(|| invalid("messages", "There are no messages."))?;
    let (system_instruction, contents) = contents::read(messages, family)?;
    let mut body = Body { system_instruction, contents, ..Body::default() };
    if asked.raw("functions").is_some_and(|raw| raw.get() != "[]") {
        return Err(refused("unsupported_parameter", "functions", "This model is offered functions as 'tools'.".to_owned()));
    }
    if let Some(Value::Array(list)) = asked.value("tools").filter(|_| request.uses.tools) {
        body.tools = Some(tools::declarations(list)?);
        body.tool_config = asked.value("tool_choice").map_or(Ok(None), |choice| tools::config(&choice))?;
    }
    body.generation_config = generation(request, &asked, family, &mut losses)?;
    body.safety_settings = asked.raw("safety_settings").or_else(|| asked.raw("safetySettings"));
    let method = if request.stream { "streamGenerateContent?alt=sse" } else { "generateContent" };
    let call = call(vendor, model, method, &body, request.stream)?;
    if call.body.len() > family.most_bytes() {
        let message =
            format!("The request has {} bytes for this model, which takes at most {}.", call.body.len(), family.most_bytes());
        return Err(Failure { status: Some(413), ..refused("request_too_large", "messages", message) });
    }
    Ok(call.with_losses(losses))
}

/// The call of a model's method.
pub(super) fn call(
    vendor: &Vendor,
    model: &str,
    method: &str,
    body: &impl serde::Serialize,
    stream: bool,
) -> Result<UpstreamCall, Failure> {
    let json = serde_json::to_vec(body)
        .map_err(|error| Failure::new(FailureKind::Invalid, format!("the request can not be written: {error}")))?;
    Ok(UpstreamCall::new(vendor, format!("{}:{method}", path(model)), json, stream))
}

/// `/models/…`, or where models of the user's own are. Nothing in a name leads elsewhere.
fn path(model: &str) -> String {
    let (folder, name) = match model.strip_prefix("tunedModels/") {
        Some(name) => ("tunedModels", name),
        None => ("models", model),
    };
    format!("{VERSION}/{folder}/{}", step(name))
}

/// The fields that a client sent.
struct Asked<'a>(&'a [(Cow<'a, str>, &'a RawValue)]);

impl<'a> Asked<'a> {
    fn raw(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, raw)| *raw)
    }

    fn value(&self, name: &str) -> Option<Value> {
        serde_json::from_str(self.raw(name)?.get()).ok()
    }
}

fn generation(
    request: &ChatRequest<'_>,
    asked: &Asked<'_>,
    family: Family,
    losses: &mut Losses,
) -> Result<Map<String, Value>, Failure> {
    let mut config = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            config.insert(name.to_owned(), value);
        }
    };
    put("maxOutputTokens", request.max_output.map(Value::from));
    for (ours, theirs) in NUMBERS {
        put(theirs, asked.value(ours).filter(Value::is_number));
    }
    put("candidateCount", (request.n > 1).then(|| request.n.into()));
    let stop = asked.value("stop").map(|stop| if stop.is_string() { Value::Array(vec![stop]) } else { stop });
    put("stopSequences", stop.filter(|stop| stop != &Value::Array(Vec::new())));
    // It takes half as many bits; the same seed stays the same.
    put("seed", asked.value("seed").and_then(|seed| Some((seed.as_i64()? as i32).into())));
    if asked.value("logprobs") == Some(Value::Bool(true)) {
        put("responseLogprobs", Some(true.into()));
        put("logprobs", asked.value("top_logprobs").filter(|count| *count != 0));
    }
    let effort = asked.value("reasoning_effort");
    let effort = effort.as_ref().and_then(Value::as_str);
    let thinking = effort.and_then(|effort| family.thinking(effort));
    if thinking.is_none() && effort.is_some_and(|effort| effort != "none") {
        losses.note("reasoning_effort", "is left out: this model does not think");
    }
    put("thinkingConfig", thinking);
    put("responseModalities", modalities(asked)?);
    let (mime_type, schema) = format(asked.value("response_format").unwrap_or_default());
    if mime_type.is_some() && request.uses.tools && !family.has_tools_beside_json() {
        let message = "This model gives no JSON answers beside tools. Leave out 'response_format' or 'tools'.";
        return Err(unsupported("response_format", message));
    }
    put("responseMimeType", mime_type);
    put("responseJsonSchema", schema);
    Ok(config)
}

/// The type of the answer and what it has to be like.
fn format(mut format: Value) -> (Option<Value>, Option<Value>) {
    match format["type"].as_str() {
        Some("json_object") => (Some("application/json".into()), None),
        Some("json_schema") => {
            let schema = format["json_schema"]["schema"].take();
            (Some("application/json".into()), schema.is_object().then(|| schema::cleaned(schema)))
        }
        _ => (None, None),
    }
}

fn modalities(asked: &Asked<'_>) -> Result<Option<Value>, Failure> {
    let Some(wanted) = asked.value("modalities") else { return Ok(None) };
    let words: Vec<&str> = wanted.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if words.contains(&"audio") {
        return Err(unsupported("modalities", "This model does not speak here."));
    }
    Ok(words.contains(&"image").then(|| words.iter().map(|word| word.to_uppercase()).collect()))
}
