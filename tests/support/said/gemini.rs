//! As Google writes: parts of one turn, calls whole and without ids, the first of them signed.

use serde_json::{Value, json};

use super::{COUNTED, Said, Writer, halves};

pub(crate) const WRITER: Writer =
    Writer { vendor: "gemini", model: "gemini-3-flash-preview", base: "", shows_thoughts: true, whole, stream };

fn answer(said: &Said, parts: Value, finish_reason: Option<&str>) -> Value {
    let (prompt, cached, completion) = COUNTED;
    let thoughts = if said.thought.is_empty() { 0 } else { 4 };
    let mut answer = json!({
        "candidates": [{"content": {"role": "model", "parts": parts}, "index": 0}],
        "usageMetadata": {
            "promptTokenCount": prompt, "cachedContentTokenCount": cached, "candidatesTokenCount": completion - thoughts,
            "thoughtsTokenCount": thoughts, "totalTokenCount": prompt + completion,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}]},
        "modelVersion": "gemini-3-flash-preview", "responseId": said.id,
    });
    if let Some(reason) = finish_reason {
        answer["candidates"][0]["finishReason"] = reason.into();
    }
    answer
}

fn calls(said: &Said) -> Vec<Value> {
    let call = |(place, (name, arguments)): (usize, &(&str, Value))| {
        let mut part = json!({"functionCall": {"name": name, "args": arguments}});
        if place == 0 {
            part["thoughtSignature"] = format!("signed {}", said.id).into();
        }
        part
    };
    said.calls.iter().enumerate().map(call).collect()
}

fn texts(text: &'static str, thought: bool) -> impl Iterator<Item = Value> {
    let part = move |half| if thought { json!({"text": half, "thought": true}) } else { json!({"text": half}) };
    halves(text).into_iter().filter(|half| !half.is_empty()).map(part)
}

fn whole(said: &Said) -> Value {
    let parts: Value = texts(said.thought, true).chain(texts(said.text, false)).chain(calls(said)).collect();
    answer(said, parts, Some("STOP"))
}

fn stream(said: &Said) -> Vec<String> {
    let pieces = texts(said.thought, true).chain(texts(said.text, false)).map(|part| answer(said, json!([part]), None));
    let called = (!said.calls.is_empty()).then(|| answer(said, calls(said).into(), None));
    let end = answer(said, json!([{"text": ""}]), Some("STOP"));
    pieces.chain(called).chain([end]).map(|event| format!("data: {event}\r\n\r\n")).collect()
}
