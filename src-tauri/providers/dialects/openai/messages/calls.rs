//! Calls of tools, as they come back in the history of a conversation: their ids, and what led to them.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::message::{Message, object};
use crate::{
    recall::THOUGHTS,
    speech::{call_id_from, quoted},
    takes::CallIds,
};

/// Gives calls and their results ids that are taken: the same for both, and in every turn of a conversation, since they
/// depend on the client's ids alone.
pub(super) fn fit_ids(messages: &mut [Message<'_>], ids: CallIds) {
    for message in messages {
        if let Some(fitting) = message.text("tool_call_id").and_then(|id| other_id(&id, ids)) {
            message.set("tool_call_id", quoted(&fitting));
        }
        if message.call_ids().iter().all(|id| other_id(id, ids).is_none()) {
            continue;
        }
        let calls: Vec<String> = message
            .calls()
            .iter()
            .zip(message.call_ids())
            .map(|(call, id)| {
                let id = quoted(&other_id(&id, ids).unwrap_or(id));
                object(call.0.iter().map(|(name, raw)| (&**name, if name == "id" { &*id } else { raw.get() })))
            })
            .collect();
        message.set("tool_calls", format!("[{}]", calls.join(",")));
    }
}

/// An id that is taken in the place of one that is not.
fn other_id(id: &str, ids: CallIds) -> Option<String> {
    match ids {
        CallIds::Any => None,
        CallIds::AtMost(most) => (id.len() > most).then(|| call_id_from(id)),
        CallIds::Letters(count) => {
            let fits = id.len() == count && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (!fits).then(|| letters(id, count))
        }
    }
}

fn letters(id: &str, count: usize) -> String {
    const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    let mut bits = hasher.finish();
    (0..count)
        .map(|_| {
            let letter = LETTERS[(bits % 36) as usize];
            bits /= 36;
            char::from(letter)
        })
        .collect()
}

/// Puts back what led to calls, where the client dropped it: what is remembered, or nothing, which has to be said too.
pub(super) fn return_thoughts(messages: &mut [Message<'_>]) {
    for message in messages.iter_mut().filter(|message| message.role == "assistant") {
        let ids = message.call_ids();
        if ids.is_empty() || message.text("reasoning_content").is_some() {
            continue;
        }
        let other_name = || message.text("reasoning").map(Cow::Owned);
        let remembered = || ids.iter().find_map(|id| THOUGHTS.of(id)).map(|thoughts| Cow::Owned(thoughts.to_string()));
        let thoughts = other_name().or_else(remembered).unwrap_or_default();
        message.set("reasoning_content", quoted(&thoughts));
    }
}
