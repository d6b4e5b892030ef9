//! As Cohere writes: a plan or thoughts before what is said, named events, and counts with a decimal point. Private
//! deployments bill nothing, and count what the model read.

use serde_json::{Value, json};

use super::{COUNTED, Said, Writer, halves};

pub(crate) const WRITER: Writer =
    Writer { vendor: "cohere", model: "command-a-plus-05-2026", base: "", shows_thoughts: true, whole, stream };

fn usage() -> Value {
    let (prompt, cached, completion) = COUNTED;
    json!({"tokens": {"input_tokens": prompt as f64, "output_tokens": completion as f64}, "cached_tokens": cached})
}

fn finish_reason(said: &Said) -> &'static str {
    if said.calls.is_empty() { "COMPLETE" } else { "TOOL_CALL" }
}

fn calls(said: &Said) -> Vec<Value> {
    let call = |(place, (name, arguments)): (usize, &(&str, Value))| json!({"id": format!("{name}_{}{place}", said.id), "type": "function", "function": {"name": name, "arguments": arguments.to_string()}});
    said.calls.iter().enumerate().map(call).collect()
}

fn pieces(said: &Said) -> Vec<(&'static str, &'static str)> {
    [("thinking", said.thought), ("text", said.text)].into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

fn whole(said: &Said) -> Value {
    let piece = |(kind, words): (&str, &str)| json!({"type": kind, kind: words});
    let content: Vec<Value> = pieces(said).into_iter().map(piece).collect();
    let mut message = json!({"role": "assistant", "content": content});
    if !said.calls.is_empty() {
        message["tool_calls"] = calls(said).into();
    }
    json!({"id": said.id, "message": message, "finish_reason": finish_reason(said), "usage": usage()})
}

fn stream(said: &Said) -> Vec<String> {
    let event = |kind: &str, index: usize, message: Value| json!({"type": kind, "index": index, "delta": {"message": message}});
    let empty = json!({"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []});
    let mut events = vec![json!({"id": said.id, "type": "message-start", "delta": {"message": empty}})];
    for (index, (kind, words)) in pieces(said).into_iter().enumerate() {
        events.push(event("content-start", index, json!({"content": {"type": kind, kind: ""}})));
        events.extend(halves(words).map(|half| event("content-delta", index, json!({"content": {kind: half}}))));
        events.push(json!({"type": "content-end", "index": index}));
    }
    for (index, mut call) in calls(said).into_iter().enumerate() {
        let arguments = call["function"]["arguments"].take();
        call["function"]["arguments"] = "".into();
        events.push(event("tool-call-start", index, json!({"tool_calls": call})));
        let halves = halves(arguments.as_str().unwrap());
        events
            .extend(halves.map(|half| event("tool-call-delta", index, json!({"tool_calls": {"function": {"arguments": half}}}))));
        events.push(json!({"type": "tool-call-end", "index": index}));
    }
    let end = json!({"finish_reason": finish_reason(said), "usage": usage()});
    events.push(json!({"id": said.id, "type": "message-end", "delta": end}));
    events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap())).collect()
}
