//! As OpenAI writes: thoughts are not shown, calls come in pieces.

use serde_json::{Value, json};

use super::{COUNTED, Said, Writer, frame, halves};

pub(crate) const WRITER: Writer =
    Writer { vendor: "openai", model: "gpt-5.2", base: "/v1", shows_thoughts: false, whole, stream };

fn usage() -> Value {
    let (prompt, cached, completion) = COUNTED;
    json!({
        "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0},
    })
}

fn id(said: &Said, place: usize) -> String {
    format!("call_{}00000000000000000{place:03}", said.id)
}

fn whole(said: &Said) -> Value {
    let mut message = said.message();
    for (place, call) in message["tool_calls"].as_array_mut().into_iter().flatten().enumerate() {
        call["id"] = id(said, place).into();
    }
    message["refusal"] = Value::Null;
    message["annotations"] = json!([]);
    json!({
        "id": format!("chatcmpl-{}", said.id), "object": "chat.completion", "created": 1_764_296_393, "model": "gpt-5.2-2025-12-11",
        "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": said.finish_reason()}],
        "usage": usage(), "service_tier": "default", "system_fingerprint": "fp_07871e2ad8",
    })
}

fn stream(said: &Said) -> Vec<String> {
    let opening = if said.text.is_empty() { Value::Null } else { "".into() };
    let mut deltas = vec![json!({"role": "assistant", "content": opening, "refusal": null})];
    deltas.extend(halves(said.text).into_iter().filter(|half| !half.is_empty()).map(|half| json!({"content": half})));
    for (place, (name, arguments)) in said.calls.iter().enumerate() {
        let begun =
            json!({"index": place, "id": id(said, place), "type": "function", "function": {"name": name, "arguments": ""}});
        deltas.push(json!({"tool_calls": [begun]}));
        let pieces =
            halves(&arguments.to_string()).map(|half| json!({"tool_calls": [{"index": place, "function": {"arguments": half}}]}));
        deltas.extend(pieces);
    }
    let chunk = |choices: Value, usage: Value| {
        frame(&json!({
            "id": format!("chatcmpl-{}", said.id), "object": "chat.completion.chunk", "created": 1_764_296_393,
            "model": "gpt-5.2-2025-12-11", "service_tier": "default", "system_fingerprint": "fp_07871e2ad8",
            "choices": choices, "usage": usage, "obfuscation": "bEcAVepxT2N",
        }))
    };
    let choice =
        |delta: &Value, reason: Option<&str>| json!([{"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason}]);
    let mut frames: Vec<String> = deltas.iter().map(|delta| chunk(choice(delta, None), Value::Null)).collect();
    frames.push(chunk(choice(&json!({}), Some(said.finish_reason())), Value::Null));
    frames.push(chunk(json!([]), usage()));
    frames.push("data: [DONE]\n\n".to_owned());
    frames
}
