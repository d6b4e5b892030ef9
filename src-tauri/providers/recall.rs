//! What a model thought before it called a tool. Some providers want it back with the tool's result, in their own sealed
//! form, and most clients drop what they do not know: so it is kept here for a while, by the id of the call.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Of all conversations. Who loses what was kept goes on without it; see the dialects.
pub(crate) static THOUGHTS: Recall = Recall::new(MOST_BYTES);

const MOST_BYTES: usize = 32 << 20;

/// Texts by the id of a call; the oldest make room for new ones.
pub(crate) struct Recall {
    most_bytes: usize,
    kept: Mutex<Kept>,
}

struct Kept {
    /// Each with its number in the order.
    by_call: BTreeMap<Arc<str>, (u64, Arc<str>)>,
    order: BTreeMap<u64, Arc<str>>,
    next: u64,
    bytes: usize,
}

impl Recall {
    const fn new(most_bytes: usize) -> Self {
        let kept = Kept { by_call: BTreeMap::new(), order: BTreeMap::new(), next: 0, bytes: 0 };
        Self { most_bytes, kept: Mutex::new(kept) }
    }

    /// Keeps what belongs to a call.
    pub(crate) fn keep(&self, call: &str, thoughts: &str) {
        let bytes = call.len() + thoughts.len();
        if bytes > self.most_bytes {
            return;
        }
        let mut kept = self.kept();
        kept.forget(call);
        let (call, number): (Arc<str>, u64) = (call.into(), kept.next);
        kept.next += 1;
        kept.bytes += bytes;
        kept.order.insert(number, Arc::clone(&call));
        kept.by_call.insert(call, (number, thoughts.into()));
        while kept.bytes > self.most_bytes {
            let Some(oldest) = kept.order.first_key_value().map(|(_, call)| Arc::clone(call)) else { break };
            kept.forget(&oldest);
        }
    }

    /// What was kept for a call.
    pub(crate) fn of(&self, call: &str) -> Option<Arc<str>> {
        self.kept().by_call.get(call).map(|(_, thoughts)| Arc::clone(thoughts))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn forget(&mut self, call: &str) {
        if let Some((number, thoughts)) = self.by_call.remove(call) {
            self.bytes -= call.len() + thoughts.len();
            self.order.remove(&number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_thoughts_of_a_call_are_kept_until_there_is_no_room() {
        let recall = Recall::new(20);
        for (call, thoughts) in [("a", "1234"), ("b", "1234"), ("a", "12345678"), ("c", "123456")] {
            recall.keep(call, thoughts);
        }
        let of = |call| recall.of(call).map(|thoughts| thoughts.to_string());
        assert_eq!([of("a"), of("b"), of("c")], [Some("12345678".to_owned()), None, Some("123456".to_owned())]);
        recall.keep("d", &"x".repeat(30));
        assert_eq!((of("d"), of("a").is_some()), (None, true), "what no room is large enough for does not push out the others");
    }

    #[test]
    fn whatever_comes_the_bound_is_kept_and_all_of_the_room_is_used() {
        let recall = Recall::new(1_000);
        for at in 0..10_000 {
            recall.keep(&format!("call{}", at % 300), &"x".repeat(at % 60));
            let kept = recall.kept();
            let bytes: usize = kept.by_call.iter().map(|(call, (_, thoughts))| call.len() + thoughts.len()).sum();
            assert!(kept.bytes == bytes && bytes <= 1_000 && kept.order.len() == kept.by_call.len());
            assert!(at < 100 || bytes > 900, "no more was forgotten than had to be: {bytes}");
        }
    }
}
