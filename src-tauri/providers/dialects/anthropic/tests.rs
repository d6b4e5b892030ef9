//! Requests and what becomes of them, side by side in `fixtures/anthropic`: each file holds what a client asks (without the
//! model) and the body that is sent, or the error that it gets.

use std::{fs, path::Path};

use serde_json::{Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::chat_request::ChatRequest;

use super::{encode, thoughts};
use crate::{stream::StreamEvent, vendor::Vendor};

fn sent(upstream: &str, request: &Value) -> Result<Value, Failure> {
    encoded(upstream, request).map(|(body, _)| body)
}

/// The body, and the fields that are warned of.
fn encoded(upstream: &str, request: &Value) -> Result<(Value, Vec<String>), Failure> {
    let mut request = request.clone();
    request["model"] = "ours".into();
    let body = request.to_string();
    let (body, losses) = encode::body(&ChatRequest::parse(body.as_bytes()).unwrap(), upstream)?;
    let lost = losses.told().into_iter().map(|warning| warning.param).collect();
    Ok((serde_json::from_slice(&body).unwrap(), lost))
}

#[test]
fn every_request_is_written_as_the_api_takes_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/anthropic");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 20, "some are missing");
    for file in files {
        let case: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let got = match sent(case["upstream"].as_str().unwrap(), &case["request"]) {
            Ok(body) => ("sent", body),
            Err(failure) => ("refused", json!({"code": failure.code, "param": failure.param})),
        };
        let expected = if case.get("sent").is_some() { "sent" } else { "refused" };
        assert_eq!(got, (expected, case[expected].clone()), "{}", file.display());
    }
}

/// `claude-opus-4-5` is told how much to think, with a budget; what it is called with decides how much.
fn thinking(extra: Value) -> (Value, Value) {
    let mut request = json!({"messages": [{"role": "user", "content": "hi"}], "reasoning_effort": "high", "temperature": 0.5});
    request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    let sent = sent("claude-opus-4-5", &request).unwrap();
    (sent["thinking"].clone(), sent["temperature"].clone())
}

#[test]
fn quirk_24_a_budget_fits_below_the_most_tokens_and_excludes_sampling() {
    let tool = json!([{"type": "function", "function": {"name": "f"}}]);
    for (extra, budget) in [
        (json!({}), Some(16_384)),
        (json!({"reasoning_effort": "minimal"}), Some(1_024)),
        (json!({"max_completion_tokens": 4_096}), Some(2_048)),
        (json!({"max_completion_tokens": 1_025}), Some(1_024)),
        (json!({"max_completion_tokens": 1_024}), None),
        (json!({"thinking": {"type": "enabled", "budget_tokens": 5_000}}), Some(5_000)),
        (json!({"tools": tool, "tool_choice": "auto"}), Some(16_384)),
        (json!({"tools": tool, "tool_choice": "required"}), None),
        (json!({"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "well"}]}), None),
    ] {
        let (thinking, temperature) = thinking(extra.clone());
        let expected = budget.map_or(Value::Null, |budget| json!({"type": "enabled", "budget_tokens": budget}));
        assert_eq!(thinking, expected, "{extra}");
        assert_eq!(temperature.is_null(), budget.is_some(), "{extra}");
    }
    assert_eq!(thinking(json!({"reasoning_effort": "none"})).0, json!({"type": "disabled"}));
}

#[test]
fn thoughts_come_back_before_their_call_though_the_client_dropped_them() {
    let history = |id: &str| {
        json!({"reasoning_effort": "low", "messages": [
            {"role": "user", "content": "how warm is it?"},
            {"role": "assistant", "content": "I will look.", "tool_calls": [
                {"id": id, "type": "function", "function": {"name": "weather", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": id, "content": "12"},
        ]})
    };
    let thought = json!({"type": "thinking", "thinking": "the weather tool knows", "signature": "sealed"});
    thoughts::keep("toolu_kept", vec![thought.clone()]);
    let sent_with = sent("claude-sonnet-4-5", &history("toolu_kept")).unwrap();
    let said = sent_with["messages"][1]["content"].as_array().unwrap();
    let kinds: Vec<&str> = said.iter().map(|block| block["type"].as_str().unwrap()).collect();
    assert_eq!((kinds, &said[0]), (vec!["thinking", "text", "tool_use"], &thought));
    assert_eq!(sent_with["thinking"]["type"], "enabled");

    let lost = sent("claude-sonnet-4-5", &history("toolu_forgotten")).unwrap();
    assert_eq!(lost.get("thinking"), None, "the API refuses to think on behind a call whose thoughts are missing");
    let adaptive = sent("claude-opus-4-6", &history("toolu_forgotten")).unwrap();
    assert_eq!(adaptive["thinking"]["type"], "adaptive", "newer models do not mind");
}

#[test]
fn quirk_29_a_call_and_its_result_get_the_same_id_that_is_taken() {
    let id = "functions.weather:0";
    let sent = sent(
        "claude-sonnet-4-5",
        &json!({"messages": [
            {"role": "user", "content": "how warm is it?"},
            {"role": "assistant", "tool_calls": [{"id": id, "type": "function", "function": {"name": "weather", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": id, "content": "12"},
        ]}),
    )
    .unwrap();
    let call = sent["messages"][1]["content"][0]["id"].as_str().unwrap();
    assert!(call.len() == 29 && call.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{call}");
    assert_eq!(sent["messages"][2]["content"][0]["tool_use_id"], call);
}

fn vendor() -> &'static Vendor {
    static SPEAKER: Vendor = Vendor { chat: Some(&super::Anthropic), ..Vendor::COMPATIBLE };
    &SPEAKER
}

/// What a client makes of a body that is a whole message or a stream: the answer's first choice.
fn read(body: &str) -> Result<Value, Failure> {
    let vendor = vendor();
    let reply = vendor.chat.unwrap().decode(vendor, bytes::Bytes::from(body.to_owned()), "ours")?;
    Ok(serde_json::from_slice::<Value>(&reply.body).unwrap()["choices"][0].clone())
}

fn stream(events: &[Value]) -> String {
    events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap())).collect()
}

#[test]
fn an_answer_is_the_same_in_one_piece_and_as_a_stream() {
    let usage = json!({"input_tokens": 1, "output_tokens": 2});
    let start = |content: Value| json!({"type": "message_start", "message": {"id": "msg_1", "type": "message", "role": "assistant", "content": content, "usage": usage}});
    let open = |index: u8, block: Value| json!({"type": "content_block_start", "index": index, "content_block": block});
    let piece = |index: u8, delta: Value| json!({"type": "content_block_delta", "index": index, "delta": delta});
    let close = |index: u8| json!({"type": "content_block_stop", "index": index});
    let end = |reason: &str, details: Value| json!({"type": "message_delta", "delta": {"stop_reason": reason, "stop_details": details}, "usage": usage});
    let whole = |content: Value, reason: &str, details: Value| json!({"id": "msg_1", "type": "message", "role": "assistant", "content": content, "stop_reason": reason, "stop_details": details, "usage": usage});
    let text = |words: &str| json!({"type": "text", "text": words});
    let thought = json!({"type": "thinking", "thinking": "hm, well", "signature": "sealed"});
    let tool = |id: &str, name: &str, input: Value| json!({"type": "tool_use", "id": id, "name": name, "input": input});
    for (what, content, reason, details, events) in [
        (
            "thoughts, sealed ones, text and two calls whose pieces come mixed",
            json!([thought, {"type": "redacted_thinking", "data": "xyz"}, text("Both."), tool("toolu_a", "f", json!({"a": 1})), tool("toolu_b", "g", json!({}))]),
            "tool_use",
            json!(null),
            vec![
                open(0, json!({"type": "thinking", "thinking": "", "signature": ""})),
                piece(0, json!({"type": "thinking_delta", "thinking": "hm, "})),
                json!({"type": "ping"}),
                piece(0, json!({"type": "thinking_delta", "thinking": "well"})),
                piece(0, json!({"type": "signature_delta", "signature": "sea"})),
                piece(0, json!({"type": "signature_delta", "signature": "led"})),
                close(0),
                open(1, json!({"type": "redacted_thinking", "data": "xyz"})),
                close(1),
                open(2, text("")),
                piece(2, json!({"type": "text_delta", "text": "Both."})),
                close(2),
                json!({"type": "something_new", "index": 9}),
                open(3, tool("toolu_a", "f", json!({}))),
                open(4, tool("toolu_b", "g", json!({}))),
                piece(3, json!({"type": "input_json_delta", "partial_json": ""})),
                piece(3, json!({"type": "input_json_delta", "partial_json": "{\"a\""})),
                piece(4, json!({"type": "input_json_delta", "partial_json": ""})),
                piece(3, json!({"type": "input_json_delta", "partial_json": ":1}"})),
                close(3),
                close(4),
            ],
        ),
        (
            "a call whose input comes at once",
            json!([tool("toolu_c", "f", json!({"a": 1}))]),
            "tool_use",
            json!(null),
            vec![open(0, tool("toolu_c", "f", json!({"a": 1}))), close(0)],
        ),
        (
            "an answer through the tool that holds it to a schema",
            json!([tool("toolu_d", super::ANSWER_TOOL, json!({"age": 7}))]),
            "tool_use",
            json!(null),
            vec![
                open(0, tool("toolu_d", super::ANSWER_TOOL, json!({}))),
                piece(0, json!({"type": "input_json_delta", "partial_json": "{\"age\":"})),
                piece(0, json!({"type": "input_json_delta", "partial_json": "7}"})),
                close(0),
            ],
        ),
        (
            "a refusal with its reason",
            json!([]),
            "refusal",
            json!({"type": "refusal", "category": "bio", "explanation": "Not this."}),
            vec![],
        ),
        (
            "the end of the context",
            json!([text("And so")]),
            "model_context_window_exceeded",
            json!(null),
            vec![open(0, text("And so"))],
        ),
    ] {
        let at_once = read(&whole(content, reason, details.clone()).to_string()).unwrap();
        let all: Vec<Value> =
            [vec![start(json!([]))], events, vec![end(reason, details), json!({"type": "message_stop"})]].concat();
        let streamed = read(&stream(&all)).unwrap();
        let without_logprobs =
            |mut choice: Value| choice.as_object_mut().unwrap().remove("logprobs").map_or(choice.clone(), |_| choice);
        assert_eq!(without_logprobs(streamed), without_logprobs(at_once), "{what}");
    }
    assert_eq!(thoughts::kept("toolu_a").len(), 2, "they led to the first call");
    assert_eq!(thoughts::kept("toolu_b").len(), 0);
}

#[test]
fn quirk_7_a_message_in_the_place_of_a_stream_is_one() {
    let body = json!({
        "id": "msg_1", "type": "message", "role": "assistant", "content": [{"type": "text", "text": "Hi"}],
        "stop_reason": "end_turn", "usage": {"input_tokens": 1, "output_tokens": 2},
    });
    let vendor = vendor();
    let mut stream = vendor.chat.unwrap().stream(vendor, "ours", false);
    let mut events = Vec::new();
    stream.push(body.to_string().into(), &mut events);
    stream.finish(&mut events);
    let Some((StreamEvent::End(end), frames)) = events.split_last() else { panic!("{events:?}") };
    assert_eq!((end.finish_reason.as_deref(), end.usage.unwrap().output), (Some("stop"), 2));
    let said = |event: &StreamEvent| matches!(event, StreamEvent::Frames { bytes, .. } if bytes.windows(4).any(|part| part == b"\"Hi\""));
    assert!(frames.iter().any(said), "{frames:?}");
}

#[test]
fn quirk_38_a_body_that_is_too_large_is_refused_before_it_is_sent() {
    let image = format!("data:image/png;base64,{}", "A".repeat(5 << 20));
    let part = json!({"type": "image_url", "image_url": {"url": image}});
    let parts = vec![part; 7];
    let failure = sent("claude-sonnet-4-5", &json!({"messages": [{"role": "user", "content": parts}]})).unwrap_err();
    assert_eq!((failure.status, failure.code.as_deref()), (Some(413), Some("request_too_large")));
}

#[test]
fn quirk_38_an_image_that_is_too_large_is_refused_before_it_is_sent() {
    let part =
        |length| json!({"type": "image_url", "image_url": {"url": format!("data:image/png;base64,{}", "A".repeat(length))}});
    let ask = |length| sent("claude-sonnet-4-5", &json!({"messages": [{"role": "user", "content": [part(length)]}]}));
    assert!(ask(5 << 20).is_ok());
    let failure = ask((5 << 20) + 1).unwrap_err();
    assert_eq!((failure.code.as_deref(), failure.param.as_deref()), (Some("image_too_large"), Some("messages[0].content[0]")));
}

#[test]
fn quirk_24_what_is_lost_is_told() {
    let tool = |strict: bool| json!([{"type": "function", "function": {"name": "f", "strict": strict}}]);
    for (upstream, extra, lost) in [
        ("claude-sonnet-4-5", json!({"temperature": 1.5}), &["temperature"][..]),
        ("claude-sonnet-4-5", json!({"temperature": 0.5, "top_p": 0.9}), &["top_p"]),
        ("claude-sonnet-4-5", json!({"temperature": 1, "reasoning_effort": "high"}), &[]),
        ("claude-sonnet-4-5", json!({"temperature": 0.5, "reasoning_effort": "high"}), &["temperature"]),
        ("claude-opus-4-7", json!({"temperature": 0.5, "top_k": 3}), &["temperature", "top_k"]),
        ("claude-3-5-sonnet-latest", json!({"reasoning_effort": "high"}), &["reasoning_effort"]),
        ("claude-3-5-sonnet-latest", json!({"reasoning_effort": "none"}), &[]),
        ("claude-sonnet-4-5", json!({"tools": tool(true), "parallel_tool_calls": false}), &[]),
        ("claude-3-7-sonnet-latest", json!({"tools": tool(true)}), &["tools[0]"]),
        ("claude-sonnet-4-5", json!({"presence_penalty": 0, "frequency_penalty": 0.0, "n": 1, "logprobs": false}), &[]),
    ] {
        let mut request = json!({"messages": [{"role": "user", "content": "hi"}]});
        request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        assert_eq!(encoded(upstream, &request).unwrap().1, lost, "{upstream} {extra}");
    }
}

#[test]
fn quirk_36_what_is_not_known_is_not_sent_and_told_if_it_changes_the_answer() {
    let request = json!({
        "messages": [{"role": "user", "content": "hi"}], "presence_penalty": 0.5, "seed": 1, "logit_bias": {"1": 2}, "store": true,
        "service_tier": "auto", "verbosity": "low", "modalities": [], "stop": null, "user": "ada", "min_p": 0.1,
    });
    let (sent, lost) = encoded("claude-sonnet-4-5", &request).unwrap();
    let mut names: Vec<&str> = sent.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort();
    assert_eq!(names, ["max_tokens", "messages", "metadata", "model"]);
    assert_eq!(lost, ["presence_penalty", "seed", "logit_bias", "verbosity", "min_p"]);
}

#[test]
fn what_is_no_message_is_the_failure_that_it_says() {
    use turnpike_domain::failure::FailureKind::*;
    let start = |id: &str| json!({"type": "message_start", "message": {"id": id, "usage": {}}});
    let error = |kind: &str| json!({"type": "error", "error": {"type": kind, "message": "no"}});
    for (body, kind) in [
        (error("overloaded_error").to_string(), Overloaded),
        (error("api_error").to_string(), Server),
        (stream(&[error("rate_limit_error")]), RateLimited),
        (stream(&[start("msg_1"), json!({"type": "ping"}), error("overloaded_error")]), Overloaded),
        (stream(&[start("msg_1"), start("msg_2")]), BadReply),
        (stream(&[start("msg_1")]), Truncated),
        ("<html><title>502</title></html>".to_owned(), BadReply),
        ("{\"id\":\"msg_1\"}".to_owned(), Server),
    ] {
        assert_eq!(read(&body).unwrap_err().kind, kind, "{body}");
    }
}
