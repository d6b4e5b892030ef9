//! Texts without a word in them, which some vendors refuse.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::message::Message;

/// What stands for nothing where something has to be said.
const NOTHING: &str = "\".\"";

/// Leaves out empty parts, and messages that are left empty unless others need them.
pub(super) fn without_empty<'a>(messages: Vec<Message<'a>>) -> Vec<Message<'a>> {
    let mut said: Vec<Message<'a>> = Vec::with_capacity(messages.len());
    let count = messages.len();
    for (at, mut message) in messages.into_iter().enumerate() {
        let calls = message.get("tool_calls").is_some();
        match message.get("content").map(said_in) {
            Some(Content::Whole) => said.push(message),
            Some(Content::Parts(parts)) => {
                message.set("content", parts);
                said.push(message);
            }
            Some(Content::Nothing) | None if calls => {
                message.remove("content");
                said.push(message);
            }
            Some(Content::Nothing) | None => {
                let last_chance = said.is_empty() && at + 1 == count;
                if message.role == "tool" || last_chance {
                    message.set("content", NOTHING.to_owned());
                    said.push(message);
                }
            }
        }
    }
    said
}

enum Content {
    Nothing,
    /// All of it says something.
    Whole,
    /// These parts do.
    Parts(String),
}

fn said_in(content: &str) -> Content {
    if !content.starts_with('[') {
        return if is_blank(content) { Content::Nothing } else { Content::Whole };
    }
    let parts: Vec<&RawValue> = serde_json::from_str(content).unwrap_or_default();
    let said: Vec<&str> = parts.iter().map(|part| part.get()).filter(|part| !is_blank_part(part)).collect();
    match said.len() {
        0 => Content::Nothing,
        all if all == parts.len() => Content::Whole,
        _ => Content::Parts(format!("[{}]", said.join(","))),
    }
}

fn is_blank_part(part: &str) -> bool {
    #[derive(Deserialize)]
    struct Part<'a> {
        #[serde(borrow)]
        text: Option<&'a RawValue>,
    }
    serde_json::from_str::<Part<'_>>(part).is_ok_and(|part| part.text.is_some_and(|text| is_blank(text.get())))
}

/// A JSON string of white space alone.
fn is_blank(json: &str) -> bool {
    let mut rest = json.trim_matches('"');
    loop {
        rest = rest.trim_start();
        match [r"\n", r"\r", r"\t"].iter().find_map(|escape| rest.strip_prefix(escape)) {
            Some(behind) => rest = behind,
            None => return rest.is_empty(),
        }
    }
}
