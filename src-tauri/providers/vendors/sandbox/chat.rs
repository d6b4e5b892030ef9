//! `sandbox-chat`: says what it was told, calls the first tool, fills in a schema. Streams token by token.

use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;
use serde_json::{Value, json};

use super::{instance, json_answer, tokens};
use crate::dialect::Answer;

/// The most of a message that is repeated.
const REPEATED: usize = 200;
/// What a message costs beyond its text: its role and its borders.
const FRAME_TOKENS: usize = 3;

/// One answer.
struct Choice {
    content: Option<String>,
    call: Option<(String, String)>,
    finish_reason: &'static str,
}

pub(super) fn answer(request: &Value) -> Answer {
    let mut hasher = DefaultHasher::new();
    request.to_string().hash(&mut hasher);
    let seed = hasher.finish();
    let count = request["n"].as_u64().unwrap_or(1).clamp(1, 128);
    let choices: Vec<Choice> = (0..count).map(|index| choice(request, index)).collect();
    let prompt = prompt_tokens(request);
    let completion: usize = choices.iter().map(Choice::tokens).sum();
    let usage = json!({
        "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0}, "completion_tokens_details": {"reasoning_tokens": 0},
    });
    let id = format!("chatcmpl-sandbox{seed:016x}");
    let head = json!({"id": id, "model": "sandbox-chat", "system_fingerprint": "fp_sandbox"});
    if request["stream"] == true { stream(&choices, &head, &usage, seed) } else { whole(&choices, head, usage, seed) }
}

/// Decides what to say.
fn choice(request: &Value, index: u64) -> Choice {
    if let Some((name, arguments)) = call(request) {
        return Choice { content: None, call: Some((name, arguments)), finish_reason: "tool_calls" };
    }
    let text = match request["response_format"]["type"].as_str() {
        Some("json_schema") => instance::of(&request["response_format"]["json_schema"]["schema"]).to_string(),
        Some("json_object") => {
            json!({"sandbox": true, "words": words(last_text(request, "user").unwrap_or_default())}).to_string()
        }
        _ => reply(request, index),
    };
    let (mut text, mut finish_reason) = (text, "stop");
    let stops: Vec<&str> = match &request["stop"] {
        Value::String(stop) => vec![stop],
        Value::Array(stops) => stops.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if let Some(end) = stops.iter().filter(|stop| !stop.is_empty()).filter_map(|stop| text.find(stop)).min() {
        text.truncate(end);
    }
    let most = request["max_tokens"].as_u64().or_else(|| request["max_completion_tokens"].as_u64());
    let tokens = tokens::tokens(&text);
    if let Some(most) = most.and_then(|most| usize::try_from(most).ok()).filter(|most| *most < tokens.len()) {
        text = tokens[..most].concat();
        finish_reason = "length";
    }
    Choice { content: Some(text), call: None, finish_reason }
}

/// The tool to call, if this is the moment for one: a turn that does not answer a call.
fn call(request: &Value) -> Option<(String, String)> {
    let choice = &request["tool_choice"];
    let last_role = request["messages"].as_array()?.last()?["role"].as_str()?.to_owned();
    let named = choice["function"]["name"].as_str();
    let forced = named.is_some() || choice == "required";
    if choice == "none" || !forced && last_role == "tool" {
        return None;
    }
    let tools = request["tools"].as_array()?;
    let fits = |tool: &&Value| tool["type"] == "function" && named.is_none_or(|name| tool["function"]["name"] == name);
    let function = &tools.iter().find(fits)?["function"];
    let arguments = match &function["parameters"] {
        Value::Null => json!({}),
        schema => instance::of(schema),
    };
    Some((function["name"].as_str()?.to_owned(), arguments.to_string()))
}

fn reply(request: &Value, index: u64) -> String {
    let nth = if index == 0 { String::new() } else { format!(" (answer {})", index + 1) };
    if let Some(result) = last_message(request).filter(|message| message["role"] == "tool") {
        return format!("Sandbox{nth}: the tool answered \"{}\".", shortened(&text(&result["content"])));
    }
    let said = last_text(request, "user").unwrap_or_default();
    let count = words(said.clone());
    let noun = if count == 1 { "word" } else { "words" };
    format!("Sandbox{nth}: no model was asked. You wrote {count} {noun}: \"{}\".", shortened(&said))
}

fn last_message(request: &Value) -> Option<&Value> {
    request["messages"].as_array()?.last()
}

fn last_text(request: &Value, role: &str) -> Option<String> {
    let messages = request["messages"].as_array()?;
    messages.iter().rev().find(|message| message["role"] == role).map(|message| text(&message["content"]))
}

/// The text of a message's content, whichever its form.
fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn words(text: String) -> usize {
    text.split_whitespace().count()
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(REPEATED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn prompt_tokens(request: &Value) -> usize {
    let of_message = |message: &Value| {
        let calls = if message["tool_calls"].is_array() { tokens::count(&message["tool_calls"].to_string()) } else { 0 };
        FRAME_TOKENS + tokens::count(&text(&message["content"])) + calls
    };
    let messages: usize = request["messages"].as_array().into_iter().flatten().map(of_message).sum();
    let tools = if request["tools"].is_array() { tokens::count(&request["tools"].to_string()) } else { 0 };
    messages + tools
}

impl Choice {
    fn tokens(&self) -> usize {
        let call = self.call.as_ref().map_or(0, |(name, arguments)| tokens::count(name) + tokens::count(arguments));
        self.content.as_deref().map_or(0, tokens::count) + call
    }
}

fn call_id(seed: u64, index: usize) -> String {
    format!("call_sandbox{seed:016x}{index}")
}

fn whole(choices: &[Choice], mut body: Value, usage: Value, seed: u64) -> Answer {
    let one = |(index, choice): (usize, &Choice)| {
        let mut message = json!({"role": "assistant", "content": choice.content, "refusal": null});
        if let Some((name, arguments)) = &choice.call {
            let function = json!({"name": name, "arguments": arguments});
            message["tool_calls"] = json!([{"id": call_id(seed, index), "type": "function", "function": function}]);
        }
        json!({"index": index, "message": message, "logprobs": null, "finish_reason": choice.finish_reason})
    };
    body["object"] = json!("chat.completion");
    body["choices"] = choices.iter().enumerate().map(one).collect();
    body["usage"] = usage;
    json_answer(200, &body)
}

/// A chunk a token, as a network would bring them.
fn stream(choices: &[Choice], head: &Value, usage: &Value, seed: u64) -> Answer {
    let chunk = |choices: Value, usage: &Value| {
        let mut chunk = head.clone();
        chunk["object"] = json!("chat.completion.chunk");
        chunk["choices"] = choices;
        chunk["usage"] = usage.clone();
        Bytes::from(format!("data: {chunk}\n\n"))
    };
    let piece = |index: usize, delta: Value, finish_reason: Option<&str>| {
        chunk(json!([{"index": index, "delta": delta, "logprobs": null, "finish_reason": finish_reason}]), &Value::Null)
    };
    let mut chunks = Vec::new();
    for (index, choice) in choices.iter().enumerate() {
        chunks.push(piece(index, json!({"role": "assistant", "content": ""}), None));
        for token in tokens::tokens(choice.content.as_deref().unwrap_or_default()) {
            chunks.push(piece(index, json!({"content": token}), None));
        }
        if let Some((name, arguments)) = &choice.call {
            let function = json!({"name": name, "arguments": ""});
            let call = json!({"index": 0, "id": call_id(seed, index), "type": "function", "function": function});
            chunks.push(piece(index, json!({"tool_calls": [call]}), None));
            for token in tokens::tokens(arguments) {
                chunks.push(piece(index, json!({"tool_calls": [{"index": 0, "function": {"arguments": token}}]}), None));
            }
        }
        chunks.push(piece(index, json!({}), Some(choice.finish_reason)));
    }
    chunks.push(chunk(json!([]), usage));
    chunks.push(Bytes::from_static(b"data: [DONE]\n\n"));
    Answer { status: 200, content_type: "text/event-stream", chunks }
}
