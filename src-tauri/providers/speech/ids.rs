//! Ids that a provider left out.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::atomic::{AtomicU64, Ordering},
};

use crate::clock;

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// An id for a completion, different from all others.
pub(crate) fn completion_id() -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    format!("chatcmpl-{}", letters((clock::now(), MADE.fetch_add(1, Ordering::Relaxed)), 24))
}

/// An id for a call, the same whenever the same completion is read.
pub(crate) fn call_id(completion: &str, choice: usize, place: usize) -> String {
    format!("call_{}", letters((completion, choice, place), 24))
}

/// An id for a call whose own is not taken; the same in every turn of a conversation.
pub(crate) fn call_id_from(other: &str) -> String {
    format!("call_{}", letters(other, 24))
}

fn letters(seed: impl Hash, count: usize) -> String {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    let mut bits = 0;
    (0..count)
        .map(|at| {
            if at % 8 == 0 {
                at.hash(&mut hasher);
                bits = hasher.finish();
            }
            let letter = LETTERS[(bits % 62) as usize];
            bits /= 62;
            char::from(letter)
        })
        .collect()
}
