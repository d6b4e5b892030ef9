//! The messages of a request, changed only where a vendor needs it: most go out as they came.

mod calls;
mod message;
mod results;
mod texts;
mod turns;

use std::borrow::Cow;

use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;

use self::message::Message;
use crate::{
    loss::Losses,
    takes::{CallIds, Takes},
};

/// The messages as they are taken. `instructed_as` is the role of instructions, if not each that OpenAI has will do.
pub(super) fn adapt<'a>(
    takes: &Takes,
    instructed_as: Option<&'static str>,
    raw: &'a RawValue,
    losses: &mut Losses,
) -> Result<Cow<'a, str>, Failure> {
    let json = raw.get();
    let asks_for_more = takes.message_fields.is_some() || !takes.empty_texts || !takes.turns.are_free();
    let minds_calls = takes.pairs_results || !takes.result_images || takes.wants_thoughts || takes.call_ids != CallIds::Any;
    let instructs =
        instructed_as.is_some_and(|role| ["system", "developer"].iter().any(|other| *other != role && says(json, other)));
    if !(asks_for_more || instructs || minds_calls && json.contains("\"tool_call")) {
        return Ok(Cow::Borrowed(json));
    }
    let Some(mut messages) = message::read(raw) else { return Ok(Cow::Borrowed(json)) };
    let came = messages.len();
    for message in &mut messages {
        if let Some(role) = instructed_as.filter(|role| matches!(&*message.role, "system" | "developer") && message.role != *role)
        {
            message.set_role(role);
        }
    }
    if takes.pairs_results {
        messages = results::paired(messages)?;
    }
    if !takes.result_images {
        messages = results::with_images_shown(messages);
    }
    if takes.wants_thoughts {
        calls::return_thoughts(&mut messages);
    }
    calls::fit_ids(&mut messages, takes.call_ids);
    if let Some(known) = takes.message_fields {
        messages.iter_mut().for_each(|message| keep(message, known, losses));
    }
    if !takes.empty_texts {
        messages = texts::without_empty(messages);
    }
    if !takes.turns.are_free() {
        messages = turns::in_order(messages, &takes.turns)?;
    }
    Ok(message::written(&messages, came).map_or(Cow::Borrowed(json), Cow::Owned))
}

/// Is it perhaps one of the roles?
fn says(json: &str, role: &str) -> bool {
    json.match_indices(role).any(|(at, _)| json[..at].ends_with('"') && json[at + role.len()..].starts_with('"'))
}

/// Leaves out what clients send back of answers, and the vendor does not read. A refusal was what the assistant said.
fn keep(message: &mut Message<'_>, known: &[&str], losses: &mut Losses) {
    if let Some(refusal) = message.text("refusal").filter(|_| message.get("content").is_none()) {
        message.set("content", crate::speech::quoted(&refusal));
    }
    if message.role != "tool" && message.get("name").is_some() && !known.contains(&"name") {
        let place = message.place.unwrap_or_default();
        losses.note(&format!("messages[{place}].name"), "is left out: this model does not take it");
    }
    message.keep(known);
}

#[cfg(test)]
mod tests;
