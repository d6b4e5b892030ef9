//! Results of tools: where they stand, and what may be in them.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;

use super::message::Message;
use crate::{failure::refused, speech::quoted};

/// What was said, and what came of the calls in it, each with its place among them.
struct Turn<'a> {
    said: Message<'a>,
    calls: Vec<String>,
    results: Vec<(usize, Message<'a>)>,
}

/// Puts results right behind their calls, in the order of the calls. Ids may come again: then the last call counts.
///
/// # Errors
/// A call has no result, or a result no call.
pub(super) fn paired<'a>(messages: Vec<Message<'a>>) -> Result<Vec<Message<'a>>, Failure> {
    let mut turns: Vec<Turn<'a>> = Vec::with_capacity(messages.len());
    let mut made: HashMap<String, (usize, usize)> = HashMap::new();
    for said in messages {
        if said.role == "tool" {
            let id = said.text("tool_call_id").unwrap_or_default();
            let Some((turn, place)) = made.get(&id) else { return Err(orphan(&said, &id)) };
            turns[*turn].results.push((*place, said));
            continue;
        }
        let calls = said.call_ids();
        made.extend(calls.iter().enumerate().map(|(place, id)| (id.clone(), (turns.len(), place))));
        turns.push(Turn { said, calls, results: Vec::new() });
    }
    let mut paired = Vec::new();
    for Turn { said, calls, mut results } in turns {
        results.sort_by_key(|(place, _)| *place);
        let mut answered = results.iter().map(|(place, _)| *place).collect::<Vec<_>>();
        answered.dedup();
        if let Some(at) = (0..calls.len()).find(|at| answered.get(*at) != Some(at)) {
            return Err(unanswered(&said, at, &calls[at]));
        }
        paired.push(said);
        paired.extend(results.into_iter().map(|(_, result)| result));
    }
    Ok(paired)
}

fn orphan(message: &Message<'_>, id: &str) -> Failure {
    let place = format!("messages[{}].tool_call_id", message.place.unwrap_or_default());
    let message = format!("The tool message for '{id}' follows no assistant message that made this call.");
    refused("invalid_value", place, message)
}

fn unanswered(message: &Message<'_>, at: usize, id: &str) -> Failure {
    let place = format!("messages[{}].tool_calls[{at}].id", message.place.unwrap_or_default());
    let message =
        format!("The call '{id}' has no result: each of an assistant's 'tool_calls' needs a message of role 'tool' behind it.");
    refused("invalid_value", place, message)
}

/// Where results may hold texts only, the user shows what else is in them, right behind them.
pub(super) fn with_images_shown<'a>(messages: Vec<Message<'a>>) -> Vec<Message<'a>> {
    let mut all = Vec::with_capacity(messages.len());
    let mut shown = String::new();
    for mut message in messages {
        if message.role == "tool" {
            take_images(&mut message, &mut shown);
        } else if !shown.is_empty() {
            all.push(Message::ours("user", format!("[{}]", std::mem::take(&mut shown))));
        }
        all.push(message);
    }
    if !shown.is_empty() {
        all.push(Message::ours("user", format!("[{shown}]")));
    }
    all
}

fn take_images(message: &mut Message<'_>, shown: &mut String) {
    #[derive(Deserialize)]
    struct Kind<'a> {
        #[serde(borrow, rename = "type")]
        kind: std::borrow::Cow<'a, str>,
    }
    let Some(content) = message.get("content").filter(|json| json.starts_with('[')) else { return };
    let parts: Vec<&RawValue> = serde_json::from_str(content).unwrap_or_default();
    let is_text = |part: &&RawValue| serde_json::from_str::<Kind<'_>>(part.get()).is_ok_and(|part| part.kind == "text");
    let (texts, others): (Vec<&RawValue>, Vec<&RawValue>) = parts.into_iter().partition(is_text);
    if others.is_empty() {
        return;
    }
    let id = message.text("tool_call_id").unwrap_or_default();
    if !shown.is_empty() {
        shown.push(',');
    }
    shown.push_str(&format!("{{\"type\":\"text\",\"text\":{}}}", quoted(&format!("This is from the result of '{id}':"))));
    for other in others {
        shown.push(',');
        shown.push_str(other.get());
    }
    let texts: Vec<&str> = texts.into_iter().map(RawValue::get).collect();
    let left = match texts.as_slice() {
        [] => quoted("The result is in the message behind this one."),
        texts => format!("[{}]", texts.join(",")),
    };
    message.set("content", left);
}
