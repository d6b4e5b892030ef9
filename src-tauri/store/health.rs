//! How the writer is doing, for everybody to see.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
};

/// How the writer is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Why the log can not be written at the moment; `None`: all is well.
    pub error: Option<String>,
    /// Finished requests that wait to be tried again.
    pub waiting: usize,
    /// Requests whose log rows were given up since the start, since too many waited. Their money was not.
    pub lost_requests: u64,
    /// Bodies that were given up since the start.
    pub lost_bodies: u64,
}

/// What the writer writes down and [`Health`] shows.
#[derive(Default)]
pub(crate) struct Condition {
    trouble: Mutex<Trouble>,
    pub(crate) lost_requests: AtomicU64,
    pub(crate) lost_bodies: AtomicU64,
    /// Bytes of bodies in the queue.
    pub(crate) queued_body_bytes: AtomicUsize,
}

#[derive(Default)]
struct Trouble {
    error: Option<String>,
    waiting: usize,
}

impl Condition {
    pub(crate) fn health(&self) -> Health {
        let trouble = self.lock();
        Health {
            error: trouble.error.clone(),
            waiting: trouble.waiting,
            lost_requests: self.lost_requests.load(Relaxed),
            lost_bodies: self.lost_bodies.load(Relaxed),
        }
    }

    /// Logged once for each kind of error: a full disk must not fill another one with words.
    pub(crate) fn failed(&self, error: &rusqlite::Error, waiting: usize) {
        let mut trouble = self.lock();
        let error = error.to_string();
        if trouble.error.as_ref() != Some(&error) {
            tracing::error!(waiting, "the request log can not be written, serving goes on and it is tried again: {error}");
        }
        *trouble = Trouble { error: Some(error), waiting };
    }

    pub(crate) fn recovered(&self) {
        let mut trouble = self.lock();
        if trouble.error.is_some() {
            tracing::info!("the request log can be written again");
            *trouble = Trouble::default();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
