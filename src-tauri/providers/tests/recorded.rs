//! Answers that providers really gave, kept outside this repository. Each has to come out as what it says; each
//! stream has to come out the same wherever the network cuts it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test: it fails by panicking and says what it skips"
)]

use std::{fs, path::PathBuf};

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::{failure::FailureKind, usage::Usage};
use turnpike_providers::{ChatStream, Reply, StreamEnd, StreamEvent, Vendor, vendor};

/// Folders of recordings and the vendor that reads them.
const FOLDERS: [(&str, &str); 20] = [
    ("anthropic", "anthropic"),
    ("openai", "openai"),
    ("openai-compatible", "openai-compatible"),
    ("alibaba", "alibaba"),
    ("cerebras", "cerebras"),
    ("deepseek", "deepseek"),
    ("gemini", "gemini"),
    ("groq", "groq"),
    ("llamacpp", "llamacpp"),
    ("lmstudio", "lmstudio"),
    ("mistral", "mistral"),
    ("moonshotai", "moonshot"),
    ("ollama", "ollama"),
    ("openrouter", "openrouter"),
    ("perplexity", "perplexity"),
    ("together", "together"),
    ("venice", "openai-compatible"),
    ("xai", "xai"),
    ("zai", "zai"),
    ("mistralrs", "openai-compatible"),
];

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

/// How the addresses of chats end.
const CHATS: [&str; 4] = ["/chat/completions", "/v1/messages", ":generateContent", ":streamGenerateContent"];

const SERVED_AS: &str = "our/name";

struct Recording {
    name: String,
    vendor: &'static Vendor,
    chat: bool,
    status: u16,
    sse: Option<String>,
    body: String,
}

impl Recording {
    fn has(&self, feature: &str) -> bool {
        self.name.contains(feature)
    }
}

/// All recordings of chat and embeddings. `None`: they are not there, which is an error only in CI.
fn recordings() -> Option<Vec<Recording>> {
    let shared = std::env::var("TURNPIKE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    let root = shared.join("providers/fixtures/dev");
    if !root.is_dir() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "no recordings at {}", root.display());
        println!("skipped: no recordings at {}; set TURNPIKE_SHARED", root.display());
        return None;
    }
    let (mut found, mut others) = (Vec::new(), 0);
    for (folder, id) in FOLDERS {
        let mut files: Vec<PathBuf> = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let json: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let url = json["request"]["url"].as_str().unwrap_or_default();
            let path = url.split('?').next().unwrap_or_default();
            let chat = CHATS.iter().any(|end| path.ends_with(end));
            let vectors = path.ends_with("/embeddings") || path.ends_with(":batchEmbedContents");
            if !(chat || vectors) || path.contains("-tts:") {
                others += 1;
                continue;
            }
            // Some who have a format of their own speak OpenAI's at another address.
            let id = if path.contains("/openai/") { "openai-compatible" } else { id };
            let response = &json["response"];
            found.push(Recording {
                name: format!("{folder}/{}", file.file_name().unwrap().to_string_lossy()),
                vendor: vendor(id).unwrap(),
                chat,
                status: u16::try_from(response["status"].as_u64().unwrap()).unwrap(),
                // Redacted in some: without a time one is made up, which differs from second to second.
                sse: response["sse"].as_str().map(|sse| sse.replace("\"created\":0,", "\"created\":1,")),
                body: response["body"].as_str().map_or_else(|| response["body"].to_string(), str::to_owned),
            });
        }
    }
    println!("{} recordings of chat and embeddings; {others} of other endpoints passed over", found.len());
    assert!(found.len() > 150, "some are missing: {}", found.len());
    Some(found)
}

fn stream(recording: &Recording) -> ChatStream {
    recording.vendor.chat.unwrap().stream(recording.vendor, SERVED_AS, false)
}

/// The frames put together, how it ended, and whether content was announced.
fn read(mut stream: ChatStream, reads: &[&[u8]], finish: bool) -> (Vec<u8>, Option<StreamEvent>, bool) {
    let mut events = Vec::new();
    for bytes in reads {
        stream.push(Bytes::copy_from_slice(bytes), &mut events);
    }
    if finish {
        stream.finish(&mut events);
    }
    let (mut frames, mut last, mut content) = (Vec::new(), None, false);
    for event in events {
        assert!(last.is_none(), "nothing follows the end");
        match event {
            StreamEvent::Frames { bytes, content: has_content } => {
                frames.extend_from_slice(&bytes);
                content |= has_content;
            }
            end => last = Some(end),
        }
    }
    (frames, last, content)
}

/// The last usage that a recording holds, wherever it is.
fn reported(values: &[Value]) -> Option<Usage> {
    let counts = |usage: &Value| usage["prompt_tokens"].is_u64().then(|| usage.clone());
    let of = |value: &Value| {
        let places = [&value["usage"], &value["x_groq"]["usage"], &value["choices"][0]["usage"]];
        places.into_iter().find_map(counts)
    };
    let Some(usage) = values.iter().rev().find_map(of) else { return reported_apart(values).or_else(|| reported_beside(values)) };
    let number = |pointer: &str| usage.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
    let (input, output) = (number("/prompt_tokens"), number("/completion_tokens"));
    let reasoning = number("/completion_tokens_details/reasoning_tokens").max(number("/reasoning_tokens"));
    let beside = reasoning > 0 && number("/total_tokens") == input + output + reasoning;
    let cached = [
        "/prompt_tokens_details/cached_tokens",
        "/prompt_cache_hit_tokens",
        "/cached_tokens",
        "/num_cached_tokens",
        "/cache_read_input_tokens",
    ];
    Some(Usage {
        input,
        cached_input: cached.into_iter().map(number).max().unwrap_or(0),
        cache_write: number("/prompt_tokens_details/cache_write_tokens"),
        output: if beside { output + reasoning } else { output },
        reasoning,
        ..Usage::default()
    })
}

/// The usage of those who count cached input apart, and say some of it at the beginning of a stream and all at its end.
fn reported_apart(values: &[Value]) -> Option<Usage> {
    let most = |name: &str| {
        let places = values.iter().flat_map(|value| [&value["usage"], &value["message"]["usage"]]);
        places.filter_map(|usage| usage.pointer(name)?.as_u64()).max()
    };
    let (cached_input, cache_write) = (most("/cache_read_input_tokens"), most("/cache_creation_input_tokens"));
    let (cached_input, cache_write) = (cached_input.unwrap_or(0), cache_write.unwrap_or(0));
    Some(Usage {
        input: most("/input_tokens")? + cached_input + cache_write,
        cached_input,
        cache_write,
        output: most("/output_tokens")?,
        reasoning: most("/output_tokens_details/thinking_tokens").unwrap_or(0),
        ..Usage::default()
    })
}

/// The usage of those who count thoughts beside the answer, and what their own tools read beside the prompt.
fn reported_beside(values: &[Value]) -> Option<Usage> {
    let mut last = values.iter().rev().map(|value| &value["usageMetadata"]);
    let counts = last.find(|counts| counts["promptTokenCount"].is_u64())?;
    let number = |name: &str| counts[name].as_u64().unwrap_or(0);
    let input = number("promptTokenCount") + number("toolUsePromptTokenCount");
    Some(Usage {
        input,
        cached_input: number("cachedContentTokenCount"),
        output: number("totalTokenCount") - input,
        reasoning: number("thoughtsTokenCount"),
        ..Usage::default()
    })
}

/// The last word for the end that a recording holds.
fn end_word(values: &[Value]) -> &str {
    let word = |value| {
        let places = ["/choices/0/finish_reason", "/stop_reason", "/delta/stop_reason", "/candidates/0/finishReason"];
        places.into_iter().find_map(|place| Value::pointer(value, place)?.as_str())
    };
    values.iter().rev().find_map(word).unwrap_or_default()
}

/// Recordings in which the model does something, but says nothing.
const SILENT: [&str; 4] = ["function_call", "advisor-stop-reasons", "image-paint", "fr_safety"];
/// Words for the end of those who do not use OpenAI's.
const WORDS: [(&str, &str); 4] =
    [("max_tokens", "length"), ("refusal", "content_filter"), ("MAX_TOKENS", "length"), ("SAFETY", "content_filter")];

#[derive(Default, Debug)]
struct Answer {
    content: String,
    reasoning: String,
    refusal: String,
    calls: Vec<(String, String, String)>,
    finish_reason: Option<String>,
}

/// Without the times that are made up where a provider says none: a second may pass between two runs.
fn timeless((frames, last, content): (Vec<u8>, Option<StreamEvent>, bool)) -> (String, Option<StreamEvent>, bool) {
    let text = String::from_utf8(frames).unwrap();
    let pieces = text.split("\"created\":").enumerate();
    let frames = pieces.map(|(at, piece)| if at == 0 { piece } else { piece.trim_start_matches(|c: char| c.is_ascii_digit()) });
    let last = last.map(|last| match last {
        StreamEvent::End(end) => StreamEvent::End(StreamEnd { created: 0, ..end }),
        other => other,
    });
    (frames.collect(), last, content)
}

/// What an OpenAI client makes of the frames, with every rule of the contract checked on the way.
fn joined(name: &str, frames: &[u8]) -> Vec<Answer> {
    let text = std::str::from_utf8(frames).unwrap();
    let (mut answers, mut head) = (Vec::<Answer>::new(), None);
    for frame in text.split_terminator("\n\n") {
        let json = frame.strip_prefix("data: ").unwrap_or_else(|| panic!("{name}: {frame}"));
        let chunk: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{name}: {error}: {json}"));
        let this = (chunk["id"].as_str().unwrap().to_owned(), chunk["created"].as_u64().unwrap());
        assert_eq!(*head.get_or_insert_with(|| this.clone()), this, "{name}: constant");
        assert_eq!(chunk["object"], "chat.completion.chunk", "{name}");
        assert_eq!(chunk["model"], SERVED_AS, "{name}");
        assert!(chunk.get("usage").is_none(), "{name}: usage was not asked for: {json}");
        let choices = chunk["choices"].as_array().unwrap();
        assert!(!choices.is_empty(), "{name}: {json}");
        for choice in choices {
            add(name, &mut answers, choice);
        }
    }
    answers
}

fn add(name: &str, answers: &mut Vec<Answer>, choice: &Value) {
    let index = usize::try_from(choice["index"].as_u64().unwrap()).unwrap();
    let delta = &choice["delta"];
    assert_eq!(delta.get("role").is_some(), index == answers.len(), "{name}: the role comes first and once: {choice}");
    if index == answers.len() {
        assert_eq!(delta["content"], "", "{name}: {choice}");
        answers.push(Answer::default());
    }
    let answer = &mut answers[index];
    assert!(choice.get("finish_reason").is_some(), "{name}: {choice}");
    assert!(answer.finish_reason.is_none(), "{name}: nothing follows the end: {choice}");
    for (field, into) in
        [("content", &mut answer.content), ("reasoning_content", &mut answer.reasoning), ("refusal", &mut answer.refusal)]
    {
        into.push_str(delta[field].as_str().unwrap_or_default());
    }
    assert!(delta["reasoning"].as_str().is_none() && choice.get("message").is_none(), "{name}: {choice}");
    for call in delta["tool_calls"].as_array().into_iter().flatten() {
        let place = usize::try_from(call["index"].as_u64().unwrap()).unwrap();
        let function = &call["function"];
        if place == answer.calls.len() {
            let text = |value: &Value| {
                value.as_str().filter(|text| !text.is_empty()).unwrap_or_else(|| panic!("{name}: {choice}")).to_owned()
            };
            answer.calls.push((text(&call["id"]), text(&function["name"]), String::new()));
        } else {
            assert!(call.get("id").is_none() && function.get("name").is_none(), "{name}: once only: {choice}");
        }
        answer.calls[place].2.push_str(function["arguments"].as_str().unwrap());
    }
    answer.finish_reason = choice["finish_reason"].as_str().map(str::to_owned);
}

/// What all good answers have in common, streamed or not.
fn check(recording: &Recording, answer: &Answer, original: &[Value], usage: Option<Usage>) {
    let name = &recording.name;
    let reason = answer.finish_reason.as_deref().unwrap();
    let says = [&answer.content, &answer.reasoning, &answer.refusal].iter().any(|text| !text.is_empty());
    let word = end_word(original);
    let silent = matches!(word, "length" | "refusal" | "stop_sequence") || SILENT.iter().any(|part| recording.has(part));
    assert!(says || !answer.calls.is_empty() || silent, "{name}: {answer:?}");
    if matches!(word, "length" | "function_call") {
        assert_eq!(reason, word, "{name}");
    } else if let Some((_, ours)) = WORDS.iter().find(|(theirs, _)| *theirs == word) {
        assert_eq!(reason, *ours, "{name}");
    } else {
        assert_eq!(reason, if answer.calls.is_empty() { "stop" } else { "tool_calls" }, "{name}");
        for (_, _, arguments) in &answer.calls {
            assert!(serde_json::from_str::<Value>(arguments).is_ok_and(|json| json.is_object()), "{name}: {arguments}");
        }
    }
    if recording.has("_parallel") {
        assert!(
            answer.calls.len() > 1 || recording.has("ollama-cloud") || recording.has("intermediate-finish"),
            "{name}: {answer:?}"
        );
    }
    assert_eq!(usage, reported(original), "{name}");
    if original.iter().any(|value| value.get("candidates").is_some()) {
        check_parts(name, answer, original);
    }
}

/// What Google's format says, part by part.
fn check_parts(name: &str, answer: &Answer, original: &[Value]) {
    let parts = || original.iter().flat_map(|value| value["candidates"][0]["content"]["parts"].as_array().into_iter().flatten());
    let texts = |thought: bool| -> String {
        parts().filter(|part| (part["thought"] == true) == thought).filter_map(|part| part["text"].as_str()).collect()
    };
    assert_eq!((&answer.content, &answer.reasoning), (&texts(false), &texts(true)), "{name}");
    let called: Vec<&Value> = parts().map(|part| &part["functionCall"]).filter(|call| call["name"].is_string()).collect();
    assert_eq!(called.len(), answer.calls.len(), "{name}: {answer:?}");
    for (theirs, (id, called, arguments)) in called.into_iter().zip(&answer.calls) {
        assert_eq!(theirs["name"], **called, "{name}");
        assert!(theirs["id"].as_str().is_none_or(|theirs| theirs == id), "{name}");
        let arguments: Value = serde_json::from_str(arguments).unwrap();
        assert!(theirs.get("args").is_none_or(|args| *args == arguments), "{name}: {arguments}");
        let whole = theirs["willContinue"] != true || arguments.as_object().is_some_and(|arguments| !arguments.is_empty());
        assert!(whole, "{name}: pieces are put together: {arguments}");
    }
}

fn end(recording: &Recording, last: Option<StreamEvent>) -> StreamEnd {
    match last {
        Some(StreamEvent::End(end)) => end,
        other => panic!("{}: {other:?}", recording.name),
    }
}

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

/// Goes through a stream event by event; within each every byte is a place to cut. Near its borders, where a line end may
/// be cut in two, the event behind must come out right as well. Inside a huge event only some bytes are: a minute would pass
/// otherwise. Then the whole of it byte by byte.
fn cut_everywhere(recording: &Recording) {
    const BORDER: usize = 8;
    const HUGE: usize = 16 << 10;
    let text = recording.sse.as_deref().unwrap();
    let bytes = text.as_bytes();
    let mut starts: Vec<usize> = vec![0];
    let blanks = ["\n\n", "\r\n\r\n"].iter().flat_map(|blank| text.match_indices(blank).map(|(at, blank)| at + blank.len()));
    starts.extend(blanks.filter(|at| *at < bytes.len()));
    let mut before = stream(recording);
    for (at, start) in starts.iter().copied().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(bytes.len());
        let behind = starts.get(at + 2).copied().unwrap_or(bytes.len());
        let expect = |to: usize| (to, timeless(read(before.clone(), &[&bytes[start..to]], to == bytes.len())));
        let (alone, together) = (expect(end), expect(behind));
        let inside = |cut: &usize| end - start < HUGE || cut.is_multiple_of(61) || cut + 64 >= end || *cut <= start + 64;
        for cut in (start + 1..end).filter(inside) {
            let (to, expected) = if cut + BORDER >= end || cut <= start + BORDER { &together } else { &alone };
            let got = timeless(read(before.clone(), &[&bytes[start..cut], &bytes[cut..*to]], *to == bytes.len()));
            assert!(got == *expected, "{} cut at {cut}: {got:?} instead of {expected:?}", recording.name);
        }
        before.push(Bytes::copy_from_slice(&bytes[start..end]), &mut Vec::new());
    }
    let whole = timeless(read(stream(recording), &[bytes], true));
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert!(timeless(read(stream(recording), &single, true)) == whole, "{} byte by byte", recording.name);
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
