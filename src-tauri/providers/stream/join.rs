//! A stream that came where a whole completion was asked for: read like any stream, then put together.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::Failure;

use super::{ChatStream, StreamEnd, StreamEvent};
use crate::dialect::Reply;

/// Does a body begin like a stream?
pub(crate) fn is_stream(text: &str) -> bool {
    ["data:", "event:", "id:", "retry:", ":"].iter().any(|field| text.starts_with(field))
}

/// The completion that a stream makes, all of which is in `body`.
pub(crate) fn whole(mut stream: ChatStream, body: &Bytes, served_as: &str) -> Result<Reply, Failure> {
    let mut events = Vec::new();
    stream.push(body.clone(), &mut events);
    stream.finish(&mut events);
    let output_bytes = stream.output_bytes();
    let mut answers = BTreeMap::new();
    for event in events {
        match event {
            StreamEvent::Frames { bytes, .. } => {
                let text = String::from_utf8_lossy(&bytes);
                let chunks = text.lines().filter_map(|line| serde_json::from_str::<Value>(line.strip_prefix("data: ")?).ok());
                chunks.for_each(|chunk| add(&mut answers, &chunk));
            }
            StreamEvent::Failed(failure) => return Err(failure),
            StreamEvent::End(end) => return Ok(reply(answers, end, served_as, output_bytes)),
        }
    }
    Err(crate::failure::unreadable(body))
}

fn add(answers: &mut BTreeMap<u64, Value>, chunk: &Value) {
    for choice in chunk["choices"].as_array().into_iter().flatten() {
        let answer = answers.entry(choice["index"].as_u64().unwrap_or(0)).or_insert_with(|| {
            let message = json!({"role": "assistant", "content": null, "refusal": null});
            json!({"message": message, "logprobs": null, "finish_reason": null})
        });
        for (name, value) in choice.as_object().into_iter().flatten() {
            match name.as_str() {
                "delta" => add_delta(&mut answer["message"], value),
                "logprobs" => grow(&mut answer["logprobs"], value),
                _ if value.is_null() => {}
                _ => answer[name] = value.clone(),
            }
        }
    }
}

fn add_delta(message: &mut Value, delta: &Value) {
    for (name, value) in delta.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("role", _) => {}
            // An opening, not a text.
            ("content", Value::String(text)) if text.is_empty() => {}
            ("tool_calls", Value::Array(calls)) => {
                for call in calls {
                    let place = call["index"].as_u64().and_then(|place| usize::try_from(place).ok()).unwrap_or(0);
                    let whole = message.as_object_mut().map(|message| message.entry("tool_calls").or_insert_with(|| json!([])));
                    if let Some(whole) = whole.and_then(Value::as_array_mut) {
                        // The driver numbers calls densely: a new one is always the next.
                        if place >= whole.len() {
                            whole.push(json!({}));
                        }
                        let mut call = call.clone();
                        call.as_object_mut().map(|call| call.remove("index"));
                        if let Some(last) = whole.get_mut(place) {
                            grow(last, &call);
                        }
                    }
                }
            }
            _ => grow(&mut message[name], value),
        }
    }
}

/// Texts and lists get longer, objects are filled in.
fn grow(into: &mut Value, piece: &Value) {
    match (into, piece) {
        (_, Value::Null) => {}
        (Value::String(text), Value::String(more)) => text.push_str(more),
        (Value::Array(list), Value::Array(more)) => list.extend(more.iter().cloned()),
        (Value::Object(object), Value::Object(more)) => {
            more.iter().for_each(|(name, value)| grow(object.entry(name.clone()).or_insert(Value::Null), value));
        }
        (into, piece) => *into = piece.clone(),
    }
}

fn reply(answers: BTreeMap<u64, Value>, end: StreamEnd, served_as: &str, output_bytes: u64) -> Reply {
    let mut body = json!({
        "id": end.id,
        "object": "chat.completion",
        "created": end.created,
        "model": served_as,
        "choices": answers.into_values().collect::<Vec<_>>(),
    });
    if let Some(usage) = end.usage_json {
        body["usage"] = usage.into();
    }
    Reply { body: body.to_string().into(), usage: end.usage, cost: end.cost, output_bytes, finish_reason: end.finish_reason }
}
