//! What an OpenAI client makes of an answer, and what all good ones have in common.

use serde_json::Value;
use turnpike_domain::usage::Usage;

use crate::{
    SERVED_AS,
    recording::Recording,
    reported::{end_word, reported},
};

/// Recordings in which the model does something, but says nothing.
const SILENT: [&str; 4] = ["function_call", "advisor-stop-reasons", "image-paint", "fr_safety"];

/// Words for the end of those who do not use OpenAI's.
const WORDS: [(&str, &str); 4] =
    [("max_tokens", "length"), ("refusal", "content_filter"), ("MAX_TOKENS", "length"), ("SAFETY", "content_filter")];

#[derive(Default, Debug)]
pub(crate) struct Answer {
    pub(crate) content: String,
    pub(crate) reasoning: String,
    pub(crate) refusal: String,
    pub(crate) calls: Vec<(String, String, String)>,
    pub(crate) finish_reason: Option<String>,
}

/// What an OpenAI client makes of the frames, with every rule of the contract checked on the way.
pub(crate) fn joined(name: &str, frames: &[u8]) -> Vec<Answer> {
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
pub(crate) fn check(recording: &Recording, answer: &Answer, original: &[Value], usage: Option<Usage>) {
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
