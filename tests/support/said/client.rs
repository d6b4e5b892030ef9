//! What a client makes of a stream.

use serde_json::{Value, json};

/// The message that chunks are the pieces of: calls by their index, with the first id and name and all of the arguments.
pub(crate) fn joined(chunks: &[Value]) -> Value {
    let mut texts = [("content", String::new()), ("reasoning_content", String::new()), ("refusal", String::new())];
    let mut calls = Vec::<Value>::new();
    for delta in chunks.iter().map(|chunk| &chunk["choices"][0]["delta"]) {
        for (name, text) in &mut texts {
            text.push_str(delta[&**name].as_str().unwrap_or_default());
        }
        for call in delta["tool_calls"].as_array().into_iter().flatten() {
            let index = usize::try_from(call["index"].as_u64().unwrap()).unwrap();
            if index == calls.len() {
                let function = json!({"name": call["function"]["name"], "arguments": ""});
                calls.push(json!({"id": call["id"], "type": call["type"], "function": function}));
            }
            let arguments = &mut calls[index]["function"]["arguments"];
            let more = call["function"]["arguments"].as_str().unwrap_or_default();
            *arguments = (arguments.as_str().unwrap().to_owned() + more).into();
        }
    }
    let mut message = json!({"role": "assistant", "content": null});
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        message[name] = text.into();
    }
    if !calls.is_empty() {
        message["tool_calls"] = calls.into();
    }
    message
}
