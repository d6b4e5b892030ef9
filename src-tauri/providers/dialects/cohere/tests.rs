//! Answers and streams, written as the API's reference describes them. Requests are in `tests/golden/cohere`.

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

use super::*;
use crate::{
    stream::{StreamEnd, StreamEvent},
    vendors::cohere::VENDOR,
};

fn decoded(body: &str) -> Result<Value, Failure> {
    let reply = ChatDialect::decode(&Cohere, &VENDOR, body.to_owned().into(), "ours")?;
    Ok(serde_json::from_slice(&reply.body).unwrap())
}

/// What a stream becomes whose bytes come in these pieces. Its time is made up here, and differs from run to run.
fn streamed(pieces: &[&[u8]]) -> (Vec<Value>, StreamEvent) {
    let (mut stream, mut events) = (Cohere.stream(&VENDOR, "ours", false), Vec::new());
    for piece in pieces {
        stream.push(Bytes::copy_from_slice(piece), &mut events);
    }
    stream.finish(&mut events);
    let last = match events.pop().unwrap() {
        StreamEvent::End(end) => StreamEvent::End(StreamEnd { created: 0, ..end }),
        other => other,
    };
    let frames: Vec<u8> = events
        .into_iter()
        .flat_map(|event| match event {
            StreamEvent::Frames { bytes, .. } => bytes.to_vec(),
            other => panic!("{other:?} is not the last"),
        })
        .collect();
    let chunk = |frame: &str| {
        let mut chunk: Value = serde_json::from_str(frame.strip_prefix("data: ").unwrap()).unwrap();
        assert!(chunk["created"].take().is_u64() && chunk["model"] == "ours", "{frame}");
        chunk
    };
    (String::from_utf8(frames).unwrap().split_terminator("\n\n").map(chunk).collect(), last)
}

/// The events of a stream as they are sent, each by its name.
fn sse(events: &[Value]) -> String {
    events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap())).collect()
}

fn start() -> Value {
    let message = json!({"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []});
    json!({"id": "6f1e", "type": "message-start", "delta": {"message": message}})
}

fn end(finish_reason: &str) -> Value {
    json!({"id": "6f1e", "type": "message-end", "delta": {"finish_reason": finish_reason, "usage": usage()}})
}

fn usage() -> Value {
    json!({"billed_units": {"input_tokens": 12, "output_tokens": 5}, "tokens": {"input_tokens": 900, "output_tokens": 9}, "cached_tokens": 896})
}

fn says(kind: &str, index: u64, content: Value) -> Value {
    json!({"type": kind, "index": index, "delta": {"message": {"content": content}}})
}

fn plans(words: &str) -> Value {
    json!({"type": "tool-plan-delta", "delta": {"message": {"tool_plan": words}}})
}

fn calls(kind: &str, index: u64, call: Value) -> Value {
    json!({"type": kind, "index": index, "delta": {"message": {"tool_calls": call}}})
}

fn begins(index: u64, id: &str, name: &str) -> Value {
    calls("tool-call-start", index, json!({"id": id, "type": "function", "function": {"name": name, "arguments": ""}}))
}

fn goes_on(index: u64, arguments: &str) -> Value {
    calls("tool-call-delta", index, json!({"function": {"arguments": arguments}}))
}

/// A plan, two calls at once and one without arguments.
fn with_calls() -> Vec<Value> {
    vec![
        start(),
        plans("Both, "),
        plans("and the time – ⏱."),
        begins(0, "weather_1", "weather"),
        goes_on(0, "{\"city\":"),
        goes_on(0, "\"Málaga\"}"),
        json!({"type": "tool-call-end", "index": 0}),
        begins(1, "weather_2", "weather"),
        goes_on(1, "{\"city\":\"Oslo\"}"),
        json!({"type": "tool-call-end", "index": 1}),
        begins(2, "now_3", "now"),
        json!({"type": "tool-call-end", "index": 2}),
        end("TOOL_CALL"),
    ]
}

/// Thoughts, a text and where it has that from.
fn with_thoughts() -> Vec<Value> {
    let citation = json!({"start": 0, "end": 4, "text": "Rome", "sources": [{"type": "document", "id": "doc:0"}]});
    vec![
        start(),
        says("content-start", 0, json!({"type": "thinking", "thinking": ""})),
        says("content-delta", 0, json!({"thinking": "Hm. "})),
        says("content-delta", 0, json!({"thinking": "日本?"})),
        json!({"type": "content-end", "index": 0}),
        says("content-start", 1, json!({"type": "text", "text": ""})),
        says("content-delta", 1, json!({"text": "Rome"})),
        says("content-delta", 1, json!({"text": ", naturally."})),
        json!({"type": "content-end", "index": 1}),
        json!({"type": "citation-start", "index": 0, "delta": {"message": {"citations": citation}}}),
        json!({"type": "citation-end", "index": 0}),
        json!({"type": "debug", "prompt": "…"}),
        end("COMPLETE"),
    ]
}

/// The deltas that say something, and the last reason.
fn deltas(chunks: &[Value]) -> (Vec<&Value>, &Value) {
    let choices: Vec<&Value> = chunks.iter().map(|chunk| &chunk["choices"][0]).collect();
    (
        choices.iter().map(|choice| &choice["delta"]).filter(|delta| **delta != json!({})).collect(),
        &choices.last().unwrap()["finish_reason"],
    )
}

#[test]
fn streams_are_said_in_openai_s_chunks() {
    let begun = |place: u64, id: &str, name: &str| json!({"tool_calls": [{"index": place, "id": id, "type": "function", "function": {"name": name, "arguments": ""}}]});
    let more = |place: u64, arguments: &str| json!({"tool_calls": [{"index": place, "function": {"arguments": arguments}}]});
    let opening = json!({"role": "assistant", "content": ""});
    let citation = json!({"start": 0, "end": 4, "text": "Rome", "sources": [{"type": "document", "id": "doc:0"}]});
    for (events, said, reason) in [
        (
            with_calls(),
            vec![
                opening.clone(),
                json!({"reasoning_content": "Both, "}),
                json!({"reasoning_content": "and the time – ⏱."}),
                begun(0, "weather_1", "weather"),
                more(0, "{\"city\":"),
                more(0, "\"Málaga\"}"),
                begun(1, "weather_2", "weather"),
                more(1, "{\"city\":\"Oslo\"}"),
                begun(2, "now_3", "now"),
                more(2, "{}"),
            ],
            "tool_calls",
        ),
        (
            with_thoughts(),
            vec![
                opening,
                json!({"reasoning_content": "Hm. "}),
                json!({"reasoning_content": "日本?"}),
                json!({"content": "Rome"}),
                json!({"content": ", naturally."}),
                json!({"citations": [citation]}),
            ],
            "stop",
        ),
    ] {
        let (chunks, last) = streamed(&[sse(&events).as_bytes()]);
        let (deltas, finish_reason) = deltas(&chunks);
        assert_eq!(deltas, said.iter().collect::<Vec<_>>());
        assert_eq!((finish_reason, &chunks[0]["id"]), (&json!(reason), &json!("chatcmpl-6f1e")));
        let StreamEvent::End(end) = last else { panic!("{last:?}") };
        let usage = end.usage.unwrap();
        assert_eq!((usage.input, usage.cached_input, usage.output), (12, 0, 5), "what is paid for");
        assert_eq!(end.finish_reason.as_deref(), Some(reason));
    }
}

#[test]
fn quirk_1_streams_come_out_the_same_wherever_they_are_cut() {
    for events in [with_calls(), with_thoughts()] {
        let text = sse(&events);
        let bytes = text.as_bytes();
        let whole = streamed(&[bytes]);
        for cut in 1..bytes.len() {
            assert_eq!(streamed(&[&bytes[..cut], &bytes[cut..]]), whole, "cut at {cut}");
        }
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            assert_eq!(streamed(&text.as_bytes().chunks(1).collect::<Vec<_>>()), whole, "byte by byte");
        }
    }
}

#[test]
fn quirk_15_calls_that_are_all_numbered_0_are_told_apart() {
    let events =
        [start(), begins(0, "a", "f"), goes_on(0, "{\"n\":1}"), begins(0, "b", "g"), goes_on(0, "{\"n\":2}"), end("TOOL_CALL")];
    let (chunks, _) = streamed(&[sse(&events).as_bytes()]);
    let calls: Vec<&Value> =
        chunks.iter().flat_map(|chunk| chunk["choices"][0]["delta"]["tool_calls"].as_array().into_iter().flatten()).collect();
    let places: Vec<_> = calls.iter().map(|call| (call["index"].as_u64(), call["function"]["arguments"].as_str())).collect();
    assert_eq!(places, [(Some(0), Some("")), (Some(0), Some("{\"n\":1}")), (Some(1), Some("")), (Some(1), Some("{\"n\":2}"))]);
}

#[test]
fn quirk_4_only_the_model_s_own_end_makes_a_stream_whole() {
    let mut begun = vec![start(), says("content-delta", 0, json!({"text": "Ro"}))];
    for tail in ["", "data: [DONE]\n\n", "data: {\"type\":\"content-delta\",\"delta\":{\"mess"] {
        let (_, last) = streamed(&[(sse(&begun) + tail).as_bytes()]);
        assert!(matches!(&last, StreamEvent::Failed(failure) if failure.kind == FailureKind::Truncated), "{tail}: {last:?}");
    }
    begun.push(end("MAX_TOKENS"));
    for tail in ["", "data: [DONE]\n\n"] {
        let (_, last) = streamed(&[(sse(&begun) + tail).as_bytes()]);
        let StreamEvent::End(end) = last else { panic!("{tail}: {last:?}") };
        assert_eq!(end.finish_reason.as_deref(), Some("length"));
    }
}

#[test]
fn quirk_6_what_goes_wrong_inside_a_success_is_a_failure() {
    let failed =
        |reason: &str, error: Option<&str>| json!({"type": "message-end", "delta": {"finish_reason": reason, "error": error}});
    for (event, kind) in [
        (failed("ERROR", Some("the model is overloaded")), FailureKind::Overloaded),
        (failed("ERROR", None), FailureKind::Server),
        (failed("TIMEOUT", None), FailureKind::Timeout),
        (json!({"type": "error", "message": "too many tokens: size limit exceeded by 9 tokens."}), FailureKind::ContextLength),
        (json!({"type": "", "id": "1", "message": "invalid api token"}), FailureKind::Auth),
    ] {
        let (_, last) = streamed(&[sse(&[start(), event]).as_bytes()]);
        assert!(matches!(&last, StreamEvent::Failed(failure) if failure.kind == kind), "{last:?}");
    }
    let failed = json!({"id": "1", "message": {"role": "assistant", "content": []}, "finish_reason": "ERROR"}).to_string();
    let refused = json!({"id": "1", "message": "model 'x' not found"}).to_string();
    for (body, kind) in [
        (&*failed, FailureKind::Server),
        (&refused, FailureKind::ModelNotFound),
        ("<html>", FailureKind::BadReply),
        ("", FailureKind::BadReply),
    ] {
        assert_eq!(decoded(body).unwrap_err().kind, kind, "quirks 7 and 8: {body}");
        let (_, last) = streamed(&[body.as_bytes()]);
        assert!(matches!(&last, StreamEvent::Failed(failure) if failure.kind == kind), "{body}: {last:?}");
    }
}

fn answer(message: Value, finish_reason: &str) -> Value {
    json!({"id": "6f1e", "message": message, "finish_reason": finish_reason, "usage": usage()})
}

#[test]
fn an_answer_has_openai_s_shape() {
    let call =
        |id: &str, arguments: &str| json!({"id": id, "type": "function", "function": {"name": "f", "arguments": arguments}});
    let thinking = json!({"type": "thinking", "thinking": "Hm."});
    let text = |words: &str| json!({"type": "text", "text": words});
    let citations = json!([{"start": 0, "end": 1, "text": "F"}]);
    for (message, finish_reason, expected) in [
        (
            json!({"role": "assistant", "content": [thinking, text("Four"), text(".")], "citations": citations}),
            "COMPLETE",
            json!({"message": {"role": "assistant", "content": "Four.", "reasoning_content": "Hm.", "citations": citations, "refusal": null}, "finish_reason": "stop"}),
        ),
        (
            json!({"role": "assistant", "tool_plan": "I call.", "tool_calls": [call("f_1", "{}"), call("f_2", "")], "content": []}),
            "TOOL_CALL",
            json!({"message": {"role": "assistant", "content": null, "reasoning_content": "I call.", "refusal": null,
                "tool_calls": [call("f_1", "{}"), call("f_2", "{}")]}, "finish_reason": "tool_calls"}),
        ),
        (
            json!({"role": "assistant", "content": null, "tool_calls": [], "citations": []}),
            "STOP_SEQUENCE",
            json!({"message": {"role": "assistant", "content": "", "refusal": null}, "finish_reason": "stop", "native_finish_reason": "STOP_SEQUENCE"}),
        ),
    ] {
        let whole = answer(message, finish_reason).to_string();
        let mut body = decoded(&whole).unwrap();
        let mut choice = body["choices"][0].take();
        assert!(choice["logprobs"].is_null() && choice["index"] == 0);
        choice.as_object_mut().unwrap().retain(|name, _| !matches!(name.as_str(), "logprobs" | "index"));
        assert_eq!(choice, expected);
        assert_eq!(
            (&body["id"], &body["object"], &body["model"]),
            (&json!("chatcmpl-6f1e"), &json!("chat.completion"), &json!("ours"))
        );
        assert_eq!((&body["usage"]["prompt_tokens"], &body["usage"]["total_tokens"]), (&json!(12), &json!(17)));
        let (chunks, last) = streamed(&[whole.as_bytes()]);
        assert!(matches!(last, StreamEvent::End(_)), "quirk 7: where a stream was asked for: {last:?}");
        assert_eq!(deltas(&chunks).1, &expected["finish_reason"]);
    }
    let body = decoded(&sse(&with_calls())).unwrap();
    let called = &body["choices"][0]["message"]["tool_calls"];
    assert_eq!(
        (&called[0]["function"]["arguments"], &called[2]["id"]),
        (&json!("{\"city\":\"Málaga\"}"), &json!("now_3")),
        "quirk 7"
    );
}

#[test]
fn vectors_are_a_list_in_either_form() {
    let read = |body: &Value, base64: bool| EmbeddingsDialect::decode(&Cohere, &VENDOR, body.to_string().into(), "ours", base64);
    let meta = json!({"api_version": {"version": "2"}, "billed_units": {"input_tokens": 10}});
    let by_type = json!({"id": "1", "texts": ["a", "b"], "embeddings": {"float": [[0.25, -1.5], [1, 2]]}, "meta": meta, "response_type": "embeddings_by_type"});
    let alone = json!({"embeddings": [[0.25, -1.5]], "meta": meta});
    for (body, base64, count, first) in [
        (&by_type, false, 2, json!([0.25, -1.5])),
        (&by_type, true, 2, json!("AACAPgAAwL8=")),
        (&alone, false, 1, json!([0.25, -1.5])),
    ] {
        let reply = read(body, base64).unwrap();
        let list: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!((list["data"].as_array().unwrap().len(), &list["data"][0]["embedding"]), (count, &first));
        assert_eq!(
            (&list["object"], &list["model"], &list["usage"]["total_tokens"]),
            (&json!("list"), &json!("ours"), &json!(10))
        );
        assert_eq!(reply.usage.unwrap().input, 10);
    }
    for (body, kind) in [
        (json!({"id": "1", "message": "too many tokens: the text is too long"}), FailureKind::ContextLength),
        (
            json!({"id": "1", "message": "invalid request: total number of texts must be at most 96 - received 104"}),
            FailureKind::Invalid,
        ),
        (json!({"embeddings": {"float": []}}), FailureKind::BadReply),
        (json!({"embeddings": {"int8": [[1]]}}), FailureKind::BadReply),
        (json!({"embeddings": 7}), FailureKind::BadReply),
        (json!([]), FailureKind::BadReply),
    ] {
        assert_eq!(read(&body, false).unwrap_err().kind, kind, "{body}");
    }
}

#[test]
fn models_are_those_that_chat_or_make_vectors() {
    let model = |name: &str, endpoints: Value| json!({"name": name, "endpoints": endpoints});
    let list = json!({"models": [
        model("command-a-03-2025", json!(["chat"])),
        model("embed-v4.0", json!(["embed", "embed_image"])),
        model("rerank-v3.5", json!(["rerank"])),
        {"name": "private"},
    ], "next_page_token": ""});
    assert_eq!(Cohere.models(list.to_string().as_bytes()).unwrap(), ["command-a-03-2025", "embed-v4.0", "private"]);
    assert_eq!(Cohere.models(b"{\"data\":[]}"), None);
}

#[test]
fn quirk_24_what_is_lost_is_told() {
    let tool = |name: &str, parameters: Value| json!({"type": "function", "function": {"name": name, "strict": true, "parameters": parameters}});
    let whole = tool("f", json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}));
    let beyond = tool("g", json!({"type": "object", "properties": {}}));
    for (upstream, extra, lost) in [
        (
            "command-a-03-2025",
            json!({"presence_penalty": -1, "frequency_penalty": 1.5}),
            &["frequency_penalty", "presence_penalty"][..],
        ),
        ("command-a-03-2025", json!({"presence_penalty": 0, "top_p": 1, "temperature": 0.2, "seed": 7, "logprobs": false}), &[]),
        (
            "command-a-03-2025",
            json!({"logit_bias": {"1": 1}, "parallel_tool_calls": false}),
            &["logit_bias", "parallel_tool_calls"],
        ),
        ("command-a-03-2025", json!({"reasoning_effort": "high"}), &["reasoning_effort"]),
        ("command-a-03-2025", json!({"reasoning_effort": "none"}), &[]),
        ("command-a-reasoning-08-2025", json!({"reasoning_effort": "high"}), &[]),
        ("command-a-03-2025", json!({"tools": [whole]}), &[]),
        ("command-a-03-2025", json!({"tools": [whole, beyond]}), &["tools[0]", "tools[1]"]),
        (
            "command-a-03-2025",
            json!({"documents": ["a"], "safety_mode": "STRICT", "user": "u", "store": true, "functions": []}),
            &[],
        ),
    ] {
        let mut request = json!({"model": "ours", "messages": [{"role": "user", "content": "hi"}]});
        request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let body = request.to_string();
        let call = ChatDialect::encode(&Cohere, &VENDOR, &ChatRequest::parse(body.as_bytes()).unwrap(), upstream).unwrap();
        let told: Vec<String> = call.warnings.into_iter().map(|warning| warning.param).collect();
        assert_eq!(told, lost, "{upstream} {extra}");
    }
}
