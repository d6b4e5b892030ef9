//! Google's format, whose answers are parts and whose errors mean more than their status.

use serde_json::{Value, json};
use turnpike_domain::failure::FailureKind::*;

use crate::{Cell::Works, Errors, Refusal, Row, asked, said::gemini};

const GEMINI: &crate::Writer = &gemini::WRITER;

pub(crate) fn row() -> Row {
    let said = |parts: Value| json!({"contents": [{"role": "user", "parts": parts}]});
    let tool = json!([{"functionDeclarations": [
        {"name": "weather", "description": "How warm it is", "parametersJsonSchema": asked::parameters()}]}]);
    let call = |id: &str, city: &str| json!({"functionCall": {"id": id, "name": "weather", "args": {"city": city}}});
    let result = |id: &str, text: &str| json!({"functionResponse": {"id": id, "name": "weather", "response": {"result": text}}});
    let json =
        |schema: Value| json!({"generationConfig": {"responseMimeType": "application/json", "responseJsonSchema": schema}});
    Row {
        dialect: "gemini",
        stream: Works(GEMINI, json!({"stream": null, "generationConfig": {"temperature": 0.5, "stopSequences": ["END"]}})),
        tools: Works(GEMINI, json!({"tools": tool, "toolConfig": {"functionCallingConfig": {"mode": "ANY"}}})),
        parallel_tools: Works(
            GEMINI,
            json!({"tools": tool, "contents": [
                {"role": "user"},
                {"role": "model", "parts": [call("call_a", "Oslo"), call("call_b", "Rome")]},
                {"role": "user", "parts": [result("call_a", "5"), result("call_b", "20")]},
            ]}),
        ),
        json_mode: Works(GEMINI, json(Value::Null)),
        json_schema: Works(GEMINI, json(asked::schema())),
        vision: Works(
            GEMINI,
            said(json!([
                {"text": "Which is the cat?"},
                {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}},
                {"fileData": {"mimeType": "image/jpeg", "fileUri": "https://example.com/cat.jpg"}},
            ])),
        ),
        pdf: Works(GEMINI, said(json!([{"inlineData": {"mimeType": "application/pdf", "data": "JVBERi0xLjQ="}}, {}]))),
        audio: Works(GEMINI, said(json!([{}, {"inlineData": {"mimeType": "audio/wav", "data": "UklGRg=="}}]))),
        thinking: Works(
            GEMINI,
            json!({"generationConfig": {"maxOutputTokens": 8_000, "thinkingConfig": {"thinkingLevel": "low", "includeThoughts": true}}}),
        ),
        // It remembers by itself what it finds worth it.
        caching: Works(GEMINI, said(json!([{"text": "A long story."}]))),
        refusal: refusal(),
        errors: errors(),
    }
}

fn refusal() -> Refusal {
    let blocked = json!({
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 9},
        "modelVersion": GEMINI.model, "responseId": "r1"});
    Refusal {
        writer: GEMINI,
        stream: vec![format!("data: {blocked}\r\n\r\n")],
        whole: blocked,
        gets: json!({"finish_reason": "content_filter"}),
    }
}

fn errors() -> Errors {
    let error = |code: u16, status: &str, message: &str, details: Value| json!({"error": {"code": code, "message": message, "status": status, "details": details}});
    let plain = |code: u16, status: &str, message: &str| (code, error(code, status, message, json!([])));
    let quota = |id: &str| json!([{"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": id}]}]);
    let wrong_key = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]);
    let exhausted = |id: &str| error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", quota(id));
    let with = |(code, body): (u16, Value), kind| (code, body, kind);
    Errors {
        writer: GEMINI,
        answers: vec![
            (400, error(400, "INVALID_ARGUMENT", "API key not valid.", wrong_key), Auth),
            with(plain(403, "PERMISSION_DENIED", "The caller does not have permission"), Permission),
            with(plain(404, "NOT_FOUND", "models/x is not found for API version v1beta"), ModelNotFound),
            with(plain(400, "INVALID_ARGUMENT", "Unknown name \"x\""), Invalid),
            with(
                plain(400, "INVALID_ARGUMENT", "The input token count exceeds the maximum number of tokens allowed"),
                ContextLength,
            ),
            (429, exhausted("GenerateRequestsPerMinutePerProjectPerModel"), RateLimited),
            (429, exhausted("GenerateRequestsPerDayPerProjectPerModel-FreeTier"), Quota),
            with(plain(500, "INTERNAL", "An internal error has occurred."), Server),
            with(plain(503, "UNAVAILABLE", "The model is overloaded."), Overloaded),
            with(plain(504, "DEADLINE_EXCEEDED", "Deadline exceeded."), Timeout),
        ],
        in_stream: (plain(503, "UNAVAILABLE", "The model is overloaded.").1, Overloaded),
    }
}
