//! What a key has used lately. Shared by all snapshots, so that a changed limit meets the old counts.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use turnpike_domain::{
    budget::{Balance, Period},
    rate::Window,
};

/// The counters of one key.
pub(crate) struct Account {
    window: Mutex<Window>,
    balance: Mutex<Balance>,
    last_used_at: AtomicI64,
    period: Mutex<Option<Period>>,
}

/// Requests per minute are counted over this.
const MINUTE: Duration = Duration::from_secs(60);

impl Account {
    pub(crate) fn new() -> Self {
        Self {
            window: Mutex::new(Window::new(MINUTE)),
            balance: Mutex::default(),
            last_used_at: AtomicI64::new(0),
            period: Mutex::default(),
        }
    }

    /// Locks are held for arithmetic only, never across an await.
    pub(crate) fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn balance(&self) -> MutexGuard<'_, Balance> {
        self.balance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True the first time that the key is seen counting by this period: what it spent has to be read.
    pub(crate) fn enters(&self, period: Period) -> bool {
        let mut current = self.period.lock().unwrap_or_else(PoisonError::into_inner);
        current.replace(period) != Some(period)
    }

    pub(crate) fn touch(&self, now: i64) {
        self.last_used_at.store(now, Ordering::Relaxed);
    }

    /// Unix milliseconds; zero when it has not been used since the start.
    pub(crate) fn last_used_at(&self) -> i64 {
        self.last_used_at.load(Ordering::Relaxed)
    }
}
