//! OpenAI's own format. What of it a vendor does not know is the vendor's matter, and in its data.

use serde_json::{Value, json};
use turnpike_domain::failure::FailureKind::*;

use crate::{
    Cell::Works,
    Errors, Refusal, Row, asked,
    said::{mistral, openai},
};

const OPENAI: &crate::Writer = &openai::WRITER;
/// It shows its thoughts, and wants short ids.
const MISTRAL: &crate::Writer = &mistral::WRITER;

pub(crate) fn row() -> Row {
    let as_asked = |mut request: Value| {
        request["model"] = OPENAI.model.into();
        request
    };
    Row {
        dialect: "openai",
        stream: Works(OPENAI, json!({"stream": true, "stream_options": {"include_usage": true}, "stop": ["END"]})),
        tools: Works(OPENAI, as_asked(asked::tools())),
        parallel_tools: Works(OPENAI, as_asked(in_order(asked::parallel_tools()))),
        json_mode: Works(OPENAI, as_asked(asked::json_mode())),
        json_schema: Works(OPENAI, as_asked(asked::json_schema())),
        vision: Works(OPENAI, as_asked(asked::vision())),
        pdf: Works(OPENAI, as_asked(asked::pdf())),
        audio: Works(OPENAI, as_asked(asked::audio())),
        thinking: Works(MISTRAL, json!({"model": MISTRAL.model, "max_tokens": 8_000, "max_completion_tokens": null})),
        caching: Works(OPENAI, json!({"prompt_cache_key": "story"})),
        refusal: refusal(),
        errors: errors(),
    }
}

/// The results stand behind their calls, in the order of the calls.
fn in_order(mut asked: Value) -> Value {
    asked["messages"].as_array_mut().unwrap().swap(2, 3);
    asked
}

fn refusal() -> Refusal {
    let choice = json!({"index": 0, "finish_reason": "stop", "logprobs": null,
        "message": {"role": "assistant", "content": null, "refusal": "I can not help with that."}});
    let chunk = |delta: Value, reason: Option<&str>| {
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason});
        format!("data: {}\n\n", json!({"id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": [choice]}))
    };
    Refusal {
        writer: OPENAI,
        whole: json!({"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": OPENAI.model, "choices": [choice]}),
        stream: vec![
            chunk(json!({"role": "assistant", "content": "", "refusal": null}), None),
            chunk(json!({"refusal": "I can not help"}), None),
            chunk(json!({"refusal": " with that."}), None),
            chunk(json!({}), Some("stop")),
            "data: [DONE]\n\n".to_owned(),
        ],
        gets: json!({"finish_reason": "stop", "message": {"content": null, "refusal": "I can not help with that."}}),
    }
}

fn errors() -> Errors {
    let error = |message: &str, kind: &str, code: Option<&str>| json!({"error": {"message": message, "type": kind, "param": null, "code": code}});
    let invalid = "invalid_request_error";
    Errors {
        writer: OPENAI,
        answers: vec![
            (401, error("Incorrect API key provided: sk-***", invalid, Some("invalid_api_key")), Auth),
            (403, error("You are not allowed to sample from this model", invalid, None), Permission),
            (404, error("The model `x` does not exist", invalid, Some("model_not_found")), ModelNotFound),
            (400, error("Invalid value: 'x'.", invalid, Some("invalid_value")), Invalid),
            (400, error("Input tokens exceed the limit", invalid, Some("context_length_exceeded")), ContextLength),
            (429, error("Rate limit reached for gpt-5.2", "requests", Some("rate_limit_exceeded")), RateLimited),
            (429, error("You exceeded your current quota", "insufficient_quota", Some("insufficient_quota")), Quota),
            (500, error("The server had an error", "server_error", None), Server),
            (503, error("That model is currently overloaded", "server_error", None), Overloaded),
        ],
        in_stream: (error("The server had an error", "server_error", None), Server),
    }
}
