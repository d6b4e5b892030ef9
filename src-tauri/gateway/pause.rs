//! Whether clients are let in. Requests under way are none of its business.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use crate::events::{Event, Events};

/// The handle to pause and to go on.
#[derive(Clone)]
pub(crate) struct Pause {
    paused: Arc<AtomicBool>,
    events: Events,
}

impl Pause {
    pub(crate) fn new(events: Events) -> Self {
        Self { paused: Arc::default(), events }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.paused.load(Relaxed)
    }

    pub(crate) fn set(&self, on: bool) {
        if self.paused.swap(on, Relaxed) != on {
            tracing::info!(paused = on, "clients are {}", if on { "turned away" } else { "let in" });
            self.events.publish(|| Event::Status);
        }
    }
}
