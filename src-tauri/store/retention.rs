//! Keeps what grows within its limits: a little at a time, so that recording goes on meanwhile.

use rusqlite::Connection;
use turnpike_domain::ids::RequestId;
use uuid::Uuid;

use crate::{
    Store,
    error::StoreError,
    marking::remove_bodies,
    tables::{attempts, bodies, file_uses, ledger, marks, requests, spending::DAY_MS},
    writer::Databases,
};

/// How long, and how much, to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Days of the request log.
    pub log_days: u32,
    /// Bytes of the main database; `None`: as many as its days need.
    pub log_bytes: Option<u64>,
    /// Days of bodies.
    pub body_days: u32,
    /// Bytes of bodies.
    pub body_bytes: u64,
}

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Requests, with their attempts.
    pub requests: u64,
    /// Rows of the ledger. What they add up to stays.
    pub ledger: u64,
    /// Pairs of bodies.
    pub bodies: u64,
    /// Jobs that have ended. The files that they made stay.
    pub jobs: u64,
}

/// The ledger outlives the log: this year and the last one can be gone through entry by entry.
const LEDGER_DAYS: u32 = 2 * 366;

/// Rows in one transaction.
const ROWS: u32 = 500;
/// Bodies in one transaction: a thousand times as heavy.
const BODIES: usize = 20;
/// Free pages that stay for the next rows.
const SPARE_PAGES: u64 = 256;
/// Pages given back in one step.
const STEP_PAGES: u64 = 256;

impl Store {
    /// Removes what is too old, then the oldest of what is too much.
    pub fn prune(&self, now_ms: i64, retention: &Retention) -> Result<Pruned, StoreError> {
        let mut pruned = Pruned::default();
        let log_end = first_id_of(now_ms, retention.log_days);
        let ledger_end = first_id_of(now_ms, retention.log_days.max(LEDGER_DAYS));
        let body_end = first_id_of(now_ms, retention.body_days.min(retention.log_days));
        pruned.jobs = self.prune_jobs(now_ms.saturating_sub(i64::from(retention.log_days) * DAY_MS))?;
        let mut removed = |step: Pruned| {
            pruned.requests += step.requests;
            pruned.ledger += step.ledger;
            pruned.bodies += step.bodies;
            step != Pruned::default()
        };
        while removed(self.write("pruning the log", move |connection| prune_log(connection, &log_end))?) {}
        while removed(self.write("pruning the ledger", move |connection| prune_ledger(connection, &ledger_end))?) {}
        if let Some(limit) = retention.log_bytes {
            while removed(self.write("shrinking the log", move |connection| shrink_log(connection, limit))?) {}
        }
        let limit = retention.body_bytes;
        while removed(self.run("pruning bodies", move |databases| prune_bodies(databases, &body_end, limit))?) {}
        while self.run("giving space back", |databases| give_space_back(databases, SPARE_PAGES))? {}
        Ok(pruned)
    }
}

fn prune_log(connection: &Connection, end: &RequestId) -> Result<Pruned, StoreError> {
    let Some(last) = requests::oldest(connection, end, ROWS)? else { return Ok(Pruned::default()) };
    Ok(Pruned { requests: delete_up_to(connection, &last)?, ..Pruned::default() })
}

/// Whole requests, all but the pinned ones.
fn delete_up_to(connection: &Connection, last: &RequestId) -> Result<u64, StoreError> {
    attempts::delete_up_to(connection, last)?;
    file_uses::delete_up_to(connection, last)?;
    marks::delete_up_to(connection, last)?;
    Ok(requests::delete_up_to(connection, last)? as u64)
}

fn prune_ledger(connection: &Connection, end: &RequestId) -> Result<Pruned, StoreError> {
    let Some(last) = ledger::oldest(connection, end, ROWS)? else { return Ok(Pruned::default()) };
    Ok(Pruned { ledger: ledger::delete_up_to(connection, &last)? as u64, ..Pruned::default() })
}

/// The ledger's rows go along, else a small limit could never be kept.
fn shrink_log(connection: &Connection, limit: u64) -> Result<Pruned, StoreError> {
    if used_bytes(connection)? <= limit {
        return Ok(Pruned::default());
    }
    let end = RequestId(Uuid::max());
    let Some(last) = ledger::oldest(connection, &end, ROWS)? else { return prune_log(connection, &end) };
    let requests = delete_up_to(connection, &last)?;
    Ok(Pruned { requests, ledger: ledger::delete_up_to(connection, &last)? as u64, bodies: 0, jobs: 0 })
}

fn prune_bodies(databases: &mut Databases, end: &RequestId, limit: u64) -> Result<Pruned, StoreError> {
    let Databases { main, bodies: kept, .. } = databases;
    let pinned = marks::pinned(main)?;
    let mut leaving = bodies::oldest(kept, end, BODIES, &pinned)?;
    if leaving.is_empty() && used_bytes(kept)? > limit {
        leaving = bodies::oldest(kept, &RequestId(Uuid::max()), BODIES, &pinned)?;
    }
    remove_bodies(main, kept, &leaving).map(|bodies| Pruned { bodies, ..Pruned::default() })
}

/// Gives back some of the free pages beyond `spare`. True while there is more to give.
pub(crate) fn give_space_back(databases: &mut Databases, spare: u64) -> Result<bool, StoreError> {
    let mut more = false;
    for connection in [&databases.main, &databases.bodies] {
        let free = pragma(connection, "freelist_count")?;
        if free > spare {
            let mut vacuum = connection.prepare(&format!("PRAGMA incremental_vacuum({STEP_PAGES})"))?;
            let mut rows = vacuum.query([])?;
            while rows.next()?.is_some() {}
            more |= pragma(connection, "freelist_count")? < free;
        }
    }
    Ok(more)
}

fn used_bytes(connection: &Connection) -> rusqlite::Result<u64> {
    let pages = pragma(connection, "page_count")?.saturating_sub(pragma(connection, "freelist_count")?);
    Ok(pages * pragma(connection, "page_size")?)
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<u64> {
    connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map(|value| value.max(0).unsigned_abs())
}

/// The smallest id that a request of `days` before `now_ms` can have.
fn first_id_of(now_ms: i64, days: u32) -> RequestId {
    RequestId::first_of(now_ms.saturating_sub(i64::from(days) * DAY_MS))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use turnpike_domain::request::Request;

    use super::*;
    use crate::{
        Selection, files,
        testing::{MIDNIGHT, eventful, record, record_with_bodies, reopen, served, store},
    };

    const KEEP: Retention = Retention { log_days: 90, log_bytes: None, body_days: 7, body_bytes: u64::MAX };

    fn rows(folder: &Path, table: &str) -> i64 {
        let connection = Connection::open(files::main_path(folder)).unwrap();
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn what_is_too_old_goes_and_what_it_cost_stays() {
        let (folder, store, _) = store();
        for days in [800, 100, 91, 89, 8, 6, 0] {
            record_with_bodies(&store, &eventful(MIDNIGHT - days * DAY_MS), b"{}", b"{}");
            record(&store, &served(MIDNIGHT - days * DAY_MS, "key", 10));
        }
        store.flush().unwrap();
        let before = store.ledger_totals().unwrap();
        assert_eq!(store.prune(MIDNIGHT, &KEEP).unwrap(), Pruned { requests: 6, ledger: 2, bodies: 5, jobs: 0 });
        assert_eq!(rows(folder.path(), "requests"), 8);
        assert_eq!(rows(folder.path(), "attempts"), 8, "two for each of the eventful ones that stay");
        assert_eq!(store.ledger_totals().unwrap(), before);
        assert_eq!(store.request_totals().unwrap().entries, 8);
        assert_eq!(store.prune(MIDNIGHT, &KEEP).unwrap(), Pruned::default());
    }

    #[test]
    fn what_is_too_much_goes_oldest_first_and_gives_its_space_back() {
        let (folder, store, _) = store();
        for number in 0..6000 {
            store.record_finished_blocking(crate::Finished { request: eventful(MIDNIGHT + number), bodies: None }).unwrap();
        }
        store.flush().unwrap();
        let limit = 2 << 20;
        let pruned = store.prune(MIDNIGHT, &Retention { log_bytes: Some(limit), ..KEEP }).unwrap();
        assert!(pruned.requests >= 500 && pruned.requests == pruned.ledger, "{pruned:?}");
        assert_eq!(rows(folder.path(), "attempts"), 2 * rows(folder.path(), "ledger"), "whole requests go");
        assert_eq!(store.ledger_totals().unwrap().entries, 6000);
        let newest = store.requests(&Selection::default(), 1).unwrap();
        assert_eq!(newest[0].0.started_at, MIDNIGHT + 5999);
        store.close().unwrap();
        let size = std::fs::metadata(files::main_path(folder.path())).unwrap().len();
        assert!(size <= limit + (SPARE_PAGES + 8) * 4096, "{size} bytes");
        assert_eq!(reopen(&folder).ledger_totals().unwrap().entries, 6000);
    }

    #[test]
    fn bodies_stay_below_their_limit() {
        let (folder, store, _) = store();
        let body = vec![b'x'; 100_000];
        let requests: Vec<_> = (0..100).map(|number| served(MIDNIGHT + number, "key", 1)).collect();
        for request in &requests {
            record_with_bodies(&store, request, &body, &body);
        }
        store.flush().unwrap();
        let limit = 10 << 20;
        let pruned = store.prune(MIDNIGHT, &Retention { body_bytes: limit, ..KEEP }).unwrap();
        assert!((40..=70).contains(&pruned.bodies) && pruned.requests == 0, "{pruned:?}");
        assert!(store.bodies(&requests[0].id).unwrap().is_none() && store.bodies(&requests[99].id).unwrap().is_some());
        store.close().unwrap();
        let size = std::fs::metadata(files::bodies_path(folder.path())).unwrap().len();
        assert!(size <= limit + SPARE_PAGES * 4096, "{size} bytes");
    }

    #[test]
    fn pinned_requests_outlive_every_limit_with_their_attempts_and_bodies() {
        let (folder, store, _) = store();
        let old = MIDNIGHT - 800 * DAY_MS;
        let requests: Vec<_> = (0..60).map(|number| eventful(old + number)).collect();
        for request in &requests {
            record_with_bodies(&store, request, b"{}", b"{}");
        }
        store.flush().unwrap();
        for pinned in [0, 30] {
            store.mark(requests[pinned].id, |marks| marks.pinned = true).unwrap();
        }
        store.mark(requests[1].id, |marks| marks.note = Some("only a note".to_owned())).unwrap();
        let nothing = Retention { log_bytes: Some(0), body_bytes: 0, ..KEEP };
        assert_eq!(store.prune(MIDNIGHT, &nothing).unwrap(), Pruned { requests: 58, ledger: 60, bodies: 58, jobs: 0 });
        let left = store.requests(&Selection::default(), 100).unwrap();
        let expected = [30, 0].map(|index| Request { captured: true, ..requests[index].clone() });
        assert_eq!(left.iter().map(|(request, _)| request.clone()).collect::<Vec<_>>(), expected);
        assert!(requests.iter().all(|request| store.bodies(&request.id).unwrap().is_some() == left.iter().any(|(kept, _)| kept.id == request.id)));
        assert_eq!(rows(folder.path(), "marks"), 2, "the note went with its request");
        assert_eq!(store.prune(MIDNIGHT, &nothing).unwrap(), Pruned::default());
        store.mark(requests[0].id, |marks| marks.pinned = false).unwrap();
        assert_eq!(store.prune(MIDNIGHT, &nothing).unwrap(), Pruned { requests: 1, ledger: 0, bodies: 1, jobs: 0 });
    }

    #[test]
    fn a_request_whose_bodies_are_pruned_no_longer_claims_them() {
        let (_folder, store, _) = store();
        let request = served(MIDNIGHT - 8 * DAY_MS, "key", 1);
        record_with_bodies(&store, &request, b"{}", b"{}");
        store.flush().unwrap();
        assert!(store.request(&request.id).unwrap().is_some_and(|request| request.captured));
        store.prune(MIDNIGHT, &KEEP).unwrap();
        assert!(store.request(&request.id).unwrap().is_some_and(|request| !request.captured));
    }

    #[test]
    fn a_limit_that_nothing_can_meet_ends_all_the_same() {
        let (_folder, store, _) = store();
        record_with_bodies(&store, &served(MIDNIGHT, "key", 1), b"{}", b"{}");
        store.flush().unwrap();
        let nothing = Retention { log_bytes: Some(0), body_bytes: 0, ..KEEP };
        assert_eq!(store.prune(MIDNIGHT, &nothing).unwrap(), Pruned { requests: 1, ledger: 1, bodies: 1, jobs: 0 });
    }
}
