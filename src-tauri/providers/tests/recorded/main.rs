//! Answers that providers really gave, kept outside this repository. Each has to come out as what it says; each
//! stream has to come out the same wherever the network cuts it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test: it fails by panicking and says what it skips"
)]

mod answer;
mod cuts;
mod jobs;
mod recording;
mod reported;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::FailureKind;
use turnpike_providers::{Reply, StreamEvent};

use answer::{Answer, check, joined};
use cuts::{cut_everywhere, end, read, stream};
use recording::{Recording, recordings};

/// Failures that a status alone does not tell, by a part of the file's name.
const KINDS: [(&str, FailureKind); 10] = [
    ("exceed_context_size", FailureKind::ContextLength),
    ("too_many_prompt_tokens", FailureKind::ContextLength),
    ("real-error-scenarios-openrouter", FailureKind::ContextLength),
    ("embeddings-input-past-the-batch", FailureKind::ContextLength),
    ("tool_use_failed", FailureKind::BadReply),
    ("tool-use-failed", FailureKind::BadReply),
    ("invalid_model", FailureKind::ModelNotFound),
    ("error-preserves-provider-body", FailureKind::ModelNotFound),
    ("model-name-suggestion", FailureKind::ModelNotFound),
    ("gemini/r_chat_err400", FailureKind::Auth),
];

const SERVED_AS: &str = "our/name";

#[test]
fn streams_come_out_as_what_they_say() {
    for recording in recordings().into_iter().flatten() {
        let Some(sse) = &recording.sse else { continue };
        let (frames, last, content) = read(stream(&recording), &[sse.as_bytes()], true);
        if recording.has("err200") {
            let Some(StreamEvent::Failed(failure)) = last else { panic!("{}: {last:?}", recording.name) };
            assert_eq!((failure.kind, failure.status), (FailureKind::BadReply, Some(400)), "{}", recording.name);
            continue;
        }
        if recording.has("overloaded-midway") {
            let Some(StreamEvent::Failed(failure)) = last else { panic!("{}: {last:?}", recording.name) };
            assert_eq!((failure.kind, content), (FailureKind::Overloaded, true), "{}", recording.name);
            continue;
        }
        let end = end(&recording, last);
        let answers = joined(&recording.name, &frames);
        let chunks: Vec<Value> = sse.lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data:")?).ok()).collect();
        assert!(content, "{}", recording.name);
        assert_eq!(end.finish_reason, answers[0].finish_reason, "{}", recording.name);
        assert_eq!(end.usage_json.is_some(), end.usage.is_some(), "{}", recording.name);
        let reports_cost = recording.has("openrouter")
            || recording.has("xai") && end.usage_json.as_ref().is_some_and(|json| json.contains_key("cost_in_usd_ticks"));
        if reports_cost {
            assert!(end.cost.is_some(), "{}", recording.name);
        }
        for answer in &answers {
            check(&recording, answer, &chunks, end.usage);
        }
    }
}

#[test]
fn streams_come_out_the_same_wherever_they_are_cut() {
    let recordings: Vec<Recording> = recordings().into_iter().flatten().filter(|recording| recording.sse.is_some()).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let mine = recordings.iter().skip(worker).step_by(workers);
            scope.spawn(|| mine.for_each(cut_everywhere));
        }
    });
}

fn decoded(recording: &Recording) -> Reply {
    let body = Bytes::from(recording.body.clone());
    let reply = if recording.chat {
        recording.vendor.chat.unwrap().decode(recording.vendor, body, SERVED_AS)
    } else {
        recording.vendor.embeddings.unwrap().decode(recording.vendor, body, SERVED_AS, false)
    };
    reply.unwrap_or_else(|failure| panic!("{}: {failure:?}", recording.name))
}

#[test]
fn completions_come_out_as_what_they_say() {
    for recording in recordings()
        .into_iter()
        .flatten()
        .filter(|recording| recording.chat && recording.sse.is_none() && recording.status == 200)
    {
        let (name, reply) = (&recording.name, decoded(&recording));
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!((&body["object"], &body["model"]), (&"chat.completion".into(), &SERVED_AS.into()), "{name}");
        assert!(body["id"].is_string() && body["created"].is_u64(), "{name}");
        let choice = &body["choices"][0];
        let message = &choice["message"];
        for (at, field) in [(choice, "logprobs"), (choice, "finish_reason"), (message, "content"), (message, "refusal")] {
            assert!(at.get(field).is_some(), "{name} has no {field}: {choice}");
        }
        assert!(choice.get("delta").is_none() && message["role"] == "assistant", "{name}");
        assert!(message.get("tool_calls").is_none_or(|calls| calls.as_array().is_some_and(|calls| !calls.is_empty())), "{name}");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let call = |call: &Value| (text(&call["id"]), text(&call["function"]["name"]), text(&call["function"]["arguments"]));
        let answer = Answer {
            content: text(&message["content"]),
            reasoning: text(&message["reasoning_content"]),
            refusal: text(&message["refusal"]),
            calls: message["tool_calls"].as_array().into_iter().flatten().map(call).collect(),
            finish_reason: choice["finish_reason"].as_str().map(str::to_owned),
        };
        let original: Value = serde_json::from_str(&recording.body).unwrap();
        check(&recording, &answer, &[original], reply.usage);
    }
}

#[test]
fn vectors_come_out_in_either_form() {
    for recording in recordings().into_iter().flatten().filter(|recording| !recording.chat && recording.status == 200) {
        let body: Value = serde_json::from_slice(&decoded(&recording).body).unwrap();
        let first = &body["data"][0]["embedding"];
        assert!(first.as_array().is_some_and(|numbers| numbers.iter().all(Value::is_number)), "{}", recording.name);
        assert_eq!((&body["object"], &body["model"]), (&"list".into(), &SERVED_AS.into()), "{}", recording.name);
    }
}

#[test]
fn errors_are_of_the_kind_that_they_say() {
    for recording in recordings().into_iter().flatten().filter(|recording| recording.status != 200) {
        let failure = recording.vendor.chat.unwrap().failure(recording.vendor, recording.status, None, recording.body.as_bytes());
        let named = KINDS.iter().find(|(part, _)| recording.has(part)).map(|(_, kind)| *kind);
        let by_status = match recording.status {
            401 => FailureKind::Auth,
            404 => FailureKind::ModelNotFound,
            429 => FailureKind::RateLimited,
            529 => FailureKind::Overloaded,
            _ => FailureKind::Invalid,
        };
        assert_eq!(failure.kind, named.unwrap_or(by_status), "{}: {failure:?}", recording.name);
        assert!(!failure.message.is_empty() && failure.message.chars().count() <= 500, "{}", recording.name);
    }
}
