//! A client's request as the vendor wants it: the fields as they were sent and in their order, but for what the
//! vendor's data says.

use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest, fields::Fields, object::Raw};

use super::{
    body::Body,
    formats, messages,
    tools::{self, Tools},
};
use crate::{
    dialect::UpstreamCall,
    failure::refused,
    loss::{Losses, UNNOTICED, is_empty},
    speech::quoted,
    takes::Models,
    vendor::Vendor,
};

/// Fields that say something about tools, and are refused where there are none.
const ABOUT_TOOLS: [&str; 4] = ["tools", "functions", "tool_choice", "parallel_tool_calls"];
/// What stands in `extra_body` goes out unseen, but for what was checked or is written here.
const OURS: [&str; 7] = ["model", "messages", "stream", "stream_options", "n", "max_tokens", "max_completion_tokens"];

pub(super) fn chat(vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
    let takes = &vendor.takes;
    let model = takes.model(upstream);
    let lacking = lacking(model, request);
    let mut losses = Losses::default();
    let tools = if request.uses.tools { tools::adapt(takes, request, &mut losses)? } else { Tools::default() };
    let mut body = Body::new(vendor);
    body.put("model", quoted(upstream));
    for (name, raw) in &request.fields {
        match &**name {
            "model" | "stream_options" | "stream" => {}
            _ if is_empty(raw) => {}
            name if !request.uses.tools && ABOUT_TOOLS.contains(&name) => {}
            "max_tokens" | "max_completion_tokens" => {
                let wins = name == "max_completion_tokens" || field(request, "max_completion_tokens").is_none();
                if wins {
                    body.put(vendor.output_limit.as_str(), raw.get());
                }
            }
            "messages" => {
                let instructed_as = model.and_then(|model| model.instructed_as);
                let instructed_as = instructed_as.or((!vendor.developer_role).then_some("system"));
                body.put("messages", messages::adapt(takes, instructed_as, raw, &mut losses)?);
            }
            "extra_body" if raw.get().starts_with('{') => {}
            name if lacking.contains(&name) => losses.leave_out_anyway(name, raw),
            name if !takes.fields.holds(name) => losses.leave_out(name, raw)?,
            "tools" => tools.tools.iter().for_each(|json| body.put("tools", json.clone())),
            "tool_choice" => tools.choice.iter().for_each(|json| body.put("tool_choice", json.clone())),
            "parallel_tool_calls" if tools.tools.is_none() && field(request, "functions").is_none() => {}
            "response_format" => body.put("response_format", formats::adapt(takes.formats, raw)?),
            "stop" => body.put_renamed("stop", few_enough(raw, takes.stops)?),
            name => body.put_renamed(name, raw),
        }
    }
    if let Some(extra) = field(request, "extra_body") {
        put_extra(&mut body, extra);
    }
    if request.stream {
        body.put("stream", "true");
        if let Some(options) = stream_options(vendor, request) {
            body.put("stream_options", options);
        }
    }
    Ok(body.close("/chat/completions", request.stream).with_losses(losses))
}

pub(super) fn embeddings(vendor: &Vendor, request: &EmbeddingsRequest<'_>, upstream: &str) -> UpstreamCall {
    let mut body = Body::new(vendor);
    body.put("model", quoted(upstream));
    for (name, raw) in &request.fields {
        match &**name {
            // Numbers are what all of them send by default, and not all know anything else.
            "model" | "encoding_format" => {}
            name if UNNOTICED.contains(&name) && !vendor.takes.fields.holds(name) => {}
            name => body.put_renamed(name, raw),
        }
    }
    if request.base64 && vendor.base64_vectors {
        body.put("encoding_format", "\"base64\"");
    }
    body.close("/embeddings", false)
}

fn field<'a>(request: &ChatRequest<'a>, name: &str) -> Option<&'a RawValue> {
    request.fields.iter().find(|(field, _)| field == name).map(|(_, raw)| *raw)
}

/// The fields that this model does not take, though others there do.
fn lacking(model: Option<&'static Models>, request: &ChatRequest<'_>) -> &'static [&'static str] {
    let says = |name: &str, word: &str| field(request, name).is_some_and(|raw| raw.get().contains(word));
    let thoughtless = || says("reasoning_effort", "\"none\"") || says("thinking", "\"disabled\"");
    model.filter(|model| !(model.unless_thoughtless && thoughtless())).map_or(&[], |model| model.lack)
}

/// Leaving one out would let the model go on where the client expects it to stop.
fn few_enough(raw: &RawValue, most: usize) -> Result<&RawValue, Failure> {
    let count = Some(raw).given().and_then(|json| serde_json::from_str::<Vec<&RawValue>>(json).ok()).map_or(1, |list| list.len());
    if count <= most {
        return Ok(raw);
    }
    let message = format!("This model takes at most {most} of 'stop', and {count} were sent.");
    Err(refused("array_above_max_length", "stop", message))
}

/// What a client says it knows better is not looked at.
fn put_extra<'a>(body: &mut Body<'a>, extra: &'a RawValue) {
    let Ok(fields) = Fields::parse(extra.get().as_bytes()) else { return };
    for (name, raw) in fields.0 {
        if !OURS.contains(&&*name) && !body.has(&name) {
            body.put(name, raw.get());
        }
    }
}

/// Usage is always asked for: without it there is nothing to account for. The client's other wishes are kept.
fn stream_options(vendor: &Vendor, request: &ChatRequest<'_>) -> Option<String> {
    if !vendor.asks_for_usage {
        return None;
    }
    let sent = request.fields.iter().find(|(name, _)| name == "stream_options");
    let others: Fields<'_> = sent.and_then(|(_, raw)| Fields::parse(raw.get().as_bytes()).ok()).unwrap_or_default();
    let others = others.0.iter().filter(|(name, _)| name != "include_usage");
    let others: String = others.map(|(name, raw)| format!(",{}:{}", quoted(name), raw.get())).collect();
    Some(format!("{{\"include_usage\":true{others}}}"))
}
