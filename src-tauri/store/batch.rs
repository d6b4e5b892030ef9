//! Finished requests on their way into one transaction, and what becomes of them when it fails.

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};

use rusqlite::{Connection, TransactionBehavior};
use turnpike_domain::{ids::RequestId, request::Request};

use crate::{
    captured::Bodies,
    files,
    health::Condition,
    recording::Finished,
    tables::{attempts, bodies, exchanges, file_uses, ledger, requests, spending::Sums},
    writer::Databases,
};

/// Requests that wait in memory while the log can not be written. Beyond it the oldest lose their rows in the
/// log, but not their money: what they add to their keys' spending is kept until it can be written.
const MOST_WAITING: usize = 16_384;

pub(crate) struct Batch {
    requests: Vec<Request>,
    bodies: Vec<(RequestId, Bodies)>,
    sums: Sums,
    written_off: Sums,
    failures: u32,
    retry_at: Option<Instant>,
    condition: Arc<Condition>,
}

impl Batch {
    pub(crate) fn new(condition: Arc<Condition>) -> Self {
        Self {
            requests: Vec::new(),
            bodies: Vec::new(),
            sums: Sums::default(),
            written_off: Sums::default(),
            failures: 0,
            retry_at: None,
            condition,
        }
    }

    pub(crate) fn gather(&mut self, mut finished: Finished) {
        if self.requests.len() >= MOST_WAITING {
            for lost in self.requests.drain(..MOST_WAITING / 16) {
                self.written_off.add(&lost);
                self.condition.lost_requests.fetch_add(1, Relaxed);
            }
        }
        finished.request.captured = finished.bodies.is_some();
        self.bodies.extend(finished.bodies.map(|bodies| (finished.request.id, bodies)));
        self.requests.push(finished.request);
    }

    /// What was written, once it is.
    pub(crate) fn requests(&self) -> &[Request] {
        &self.requests
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// Bodies first, so that whoever sees a request finds its bodies.
    pub(crate) fn write(&mut self, databases: &mut Databases) -> rusqlite::Result<()> {
        self.write_bodies(databases);
        self.sums.clear();
        let transaction = databases.main.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let repeated = record(&transaction, &self.requests, &mut self.sums)?;
        self.sums.write(&transaction)?;
        self.written_off.write(&transaction)?;
        transaction.commit()?;
        if !repeated.is_empty() {
            tracing::warn!("{} requests were recorded twice, the first record stays", repeated.len());
            let mut index = 0..;
            self.requests.retain(|_| index.next().is_none_or(|index| !repeated.contains(&index)));
        }
        Ok(())
    }

    /// Ready for the next one.
    pub(crate) fn clear(&mut self) {
        self.requests.clear();
        self.requests.shrink_to(256);
        self.written_off.clear();
        self.failures = 0;
        self.retry_at = None;
    }

    /// Keeps everything for another try. How much waits.
    pub(crate) fn postpone(&mut self) -> usize {
        let pause = Duration::from_millis(50).saturating_mul(1 << self.failures.min(7));
        self.failures = self.failures.saturating_add(1);
        self.retry_at = Some(Instant::now() + pause);
        self.requests.len()
    }

    /// Until the next try is due; `None`: the last one did not fail.
    pub(crate) fn retry_in(&self) -> Option<Duration> {
        self.retry_at.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// Bodies get one try: their loss is harmless, their weight in memory is not.
    fn write_bodies(&mut self, databases: &mut Databases) {
        if self.bodies.is_empty() {
            return;
        }
        if let Err(error) = insert_bodies(&mut databases.bodies, &self.bodies) {
            self.condition.lost_bodies.fetch_add(self.bodies.len() as u64, Relaxed);
            tracing::warn!(count = self.bodies.len(), "bodies can not be kept: {error}");
            for request in &mut self.requests {
                request.captured &= !self.bodies.iter().any(|(lost, _)| *lost == request.id);
            }
            if files::is_broken(&error)
                && let Err(error) = databases.replace_bodies()
            {
                tracing::error!("no new file for bodies can be begun: {error}");
            }
        }
        for (_, bodies) in self.bodies.drain(..) {
            bodies.left_queue(&self.condition);
        }
    }
}

/// Writes requests that are over, and adds up what they cost. The indexes of those that were written before: they are left
/// as they were.
pub(crate) fn record(connection: &Connection, finished: &[Request], sums: &mut Sums) -> rusqlite::Result<Vec<usize>> {
    let mut repeated = Vec::new();
    let mut into_ledger = ledger::prepare_insert(connection)?;
    let mut into_requests = requests::prepare_insert(connection)?;
    let mut into_attempts = attempts::prepare_insert(connection)?;
    for (index, request) in finished.iter().enumerate() {
        if !ledger::insert(&mut into_ledger, request)? {
            repeated.push(index);
            continue;
        }
        requests::insert(&mut into_requests, request)?;
        attempts::insert(&mut into_attempts, &request.id, &request.attempts)?;
        file_uses::insert(connection, &request.id, &request.files)?;
        sums.add(request);
    }
    Ok(repeated)
}

/// Writes bodies, all or none of them.
pub(crate) fn insert_bodies(connection: &mut Connection, kept: &[(RequestId, Bodies)]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut insert = bodies::prepare_insert(&transaction)?;
        for (request, kept) in kept {
            bodies::insert(&mut insert, request, kept)?;
            exchanges::insert(&transaction, request, &kept.exchanges)?;
        }
    }
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use turnpike_domain::credits::Credits;

    use super::*;
    use crate::{
        tables::spending::{self, Totals},
        testing::{MIDNIGHT, served},
    };

    #[test]
    fn requests_that_lose_their_rows_keep_their_money() {
        let folder = tempfile::tempdir().unwrap();
        let mut databases = Databases::open(folder.path()).unwrap();
        let condition = Arc::new(Condition::default());
        let mut batch = Batch::new(Arc::clone(&condition));
        for number in 0..=MOST_WAITING as i64 {
            batch.gather(Finished { request: served(MIDNIGHT + number, "key", 2), bodies: None });
        }
        assert_eq!(condition.health().lost_requests, MOST_WAITING as u64 / 16, "the oldest make room");
        batch.write(&mut databases).unwrap();
        batch.clear();
        let all = MOST_WAITING as u64 + 1;
        let settled = Credits::from_micros(2 * all as i64);
        assert_eq!(spending::totals(&databases.main).unwrap(), Totals { entries: all, settled });
        batch.gather(Finished { request: served(MIDNIGHT, "key", 0), bodies: None });
        batch.write(&mut databases).unwrap();
        assert_eq!(spending::totals(&databases.main).unwrap(), Totals { entries: all + 1, settled }, "and are not charged twice");
    }

    #[test]
    fn tries_after_a_failure_come_later_and_later_up_to_some_seconds() {
        let mut batch = Batch::new(Arc::default());
        assert_eq!(batch.retry_in(), None);
        for (try_number, most_ms) in [(1, 50), (2, 100), (3, 200)] {
            batch.postpone();
            assert!(batch.retry_in().is_some_and(|pause| pause <= Duration::from_millis(most_ms)), "try {try_number}");
        }
        for _ in 0..100 {
            batch.postpone();
        }
        assert!(batch.retry_in().is_some_and(|pause| pause <= Duration::from_millis(6400)));
    }
}
