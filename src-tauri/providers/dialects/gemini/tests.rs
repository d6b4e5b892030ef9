//! Answers and streams that no recording holds.

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::chat_request::ChatRequest;

use super::*;
use crate::{stream::StreamEvent, vendors::gemini::VENDOR};

fn decoded(answer: &Value) -> Result<Value, Failure> {
    let reply = ChatDialect::decode(&Gemini, &VENDOR, answer.to_string().into(), "ours")?;
    Ok(serde_json::from_slice(&reply.body).unwrap())
}

fn candidate(parts: Value, finish_reason: &str) -> Value {
    json!({"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": finish_reason}], "responseId": "r1"})
}

/// The chunks of a stream of these events, and how it ended.
fn streamed(events: &[Value]) -> (Vec<Value>, StreamEvent) {
    let mut stream = Gemini.stream(&VENDOR, "ours", false);
    let mut all = Vec::new();
    for event in events {
        stream.push(Bytes::from(format!("data: {event}\r\n\r\n")), &mut all);
    }
    stream.finish(&mut all);
    let last = all.pop().unwrap();
    let frames: Vec<u8> = all
        .into_iter()
        .flat_map(|event| match event {
            StreamEvent::Frames { bytes, .. } => bytes.to_vec(),
            other => panic!("{other:?}"),
        })
        .collect();
    let frames = String::from_utf8(frames).unwrap();
    (frames.lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()).collect(), last)
}

fn choices(chunks: &[Value]) -> Vec<&Value> {
    chunks.iter().flat_map(|chunk| chunk["choices"].as_array().unwrap()).collect()
}

#[test]
fn an_answer_has_openai_s_shape_and_nothing_of_its_own() {
    let mut answer = candidate(json!([{"text": "Hm.", "thought": true}, {"text": "Four"}, {"text": "."}]), "STOP");
    answer["usageMetadata"] =
        json!({"promptTokenCount": 5, "candidatesTokenCount": 2, "thoughtsTokenCount": 3, "totalTokenCount": 10});
    answer["modelVersion"] = "theirs".into();
    let mut body = decoded(&answer).unwrap();
    assert!(body["created"].take().is_u64());
    let expected = json!({
        "object": "chat.completion", "created": null, "model": "ours", "id": "chatcmpl-r1",
        "choices": [{"index": 0, "logprobs": null, "finish_reason": "stop", "message":
            {"role": "assistant", "content": "Four.", "reasoning_content": "Hm.", "refusal": null}}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 5, "total_tokens": 10,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 3}},
    });
    assert_eq!(body, expected);
}

#[test]
fn a_refused_prompt_is_an_answer_that_was_filtered() {
    let blocked = json!({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 4}});
    let body = decoded(&blocked).unwrap();
    let choice = &body["choices"][0];
    assert_eq!((&choice["finish_reason"], &choice["message"]["content"]), (&"content_filter".into(), &"".into()));
    let (chunks, last) = streamed(&[blocked]);
    assert_eq!(choices(&chunks).last().unwrap()["finish_reason"], "content_filter");
    let StreamEvent::End(end) = last else { panic!("{last:?}") };
    assert_eq!((end.finish_reason.as_deref(), end.usage.unwrap().input), (Some("content_filter"), 4));
}

#[test]
fn quirk_15_calls_are_numbered_over_the_whole_stream_and_get_ids_of_their_own() {
    let call = |name: &str| json!({"functionCall": {"name": name, "args": {"n": 1}}});
    let mut last = candidate(json!([call("c")]), "STOP");
    last["candidates"][0]["index"] = 0.into();
    let (chunks, _) = streamed(&[candidate(json!([call("a"), call("b")]), "STOP"), last]);
    let choices = choices(&chunks);
    let calls: Vec<&Value> =
        choices.iter().flat_map(|choice| choice["delta"]["tool_calls"].as_array().into_iter().flatten()).collect();
    let places: Vec<_> = calls.iter().map(|call| (call["index"].as_u64(), call["function"]["name"].as_str())).collect();
    assert_eq!(places, [(Some(0), Some("a")), (Some(1), Some("b")), (Some(2), Some("c"))]);
    let ids: std::collections::BTreeSet<_> = calls.iter().map(|call| call["id"].as_str().unwrap()).collect();
    assert!(ids.len() == 3 && ids.iter().all(|id| id.starts_with("call_") && id.len() <= 40), "{ids:?}");
    assert_eq!(choices.last().unwrap()["finish_reason"], "tool_calls");
}

#[test]
fn quirk_5_text_behind_a_first_end_is_not_lost() {
    let (chunks, last) = streamed(&[candidate(json!([{"text": "One"}]), "STOP"), candidate(json!([{"text": " two"}]), "STOP")]);
    let text: String = choices(&chunks).iter().filter_map(|choice| choice["delta"]["content"].as_str()).collect();
    assert_eq!(text, "One two");
    assert!(matches!(last, StreamEvent::End(_)));
}

#[test]
fn quirk_6_what_breaks_off_inside_a_success_is_a_failure() {
    let error = json!({"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}});
    let malformed =
        json!({"candidates": [{"content": {}, "finishReason": "MALFORMED_FUNCTION_CALL", "finishMessage": "Malformed: f("}]});
    for (answer, kind) in [(error, FailureKind::Overloaded), (malformed, FailureKind::BadReply)] {
        assert_eq!(decoded(&answer).unwrap_err().kind, kind);
        let (_, last) = streamed(&[candidate(json!([{"text": "a"}]), ""), answer]);
        assert!(matches!(&last, StreamEvent::Failed(failure) if failure.kind == kind), "{last:?}");
    }
    let (_, last) = streamed(&[json!({"candidates": [{"content": {"parts": [{"text": "a"}]}}]})]);
    assert!(matches!(&last, StreamEvent::Failed(failure) if failure.kind == FailureKind::Truncated), "quirk 4: {last:?}");
}

#[test]
fn quirk_7_an_answer_of_the_other_kind_is_read_all_the_same() {
    let answer = candidate(json!([{"text": "Four"}]), "STOP");
    let stream = format!("data: {answer}\r\n\r\n");
    let reply = ChatDialect::decode(&Gemini, &VENDOR, stream.into(), "ours").unwrap();
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!((&body["choices"][0]["message"]["content"], &body["id"]), (&"Four".into(), &"chatcmpl-r1".into()));
    let (mut stream, mut events) = (Gemini.stream(&VENDOR, "ours", false), Vec::new());
    stream.push(answer.to_string().into(), &mut events);
    stream.finish(&mut events);
    assert!(matches!(events.last(), Some(StreamEvent::End(end)) if end.finish_reason.as_deref() == Some("stop")), "{events:?}");
    for (body, kind) in [("<html>", FailureKind::BadReply), ("{}", FailureKind::BadReply), ("", FailureKind::BadReply)] {
        assert_eq!(ChatDialect::decode(&Gemini, &VENDOR, body.into(), "ours").unwrap_err().kind, kind, "{body}");
    }
}

#[test]
fn quirk_31_a_signature_is_beside_its_call_and_remembered_for_clients_that_drop_it() {
    let call = json!({"functionCall": {"name": "now", "args": {}, "id": "call_quirk_31"}, "thoughtSignature": "signed"});
    let mut body = decoded(&candidate(json!([call]), "STOP")).unwrap();
    let message = &mut body["choices"][0]["message"];
    assert_eq!(message["tool_calls"][0]["extra_content"], json!({"google": {"thought_signature": "signed"}}));
    message["tool_calls"][0].as_object_mut().unwrap().remove("extra_content");
    let result = json!({"role": "tool", "tool_call_id": "call_quirk_31", "content": "noon"});
    let request = json!({"model": "ours", "messages": [{"role": "user", "content": "Hi"}, message, result]}).to_string();
    let call = ChatDialect::encode(&Gemini, &VENDOR, &ChatRequest::parse(request.as_bytes()).unwrap(), "gemini-3-flash-preview");
    let sent: Value = serde_json::from_slice(&call.unwrap().body).unwrap();
    assert_eq!(sent["contents"][1]["parts"][0]["thoughtSignature"], "signed");
}

#[test]
fn how_likely_tokens_were_is_said_as_openai_says_it() {
    let token = |text: &str, likely: f64| json!({"token": text, "logProbability": likely, "tokenId": 7});
    let mut answer = candidate(json!([{"text": "é"}]), "STOP");
    answer["candidates"][0]["logprobsResult"] =
        json!({"chosenCandidates": [token("é", -0.5)], "topCandidates": [{"candidates": [token("é", -0.5), token("e", -1.5)]}]});
    let likely = decoded(&answer).unwrap()["choices"][0]["logprobs"]["content"][0].clone();
    assert_eq!((&likely["token"], &likely["logprob"], &likely["bytes"]), (&"é".into(), &json!(-0.5), &json!([195, 169])));
    assert_eq!(likely["top_logprobs"][1], json!({"token": "e", "logprob": -1.5, "bytes": [101]}));
}

#[test]
fn pictures_are_data_urls_beside_the_text() {
    let answer = candidate(json!([{"text": "Here"}, {"inlineData": {"mimeType": "image/png", "data": "iVBO"}}]), "STOP");
    let url = json!([{"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBO"}}]);
    assert_eq!(decoded(&answer).unwrap()["choices"][0]["message"]["images"], url);
    let (chunks, _) = streamed(&[answer]);
    assert!(choices(&chunks).iter().any(|choice| choice["delta"]["images"] == url), "{chunks:?}");
}

#[test]
fn models_are_listed_by_the_names_that_are_asked_for() {
    let list =
        br#"{"models":[{"name":"models/gemini-2.5-flash","displayName":"x"},{"name":"models/gemma-3"}],"nextPageToken":"x"}"#;
    assert_eq!(Gemini.models(list).unwrap(), ["gemini-2.5-flash", "gemma-3"]);
    assert_eq!(Gemini.models(br#"{"data":[]}"#), None);
}

/// The body, and the fields that are warned of.
fn encoded(upstream: &str, request: Value) -> Result<(Value, Vec<String>), Failure> {
    let mut request = request;
    request["model"] = "ours".into();
    if request.get("messages").is_none() {
        request["messages"] = json!([{"role": "user", "content": "hi"}]);
    }
    let body = request.to_string();
    let call = ChatDialect::encode(&Gemini, &VENDOR, &ChatRequest::parse(body.as_bytes()).unwrap(), upstream)?;
    let lost = call.warnings.iter().map(|warning| warning.param.clone()).collect();
    Ok((serde_json::from_slice(&call.body).unwrap(), lost))
}

fn sent(request: Value) -> Value {
    encoded("gemini-2.5-flash", request).unwrap().0
}

fn refused(request: Value) -> String {
    encoded("gemini-2.5-flash", request).unwrap_err().param.unwrap()
}

#[test]
fn quirk_26_instructions_are_before_the_turns_wherever_they_stood() {
    let sent = sent(json!({"messages": [
        {"role": "system", "content": "a"}, {"role": "user", "content": "b"}, {"role": "developer", "content": "c"}]}));
    assert_eq!(sent["systemInstruction"], json!({"parts": [{"text": "a"}, {"text": "c"}]}));
    assert_eq!(sent["contents"], json!([{"role": "user", "parts": [{"text": "b"}]}]));
}

#[test]
fn quirk_27_turns_are_merged_and_the_user_begins() {
    let sent = sent(json!({"messages": [
        {"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}, {"role": "user", "content": "c"}]}));
    let expected = json!([
        {"role": "user", "parts": [{"text": "."}]},
        {"role": "model", "parts": [{"text": "a"}]},
        {"role": "user", "parts": [{"text": "b"}, {"text": "c"}]},
    ]);
    assert_eq!(sent["contents"], expected);
}

#[test]
fn quirk_28_empty_texts_are_not_sent() {
    let part = |text: &str| json!({"type": "text", "text": text});
    let sent = sent(json!({"messages": [
        {"role": "user", "content": [part(""), part("a")]}, {"role": "assistant", "content": ""}, {"role": "user", "content": "b"}]}));
    assert_eq!(sent["contents"], json!([{"role": "user", "parts": [{"text": "a"}, {"text": "b"}]}]));
}

#[test]
fn quirk_30_results_stand_behind_their_calls_and_none_is_missing() {
    let call = |id: &str| json!({"id": id, "type": "function", "function": {"name": id, "arguments": "{}"}});
    let result = |id: &str| json!({"role": "tool", "tool_call_id": id, "content": "1"});
    let user = json!({"role": "user", "content": "hi"});
    let calls = json!({"role": "assistant", "tool_calls": [call("a"), call("b")]});
    let turns = sent(json!({"messages": [user, calls, result("b"), user, result("a")]}))["contents"].clone();
    let names: Vec<_> =
        turns[2]["parts"].as_array().unwrap().iter().map(|part| part["functionResponse"]["name"].clone()).collect();
    assert_eq!(names, [json!("a"), json!("b"), Value::Null], "what the user says comes behind both");
    for (messages, param) in [
        (json!([user, calls, result("a")]), "messages[1].tool_calls[1].id"),
        (json!([user, result("a")]), "messages[1].tool_call_id"),
    ] {
        assert_eq!(refused(json!({"messages": messages})), param);
    }
}

#[test]
fn quirk_34_who_has_to_be_called_is_said_and_more_calls_at_once_are_told() {
    let tools = json!([{"type": "function", "function": {"name": "f"}}]);
    for (choice, config) in [
        (json!("required"), json!({"mode": "ANY"})),
        (json!("none"), json!({"mode": "NONE"})),
        (json!({"type": "function", "function": {"name": "f"}}), json!({"mode": "ANY", "allowedFunctionNames": ["f"]})),
    ] {
        let sent = sent(json!({"tools": tools, "tool_choice": choice}));
        assert_eq!(sent["toolConfig"]["functionCallingConfig"], config);
    }
    assert_eq!(refused(json!({"tools": tools, "tool_choice": {"type": "custom"}})), "tool_choice");
    let (_, lost) = encoded("gemini-2.5-flash", json!({"tools": tools, "parallel_tool_calls": false})).unwrap();
    assert_eq!(lost, ["parallel_tool_calls"]);
}

#[test]
fn quirk_35_several_answers_logprobs_seed_and_stops_are_asked_for() {
    let config =
        sent(json!({"n": 2, "logprobs": true, "top_logprobs": 3, "seed": 1, "stop": ["a", "b", "c", "d"]}))["generationConfig"]
            .clone();
    let expected =
        json!({"candidateCount": 2, "responseLogprobs": true, "logprobs": 3, "seed": 1, "stopSequences": ["a", "b", "c", "d"]});
    assert_eq!(config, expected);
}

#[test]
fn quirk_36_what_is_not_known_is_not_sent_and_told_if_it_changes_the_answer() {
    let request =
        json!({"stop": null, "tools": [], "logit_bias": {"1": 2}, "store": true, "user": "ada", "verbosity": "low", "n": 1});
    let (sent, lost) = encoded("gemini-2.5-flash", request).unwrap();
    assert_eq!((sent.as_object().unwrap().len(), lost), (1, vec!["logit_bias".to_owned(), "verbosity".to_owned()]));
    let effort = |upstream| encoded(upstream, json!({"reasoning_effort": "high"})).unwrap().1;
    assert_eq!((effort("gemini-2.0-flash"), effort("gemini-2.5-flash")), (vec!["reasoning_effort".to_owned()], Vec::new()));
}

#[test]
fn quirk_38_a_body_that_is_too_large_is_refused_before_it_is_sent() {
    let image = format!("data:image/png;base64,{}", "A".repeat(21 << 20));
    let part = json!({"type": "image_url", "image_url": {"url": image}});
    let request = json!({"messages": [{"role": "user", "content": [part]}]});
    let failure = encoded("gemini-2.5-flash", request.clone()).unwrap_err();
    assert_eq!((failure.status, failure.code.as_deref()), (Some(413), Some("request_too_large")));
    assert!(encoded("gemini-3-flash-preview", request).is_ok(), "the newer ones take more");
}
