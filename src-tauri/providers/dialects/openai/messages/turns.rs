//! Who speaks when. Most vendors take messages in any order; some are strict about it, and each in its own way.

use turnpike_domain::failure::Failure;

use super::message::{Message, joined};
use crate::{
    failure::refused,
    speech::quoted,
    takes::{Begun, Turns},
};

/// The messages in an order that is taken, with nothing of what they say lost.
pub(super) fn in_order<'a>(mut messages: Vec<Message<'a>>, turns: &Turns) -> Result<Vec<Message<'a>>, Failure> {
    if turns.system_first {
        messages = with_system_first(messages);
    }
    if turns.results_answered {
        messages = with_results_answered(messages);
    }
    if turns.alternate {
        messages = merged(messages);
    }
    if turns.user_first {
        let first = messages.iter().position(|message| message.role != "system").unwrap_or(messages.len());
        if messages.get(first).is_none_or(|message| message.role != "user") {
            messages.insert(first, Message::ours("user", quoted(".")));
        }
    }
    if let Some(last) = messages.last_mut().filter(|last| last.role == "assistant") {
        match turns.begun {
            Begun::Taken => {}
            Begun::Marked => last.set("prefix", "true".to_owned()),
            Begun::Refused => {
                let message =
                    "This model does not go on with an answer that was begun for it: the last message has to be the user's.";
                return Err(refused("unsupported_value", "messages", message.to_owned()));
            }
        }
    }
    Ok(messages)
}

/// The first instructions become one message. Later ones are said by the user: moved to the front they would mean
/// something else.
fn with_system_first<'a>(messages: Vec<Message<'a>>) -> Vec<Message<'a>> {
    let mut placed: Vec<Message<'a>> = Vec::with_capacity(messages.len());
    let mut later: Option<String> = None;
    for mut message in messages {
        let begins = placed.iter().all(|message| message.role == "system");
        match (&*message.role, placed.last_mut()) {
            ("system", Some(first)) if begins => first.append(message),
            ("system", None) => placed.push(message),
            ("system", Some(_)) => {
                let said = wrapped(message.get("content").unwrap_or("\"\""));
                later = Some(later.map_or_else(|| said.clone(), |before| joined(&before, &said)));
            }
            ("user", _) => {
                if let Some(said) = later.take() {
                    let content = joined(&said, message.get("content").unwrap_or("\"\""));
                    message.set("content", content);
                }
                placed.push(message);
            }
            _ => placed.push(message),
        }
    }
    match (later, placed.as_mut_slice()) {
        (Some(said), _) => placed.push(Message::ours("user", said)),
        // Somebody has to have said something.
        (None, [only]) if only.role == "system" => only.set_role("user"),
        (None, _) => {}
    }
    placed
}

fn wrapped(content: &str) -> String {
    match serde_json::from_str::<String>(content) {
        Ok(text) => quoted(&format!("<system>\n{text}\n</system>")),
        Err(_) => joined(&joined("\"<system>\"", content), "\"</system>\""),
    }
}

fn with_results_answered<'a>(messages: Vec<Message<'a>>) -> Vec<Message<'a>> {
    let mut placed: Vec<Message<'a>> = Vec::with_capacity(messages.len());
    for message in messages {
        if message.role == "user" && placed.last().is_some_and(|last| last.role == "tool") {
            placed.push(Message::ours("assistant", quoted("OK")));
        }
        placed.push(message);
    }
    placed
}

fn merged<'a>(messages: Vec<Message<'a>>) -> Vec<Message<'a>> {
    let mut placed: Vec<Message<'a>> = Vec::with_capacity(messages.len());
    for message in messages {
        let speaks = matches!(&*message.role, "user" | "assistant");
        match placed.last_mut().filter(|last| speaks && last.role == message.role) {
            Some(last) => last.append(message),
            None => placed.push(message),
        }
    }
    placed
}
