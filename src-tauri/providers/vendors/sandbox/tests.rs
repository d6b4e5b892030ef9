use serde_json::{Value, json};
use turnpike_domain::{failure::FailureKind, usage::Usage};
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest};

use super::*;
use crate::{dialect::Reply, stream::StreamEvent};

fn asked(extra: Value) -> String {
    let mut request = json!({"model": "m", "messages": [{"role": "user", "content": "Hello big world"}]});
    request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    request.to_string()
}

fn called(request: &str, upstream: &str) -> Answer {
    let request = ChatRequest::parse(request.as_bytes()).unwrap();
    answer(&VENDOR.chat.unwrap().encode(&VENDOR, &request, upstream).unwrap())
}

fn replied(extra: Value) -> (Value, Reply) {
    let answer = called(&asked(extra), "sandbox-chat");
    assert_eq!(answer.status, 200);
    let reply = VENDOR.chat.unwrap().decode(&VENDOR, answer.chunks.concat().into(), "ours").unwrap();
    (serde_json::from_slice(&reply.body).unwrap(), reply)
}

fn streamed(extra: Value) -> (Vec<Value>, StreamEvent) {
    let mut extra = extra;
    extra["stream"] = true.into();
    let mut stream = VENDOR.chat.unwrap().stream(&VENDOR, "ours", false);
    let mut events = Vec::new();
    for chunk in called(&asked(extra), "sandbox-chat").chunks {
        stream.push(chunk, &mut events);
    }
    stream.finish(&mut events);
    let last = events.pop().unwrap();
    let mut chunks = Vec::new();
    for event in events {
        let StreamEvent::Frames { bytes, .. } = event else { panic!("{event:?}") };
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        chunks.extend(text.split_terminator("\n\n").map(|frame| serde_json::from_str::<Value>(&frame[6..]).unwrap()));
    }
    (chunks, last)
}

#[test]
fn the_same_question_gets_the_same_labelled_answer_streamed_or_not() {
    let (body, reply) = replied(json!({}));
    let text = body["choices"][0]["message"]["content"].as_str().unwrap();
    assert_eq!(text, "Sandbox: no model was asked. You wrote 3 words: \"Hello big world\".");
    assert_eq!(replied(json!({})).0["id"], body["id"]);
    let (chunks, last) = streamed(json!({}));
    let joined: String = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(joined, text);
    assert!(chunks.len() > 10, "token by token");
    let StreamEvent::End(end) = last else { panic!("{last:?}") };
    assert_eq!(end.usage, reply.usage);
    assert_eq!(reply.usage.unwrap().output, tokens::count(text) as u64);
}

#[test]
fn tools_are_called_when_they_should_be_and_then_answered() {
    let weather = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let tools = json!([{"type": "function", "function": {"name": "weather", "parameters": weather}}, {"type": "function", "function": {"name": "clock"}}]);
    for (choice, expected) in [
        (json!("auto"), Some(("weather", "{\"city\":\"sandbox\"}"))),
        (json!("required"), Some(("weather", "{\"city\":\"sandbox\"}"))),
        (json!({"type": "function", "function": {"name": "clock"}}), Some(("clock", "{}"))),
        (json!("none"), None),
    ] {
        let (body, _) = replied(json!({"tools": tools, "tool_choice": choice}));
        let call = &body["choices"][0]["message"]["tool_calls"][0]["function"];
        assert_eq!(call["name"].as_str().zip(call["arguments"].as_str()), expected, "{choice}");
        assert_eq!(body["choices"][0]["finish_reason"], if expected.is_some() { "tool_calls" } else { "stop" });
    }
    let (chunks, _) = streamed(json!({"tools": tools}));
    let arguments: String = chunks
        .iter()
        .filter_map(|chunk| chunk["choices"][0]["delta"]["tool_calls"][0]["function"]["arguments"].as_str())
        .collect();
    assert_eq!(arguments, "{\"city\":\"sandbox\"}");
    let messages = json!([
        {"role": "user", "content": "weather?"},
        {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "c", "content": "sunny"},
    ]);
    let (body, _) = replied(json!({"tools": tools, "messages": messages}));
    assert_eq!(body["choices"][0]["message"]["content"], "Sandbox: the tool answered \"sunny\".");
}

#[test]
fn limits_stops_numbers_and_formats_are_kept() {
    let (body, reply) = replied(json!({"max_tokens": 3}));
    assert_eq!((body["choices"][0]["finish_reason"].as_str(), reply.usage.unwrap().output), (Some("length"), 3));
    let (body, _) = replied(json!({"stop": ["You", "words"]}));
    assert_eq!(body["choices"][0]["message"]["content"], "Sandbox: no model was asked. ");
    let (body, _) = replied(json!({"n": 2}));
    assert_eq!(body["choices"].as_array().unwrap().len(), 2);
    assert_ne!(body["choices"][0]["message"], body["choices"][1]["message"]);
    let parsed =
        |extra| serde_json::from_str::<Value>(replied(extra).0["choices"][0]["message"]["content"].as_str().unwrap()).unwrap();
    assert_eq!(parsed(json!({"response_format": {"type": "json_object"}})), json!({"sandbox": true, "words": 3}));
    let schema = json!({"name": "s", "schema": {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}});
    assert_eq!(parsed(json!({"response_format": {"type": "json_schema", "json_schema": schema}})), json!({"n": 1}));
}

#[test]
fn overloaded_is_always_overloaded_and_unknown_is_unknown() {
    for (model, status, kind) in
        [("sandbox-overloaded", 529, FailureKind::Overloaded), ("gpt-9", 404, FailureKind::ModelNotFound)]
    {
        let answer = called(&asked(json!({})), model);
        let failure = VENDOR.chat.unwrap().failure(&VENDOR, answer.status, None, &answer.chunks.concat());
        assert_eq!((answer.status, failure.kind), (status, kind));
    }
}

fn embedded(extra: Value, base64: bool) -> (Vec<Vec<f32>>, Reply) {
    let mut request = json!({"model": "m"});
    request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    if base64 {
        request["encoding_format"] = "base64".into();
    }
    let body = request.to_string();
    let request = EmbeddingsRequest::parse(body.as_bytes()).unwrap();
    let dialect = VENDOR.embeddings.unwrap();
    let answer = answer(&dialect.encode(&VENDOR, &request, "sandbox-embed").unwrap());
    let reply = dialect.decode(&VENDOR, answer.chunks.concat().into(), "ours", false).unwrap();
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    let vectors = body["data"].as_array().unwrap().iter().map(|item| serde_json::from_value(item["embedding"].clone()).unwrap());
    (vectors.collect(), reply)
}

#[test]
fn vectors_have_length_one_and_texts_that_share_words_lie_near_each_other() {
    let (vectors, reply) =
        embedded(json!({"input": ["the red fox runs", "the red fox sleeps", "quarterly tax report", "the red fox runs"]}), false);
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    for vector in &vectors {
        assert_eq!(vector.len(), 256);
        assert!((dot(vector, vector) - 1.0).abs() < 1e-5);
    }
    assert_eq!(vectors[0], vectors[3]);
    assert!(dot(&vectors[0], &vectors[1]) > dot(&vectors[0], &vectors[2]) + 0.3);
    assert_eq!(reply.usage.unwrap().input, 4 * 4, "quarterly is two tokens");
    for input in [json!("one text"), json!([1, 2, 3]), json!([[1, 2], [3]])] {
        assert_eq!(embedded(json!({"input": input, "dimensions": 8}), false).0[0].len(), 8);
    }
    let same = json!({"input": "the same"});
    assert_eq!(embedded(same.clone(), false).0, embedded(same, true).0, "base64 or not");
}

#[test]
fn every_model_answers_on_its_own_and_has_a_price() {
    for model in models() {
        let used = match model.kind {
            Kind::Speech => Usage { characters: 1_000, ..Usage::default() },
            Kind::Image => Usage { images: 1, ..Usage::default() },
            Kind::Video | Kind::Music => Usage { made_ms: 1_000, ..Usage::default() },
            Kind::Transcription => Usage { heard_ms: 1_000, ..Usage::default() },
            _ => Usage { input: 1_000, ..Usage::default() },
        };
        assert!(model.rates.charge(&used) > Credits::ZERO, "{}", model.id);
        assert!(model.fallbacks.iter().all(|fallback| models().iter().any(|other| other.id == *fallback)));
    }
}
