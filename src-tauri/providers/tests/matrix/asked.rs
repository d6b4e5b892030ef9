//! What a client asks for each feature: the same of every dialect.

use serde_json::{Value, json};

fn with(content: Value, fields: Value) -> Value {
    let mut request = json!({"model": "ours", "messages": [{"role": "user", "content": content}]});
    request.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    request
}

pub(crate) fn schema() -> Value {
    json!({"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"], "additionalProperties": false})
}

pub(crate) fn parameters() -> Value {
    json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]})
}

fn weather() -> Value {
    json!([{"type": "function", "function": {"name": "weather", "description": "How warm it is", "parameters": parameters()}}])
}

pub(crate) fn stream() -> Value {
    with(json!("Hello"), json!({"stream": true, "stream_options": {"include_usage": true}, "temperature": 0.5, "stop": ["END"]}))
}

pub(crate) fn tools() -> Value {
    with(json!("Is it warm in Oslo?"), json!({"tools": weather(), "tool_choice": "required"}))
}

/// The results come in another order than the calls.
pub(crate) fn parallel_tools() -> Value {
    let call = |id: &str, city: &str| json!({"id": id, "type": "function", "function": {"name": "weather", "arguments": json!({"city": city}).to_string()}});
    let result = |id: &str, text: &str| json!({"role": "tool", "tool_call_id": id, "content": text});
    let mut request = with(json!("Oslo or Rome?"), json!({"tools": weather(), "parallel_tool_calls": true}));
    request["messages"].as_array_mut().unwrap().extend([
        json!({"role": "assistant", "content": null, "tool_calls": [call("call_a", "Oslo"), call("call_b", "Rome")]}),
        result("call_b", "20"),
        result("call_a", "5"),
    ]);
    request
}

pub(crate) fn json_mode() -> Value {
    with(json!("How old? Answer in JSON."), json!({"response_format": {"type": "json_object"}}))
}

pub(crate) fn json_schema() -> Value {
    let format = json!({"type": "json_schema", "json_schema": {"name": "age", "strict": true, "schema": schema()}});
    with(json!("How old?"), json!({"response_format": format}))
}

pub(crate) fn vision() -> Value {
    let image = |url: &str| json!({"type": "image_url", "image_url": {"url": url}});
    let images = [image("data:image/png;base64,iVBORw0KGgo="), image("https://example.com/cat.jpg")];
    with(json!([{"type": "text", "text": "Which is the cat?"}, images[0], images[1]]), json!({}))
}

pub(crate) fn pdf() -> Value {
    let file = json!({"type": "file", "file": {"filename": "bill.pdf", "file_data": "data:application/pdf;base64,JVBERi0xLjQ="}});
    with(json!([file, {"type": "text", "text": "How much is it?"}]), json!({}))
}

pub(crate) fn audio() -> Value {
    let audio = json!({"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}});
    with(json!([{"type": "text", "text": "Who speaks?"}, audio]), json!({}))
}

pub(crate) fn thinking() -> Value {
    with(json!("What is the answer?"), json!({"reasoning_effort": "low", "max_completion_tokens": 8_000}))
}

pub(crate) fn caching() -> Value {
    let text = json!([{"type": "text", "text": "A long story.", "cache_control": {"type": "ephemeral"}}]);
    with(text, json!({"prompt_cache_key": "story"}))
}
