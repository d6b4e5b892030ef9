//! As Anthropic writes: blocks of content, thoughts with a seal.

use serde_json::{Value, json};

use super::{COUNTED, Said, Writer, halves};

pub(crate) const WRITER: Writer =
    Writer { vendor: "anthropic", model: "claude-sonnet-4-5", base: "", shows_thoughts: true, whole, stream };

fn usage() -> Value {
    let (prompt, cached, completion) = COUNTED;
    json!({
        "input_tokens": prompt - cached, "cache_creation_input_tokens": 0, "cache_read_input_tokens": cached,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens": completion, "service_tier": "standard",
    })
}

fn blocks(said: &Said) -> Vec<Value> {
    let mut blocks = Vec::new();
    if !said.thought.is_empty() {
        blocks.push(json!({"type": "thinking", "thinking": said.thought, "signature": format!("sealed {}", said.id)}));
    }
    if !said.text.is_empty() {
        blocks.push(json!({"type": "text", "text": said.text}));
    }
    for (place, (name, arguments)) in said.calls.iter().enumerate() {
        let id = format!("toolu_01{}00000000000000000{place}", said.id);
        blocks.push(json!({"type": "tool_use", "id": id, "name": name, "input": arguments}));
    }
    blocks
}

fn stop_reason(said: &Said) -> &'static str {
    if said.calls.is_empty() { "end_turn" } else { "tool_use" }
}

fn message(said: &Said) -> Value {
    json!({
        "model": "claude-sonnet-4-5-20250929", "id": format!("msg_01{}", said.id), "type": "message", "role": "assistant",
        "content": [], "stop_reason": null, "stop_sequence": null, "usage": usage(),
    })
}

fn whole(said: &Said) -> Value {
    let mut message = message(said);
    message["content"] = blocks(said).into();
    message["stop_reason"] = stop_reason(said).into();
    message
}

fn stream(said: &Said) -> Vec<String> {
    let mut events = vec![json!({"type": "message_start", "message": message(said)}), json!({"type": "ping"})];
    for (index, block) in blocks(said).into_iter().enumerate() {
        let text = |name: &str| halves(block[name].as_str().unwrap_or_default()).map(str::to_owned);
        let (empty, deltas) = match block["type"].as_str() {
            Some("thinking") => {
                let mut deltas = text("thinking").map(|half| json!({"type": "thinking_delta", "thinking": half})).to_vec();
                deltas.push(json!({"type": "signature_delta", "signature": block["signature"]}));
                (json!({"type": "thinking", "thinking": "", "signature": ""}), deltas)
            }
            Some("text") => {
                let deltas = text("text").map(|half| json!({"type": "text_delta", "text": half})).to_vec();
                (json!({"type": "text", "text": ""}), deltas)
            }
            _ => {
                // Without arguments nothing is said of them.
                let arguments = Some(block["input"].to_string()).filter(|json| json != "{}").unwrap_or_default();
                let pieces = std::iter::once("")
                    .chain(halves(&arguments))
                    .map(|half| json!({"type": "input_json_delta", "partial_json": half}));
                (json!({"type": "tool_use", "id": block["id"], "name": block["name"], "input": {}}), pieces.collect())
            }
        };
        events.push(json!({"type": "content_block_start", "index": index, "content_block": empty}));
        events.extend(deltas.into_iter().map(|delta| json!({"type": "content_block_delta", "index": index, "delta": delta})));
        events.push(json!({"type": "content_block_stop", "index": index}));
    }
    let delta = json!({"stop_reason": stop_reason(said), "stop_sequence": null});
    events.push(json!({"type": "message_delta", "delta": delta, "usage": usage()}));
    events.push(json!({"type": "message_stop"}));
    events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap_or_default())).collect()
}
