//! As Mistral writes: thoughts inside the content, calls whole with short ids, usage beside the end.

use serde_json::{Value, json};

use super::{COUNTED, Said, Writer, frame, halves};

pub(crate) const WRITER: Writer =
    Writer { vendor: "mistral", model: "magistral-medium-latest", base: "/v1", shows_thoughts: true, whole, stream };

fn usage() -> Value {
    let (prompt, cached, completion) = COUNTED;
    json!({
        "prompt_tokens": prompt, "total_tokens": prompt + completion, "completion_tokens": completion,
        "prompt_tokens_details": {"cached_tokens": cached}, "service_tier": "standard",
    })
}

fn calls(said: &Said) -> Value {
    let call = |(place, (name, arguments)): (usize, &(&str, Value))| {
        json!({
            "id": format!("{}Qx7T{place}", said.id), "type": "function", "index": place,
            "function": {"name": name, "arguments": arguments.to_string()},
        })
    };
    said.calls.iter().enumerate().map(call).collect()
}

fn thinking(thought: &str) -> Value {
    json!({"type": "thinking", "thinking": [{"type": "text", "text": thought}]})
}

fn whole(said: &Said) -> Value {
    let content = match (said.thought, said.text) {
        ("", text) => json!(text),
        (thought, "") => json!([thinking(thought)]),
        (thought, text) => json!([thinking(thought), {"type": "text", "text": text}]),
    };
    let calls = if said.calls.is_empty() { Value::Null } else { calls(said) };
    let message = json!({"role": "assistant", "content": content, "tool_calls": calls});
    json!({
        "id": format!("a4e29c5b82f94d67b23e108a7c9d{}", said.id), "object": "chat.completion", "created": 1_764_296_393,
        "model": "magistral-medium-latest", "usage": usage(),
        "choices": [{"index": 0, "finish_reason": said.finish_reason(), "message": message}],
    })
}

fn stream(said: &Said) -> Vec<String> {
    let mut deltas = vec![json!({"role": "assistant", "content": ""})];
    let pieces = |text: &'static str| halves(text).into_iter().filter(|half| !half.is_empty());
    deltas.extend(pieces(said.thought).map(|half| json!({"content": [thinking(half)]})));
    deltas.extend(pieces(said.text).map(|half| json!({"content": half})));
    let last = if said.calls.is_empty() { json!({"content": ""}) } else { json!({"tool_calls": calls(said)}) };
    let chunk = |delta: &Value, reason: Option<&str>| {
        json!({
            "id": format!("a4e29c5b82f94d67b23e108a7c9d{}", said.id), "object": "chat.completion.chunk", "created": 1_764_296_393,
            "model": "magistral-medium-latest", "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
        })
    };
    let mut frames: Vec<String> = deltas.iter().map(|delta| frame(&chunk(delta, None))).collect();
    let mut end = chunk(&last, Some(said.finish_reason()));
    end["usage"] = usage();
    frames.push(frame(&end));
    frames.push("data: [DONE]\n\n".to_owned());
    frames
}
