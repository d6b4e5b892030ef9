//! Cohere's format, which says in one sentence what is wrong, and takes no files but images and texts.

use serde_json::{Value, json};
use turnpike_domain::failure::FailureKind::*;

use crate::{
    Cell::{Refuses, Works},
    Errors, Refusal, Row, asked,
    said::cohere,
};

const COHERE: &crate::Writer = &cohere::WRITER;

pub(crate) fn row() -> Row {
    let said = |content: Value| json!({"messages": [{"role": "user", "content": content}]});
    let text = |text: &str| json!([{"type": "text", "text": text}]);
    let image = |url: &str| json!({"type": "image_url", "image_url": {"url": url}});
    let tool = json!([{"type": "function", "function":
        {"name": "weather", "description": "How warm it is", "parameters": asked::parameters()}}]);
    let call = |id: &str, city: &str| json!({"id": id, "type": "function", "function": {"name": "weather", "arguments": json!({"city": city}).to_string()}});
    let result = |id: &str, words: &str| json!({"role": "tool", "tool_call_id": id, "content": text(words)});
    Row {
        dialect: "cohere",
        stream: Works(COHERE, json!({"stream": true, "stream_options": null, "temperature": 0.5, "stop_sequences": ["END"]})),
        tools: Works(COHERE, json!({"tools": tool, "tool_choice": "REQUIRED"})),
        parallel_tools: Works(
            COHERE,
            json!({"tools": tool, "parallel_tool_calls": null, "messages": [
                {"role": "user"},
                {"role": "assistant", "tool_calls": [call("call_a", "Oslo"), call("call_b", "Rome")]},
                result("call_a", "5"),
                result("call_b", "20"),
            ]}),
        ),
        json_mode: Works(COHERE, json!({"response_format": {"type": "json_object", "json_schema": null}})),
        json_schema: Works(COHERE, json!({"response_format": {"type": "json_object", "json_schema": asked::schema()}})),
        vision: Works(
            COHERE,
            said(json!([
                {"type": "text", "text": "Which is the cat?"},
                image("data:image/png;base64,iVBORw0KGgo="),
                image("https://example.com/cat.jpg"),
            ])),
        ),
        pdf: Refuses(COHERE, "unsupported_value", "messages[0].content[0]"),
        audio: Refuses(COHERE, "audio_not_supported_by_model", "messages[0].content[1]"),
        thinking: Works(COHERE, json!({"max_tokens": 8_000, "thinking": {"type": "enabled", "token_budget": 1_024}})),
        // It remembers by itself what it finds worth it.
        caching: Works(COHERE, said(text("A long story."))),
        refusal: refusal(),
        errors: errors(),
    }
}

fn refusal() -> Refusal {
    let start = json!({"id": "r1", "type": "message-start", "delta": {"message": {"role": "assistant", "content": []}}});
    let end = json!({"id": "r1", "type": "message-end", "delta": {"finish_reason": "ERROR_TOXIC"}});
    Refusal {
        writer: COHERE,
        whole: json!({"id": "r1", "message": {"role": "assistant", "content": []}, "finish_reason": "ERROR_TOXIC"}),
        stream: [start, end].iter().map(|event| format!("data: {event}\n\n")).collect(),
        gets: json!({"finish_reason": "content_filter"}),
    }
}

fn errors() -> Errors {
    let error = |message: &str| json!({"id": "9cba", "message": message});
    let answers = [
        (400, "invalid request: temperature must be between 0 and 2.0 inclusive.", Invalid),
        (400, "too many tokens: size limit exceeded by 168512 tokens. The limit for this model is 132000 tokens.", ContextLength),
        (400, "blocked output: please adjust your prompt and try again", ContentPolicy),
        (401, "invalid api token", Auth),
        (402, "Please add or update your payment method to continue", Quota),
        (404, "model 'xyz' not found, make sure the correct model ID was used", ModelNotFound),
        (429, "You are past the per minute request limit, please wait and try again later.", RateLimited),
        (429, "You are using a Trial key, which is limited to 1000 API calls / month.", Quota),
        (498, "the request contains a deny-listed token", ContentPolicy),
        (499, "request cancelled", Server),
        (500, "internal server error", Server),
        (503, "service unavailable", Overloaded),
        (504, "gateway timeout", Timeout),
    ];
    let failed = json!({"type": "message-end", "delta": {"finish_reason": "ERROR", "error": "the model is overloaded"}});
    Errors {
        writer: COHERE,
        answers: answers.into_iter().map(|(status, message, kind)| (status, error(message), kind)).collect(),
        in_stream: (failed, Overloaded),
    }
}
