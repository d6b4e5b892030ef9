//! Anthropic's format, which knows no audio and no JSON mode but an instruction.

use serde_json::{Value, json};
use turnpike_domain::failure::FailureKind::*;

use crate::{
    Cell::{Refuses, Works},
    Errors, Refusal, Row, asked,
    said::anthropic,
};

const ANTHROPIC: &crate::Writer = &anthropic::WRITER;

pub(crate) fn row() -> Row {
    let said = |content: Value| json!({"messages": [{"role": "user", "content": content}]});
    let tool = json!([{"name": "weather", "description": "How warm it is", "input_schema": asked::parameters()}]);
    let call = |id: &str, city: &str| json!({"type": "tool_use", "id": id, "name": "weather", "input": {"city": city}});
    let result =
        |id: &str, text: &str| json!({"type": "tool_result", "tool_use_id": id, "content": [{"type": "text", "text": text}]});
    Row {
        dialect: "anthropic",
        stream: Works(ANTHROPIC, json!({"stream": true, "temperature": 0.5, "stop_sequences": ["END"], "max_tokens": 64_000})),
        tools: Works(ANTHROPIC, json!({"tools": tool, "tool_choice": {"type": "any"}})),
        parallel_tools: Works(
            ANTHROPIC,
            json!({"tools": tool, "tool_choice": null, "messages": [
                {"role": "user"},
                {"role": "assistant", "content": [call("call_a", "Oslo"), call("call_b", "Rome")]},
                {"role": "user", "content": [result("call_a", "5"), result("call_b", "20")]},
            ]}),
        ),
        json_mode: Works(
            ANTHROPIC,
            json!({"output_config": null, "system": [{"type": "text", "text":
                "Answer with one JSON object and nothing else: no words before or behind it, and no Markdown."}]}),
        ),
        json_schema: Works(ANTHROPIC, json!({"output_config": {"format": {"type": "json_schema", "schema": asked::schema()}}})),
        vision: Works(
            ANTHROPIC,
            said(json!([
                {"type": "text"},
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}},
                {"type": "image", "source": {"type": "url", "url": "https://example.com/cat.jpg"}},
            ])),
        ),
        pdf: Works(
            ANTHROPIC,
            said(json!([
                {"type": "document", "title": "bill.pdf",
                    "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0xLjQ="}},
                {"type": "text"},
            ])),
        ),
        audio: Refuses(ANTHROPIC, "audio_not_supported_by_model", "messages[0].content[1]"),
        thinking: Works(ANTHROPIC, json!({"max_tokens": 8_000, "thinking": {"type": "enabled", "budget_tokens": 2_048}})),
        caching: Works(ANTHROPIC, said(json!([{"type": "text", "cache_control": {"type": "ephemeral"}}]))),
        refusal: refusal(),
        errors: errors(),
    }
}

fn refusal() -> Refusal {
    let usage = json!({"input_tokens": 9, "output_tokens": 1});
    let message = |reason: Value, details: Value| {
        json!({"id": "msg_1", "type": "message", "role": "assistant", "model": ANTHROPIC.model,
        "content": [], "stop_reason": reason, "stop_details": details, "stop_sequence": null, "usage": usage})
    };
    let details = json!({"type": "refusal", "category": "bio", "explanation": "I can not help with that."});
    let events = [
        json!({"type": "message_start", "message": message(Value::Null, Value::Null)}),
        json!({"type": "message_delta", "delta": {"stop_reason": "refusal", "stop_details": details}, "usage": usage}),
        json!({"type": "message_stop"}),
    ];
    Refusal {
        writer: ANTHROPIC,
        whole: message(json!("refusal"), details),
        stream: events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap())).collect(),
        gets: json!({"finish_reason": "content_filter", "message": {"content": null, "refusal": "I can not help with that."}}),
    }
}

fn errors() -> Errors {
    let error =
        |kind: &str, message: &str| json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"});
    let invalid = "invalid_request_error";
    Errors {
        writer: ANTHROPIC,
        answers: vec![
            (401, error("authentication_error", "invalid x-api-key"), Auth),
            (403, error("permission_error", "Your API key does not have permission"), Permission),
            (404, error("not_found_error", "model: claude-sonet"), ModelNotFound),
            (400, error(invalid, "messages: text content blocks must be non-empty"), Invalid),
            (400, error(invalid, "prompt is too long: 210000 tokens > 200000 maximum"), ContextLength),
            (413, error("request_too_large", "Request exceeds the maximum allowed number of bytes."), Invalid),
            (429, error("rate_limit_error", "Number of request tokens has exceeded your per-minute rate limit"), RateLimited),
            (400, error(invalid, "Your credit balance is too low to access the Anthropic API."), Quota),
            (402, error("billing_error", "Please check your billing."), Quota),
            (500, error("api_error", "Internal server error"), Server),
            (504, error("timeout_error", "The request took too long"), Timeout),
            (529, error("overloaded_error", "Overloaded"), Overloaded),
        ],
        in_stream: (error("overloaded_error", "Overloaded"), Overloaded),
    }
}
