//! Recording finished requests: the one thing that every request does.

use std::sync::{atomic::Ordering::Relaxed, mpsc::TrySendError};

use turnpike_domain::{ids::RequestId, request::Request};

use crate::{Store, batch::insert_bodies, captured::Bodies, error::StoreError, health::Condition, tables::requests, writer::Job};

/// A request that is over: settled, or released.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// Its record.
    pub request: Request,
    /// Its bodies, if they are to be kept.
    pub bodies: Option<Bodies>,
}

/// Bytes of bodies that may wait for the writer: bodies are given up sooner than memory.
const QUEUED_BODY_BYTES: usize = 32 * 1024 * 1024;

impl Store {
    /// Queues a finished request for the next batch: its row, its attempts and its settlement are committed
    /// together within some 50 ms. Never waits.
    ///
    /// # Errors
    /// Gives it back when the queue is full or the store closed.
    pub fn record_finished(&self, finished: impl Into<Box<Finished>>) -> Result<(), Box<Finished>> {
        let job = Job::Record(self.admit(finished.into()));
        self.0.jobs.try_send(job).or_else(|(TrySendError::Full(job) | TrySendError::Disconnected(job))| self.give_back(job))
    }

    /// The same, waiting while the queue is full.
    ///
    /// # Errors
    /// Gives it back when the store is closed.
    pub fn record_finished_blocking(&self, finished: impl Into<Box<Finished>>) -> Result<(), Box<Finished>> {
        let job = Job::Record(self.admit(finished.into()));
        self.0.jobs.send(job).or_else(|refused| self.give_back(refused.0))
    }

    /// Keeps the bodies of a request whose record comes by another way.
    pub fn keep_bodies(&self, request: RequestId, mut bodies: Bodies) -> Result<(), StoreError> {
        bodies.trim();
        self.run("keeping bodies", move |databases| {
            insert_bodies(&mut databases.bodies, &[(request, bodies)])?;
            Ok(requests::found_bodies(&databases.main, &request)?)
        })
    }

    /// Counts the bodies in, as far as there is room for them.
    fn admit(&self, mut finished: Box<Finished>) -> Box<Finished> {
        let Some(bodies) = &mut finished.bodies else { return finished };
        bodies.trim();
        let condition = &self.0.condition;
        if condition.queued_body_bytes.fetch_add(bodies.size(), Relaxed) > QUEUED_BODY_BYTES {
            bodies.left_queue(condition);
            condition.lost_bodies.fetch_add(1, Relaxed);
            finished.bodies = None;
        }
        finished
    }

    fn give_back(&self, job: Job) -> Result<(), Box<Finished>> {
        let Job::Record(finished) = job else { return Ok(()) };
        if let Some(bodies) = &finished.bodies {
            bodies.left_queue(&self.0.condition);
        }
        Err(finished)
    }
}

impl Bodies {
    /// Counts them out again.
    pub(crate) fn left_queue(&self, condition: &Condition) {
        condition.queued_body_bytes.fetch_sub(self.size(), Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use turnpike_domain::credits::Credits;

    use super::*;
    use crate::{
        StoreError, Totals,
        captured::{BODY_LIMIT, Exchange, MOST_EXCHANGES, MOST_PIECES, Piece},
        files,
        testing::{MIDNIGHT, eventful, record, record_with_bodies, reopen, served, store},
    };

    #[test]
    fn a_record_comes_back_as_it_was_given() {
        let (_folder, store, committed) = store();
        let requests = [served(MIDNIGHT, "key", 5), eventful(MIDNIGHT + 1), Request { key: None, ..served(MIDNIGHT + 2, "", 0) }];
        for request in &requests {
            record(&store, request);
        }
        store.flush().unwrap();
        for request in &requests {
            assert_eq!(store.request(&request.id).unwrap().as_ref(), Some(request));
        }
        assert_eq!(*committed.lock().unwrap(), requests.map(|request| request.id), "told of each once, after the commit");
    }

    #[test]
    fn what_was_flushed_survives_without_a_close_and_what_was_queued_survives_a_drop() {
        let (folder, store, _) = store();
        let (flushed, queued) = (served(MIDNIGHT, "key", 5), served(MIDNIGHT + 1, "key", 7));
        record(&store, &flushed);
        store.flush().unwrap();
        // What a killed process leaves: the files as they are now, write-ahead log included.
        let killed = tempfile::tempdir().unwrap();
        for file in ["turnpike.db", "turnpike.db-wal", "bodies.db", "bodies.db-wal"] {
            std::fs::copy(folder.path().join(file), killed.path().join(file)).unwrap();
        }
        assert_eq!(reopen(&killed).request(&flushed.id).unwrap(), Some(flushed));
        record(&store, &queued);
        drop(store);
        assert_eq!(reopen(&folder).request(&queued.id).unwrap(), Some(queued));
    }

    #[test]
    fn a_request_is_settled_once_however_often_it_is_recorded() {
        let (_folder, store, committed) = store();
        let request = served(MIDNIGHT, "key", 5);
        let again = Request { credits_used: Some(Credits::from_micros(900)), status: 500, ..request.clone() };
        record(&store, &request);
        record(&store, &again);
        store.flush().unwrap();
        record(&store, &again);
        store.flush().unwrap();
        let once = Totals { entries: 1, settled: Credits::from_micros(5) };
        assert_eq!((store.ledger_totals().unwrap(), store.request_totals().unwrap()), (once, once));
        assert_eq!(store.request(&request.id).unwrap(), Some(request));
        assert_eq!(committed.lock().unwrap().len(), 1);
    }

    #[test]
    fn the_ledger_adds_up_to_what_the_requests_show_whoever_records() {
        let (folder, store, _) = store();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let store = &store;
                scope.spawn(move || {
                    for number in 0..500 {
                        let request = served(MIDNIGHT + number, &format!("key{thread}"), number);
                        let request = if number % 7 == 0 { Request { credits_used: None, ..request } } else { request };
                        store.record_finished_blocking(Finished { request, bodies: None }).unwrap();
                    }
                });
            }
        });
        store.flush().unwrap();
        let totals = store.ledger_totals().unwrap();
        assert_eq!((totals.entries, totals), (2000, store.request_totals().unwrap()));
        let rows: i64 = Connection::open(files::main_path(folder.path()))
            .unwrap()
            .query_row("SELECT sum(settled) FROM ledger", [], |row| row.get(0))
            .unwrap();
        assert_eq!(Credits::from_micros(rows), totals.settled, "row by row, too");
    }

    #[test]
    fn a_log_that_can_not_be_written_keeps_what_is_recorded_until_it_can() {
        let (folder, store, _) = store();
        let other = Connection::open(files::main_path(folder.path())).unwrap();
        other.execute_batch("ALTER TABLE ledger RENAME TO gone").unwrap();
        let request = served(MIDNIGHT, "key", 5);
        record(&store, &request);
        assert!(matches!(store.flush(), Err(StoreError::Behind { waiting: 1, .. })));
        let health = store.health();
        assert!(health.error.is_some_and(|error| error.contains("ledger")) && health.waiting == 1);
        record(&store, &served(MIDNIGHT + 1, "key", 7));
        other.execute_batch("ALTER TABLE gone RENAME TO ledger").unwrap();
        store.flush().unwrap();
        assert_eq!(store.health(), Default::default());
        assert_eq!(store.ledger_totals().unwrap(), Totals { entries: 2, settled: Credits::from_micros(12) });
        assert_eq!(store.request(&request.id).unwrap(), Some(request));
    }

    #[test]
    fn a_closed_store_gives_back_what_it_can_not_keep() {
        let (folder, store, _) = store();
        store.close().unwrap();
        let finished = Finished { request: served(MIDNIGHT, "key", 5), bodies: None };
        assert_eq!(store.record_finished(finished.clone()), Err(Box::new(finished)));
        assert!(matches!(store.flush(), Err(StoreError::Closed)));
        assert_eq!(std::fs::metadata(folder.path().join("turnpike.db-wal")).map_or(0, |file| file.len()), 0, "folded in");
    }

    #[test]
    fn headers_pieces_and_calls_to_providers_come_back_bounded_and_go_with_the_bodies() {
        let (folder, store, _) = store();
        let request = served(MIDNIGHT, "key", 5);
        let headers = |name: &str| vec![(name.to_owned(), "value".to_owned())];
        let exchange = |position| Exchange {
            position,
            method: "POST".to_owned(),
            url: "http://127.0.0.1/v1".to_owned(),
            status: (position > 0).then_some(200),
            request_headers: headers("sent"),
            request: b"asked".to_vec(),
            response_headers: headers("came"),
            response: vec![b'x'; BODY_LIMIT + 9],
        };
        let bodies = Bodies {
            request_headers: headers("from"),
            response_headers: headers("to"),
            pieces: (0..MOST_PIECES as u64 + 9).map(|at_ms| Piece { at_ms, bytes: 3 }).collect(),
            exchanges: (0..MOST_EXCHANGES as u32 + 9).map(exchange).collect(),
            ..Bodies::default()
        };
        store.record_finished(Finished { request: request.clone(), bodies: Some(bodies) }).unwrap();
        store.flush().unwrap();
        let kept = store.bodies(&request.id).unwrap().unwrap();
        assert_eq!((kept.request_headers, kept.response_headers), (headers("from"), headers("to")));
        assert_eq!((kept.pieces.len(), kept.pieces[7]), (MOST_PIECES, Piece { at_ms: 7, bytes: 3 }));
        let exchanges = store.exchanges(&request.id).unwrap();
        assert_eq!((exchanges.len(), exchanges[0].status, exchanges[1].status), (MOST_EXCHANGES, None, Some(200)));
        assert_eq!((exchanges[1].request.bytes.as_slice(), exchanges[1].request.truncated), (b"asked".as_slice(), false));
        assert_eq!((exchanges[1].response.bytes.len(), exchanges[1].response.truncated), (BODY_LIMIT, true));
        assert_eq!((&exchanges[1].request_headers, &exchanges[1].response_headers), (&headers("sent"), &headers("came")));
        assert_eq!(store.0.condition.queued_body_bytes.load(Relaxed), 0, "what was counted in was counted out");
        let keep = crate::Retention { log_days: 90, log_bytes: None, body_days: 7, body_bytes: 0 };
        assert_eq!(store.prune(MIDNIGHT, &keep).unwrap().bodies, 1);
        assert_eq!(store.exchanges(&request.id).unwrap(), vec![], "they go with the bodies");
        drop((store, folder));
    }

    #[test]
    fn bodies_are_kept_up_to_their_limit_and_say_so() {
        let (_folder, store, _) = store();
        let (short, long, none) = (served(MIDNIGHT, "key", 5), served(MIDNIGHT + 1, "key", 5), served(MIDNIGHT + 2, "key", 5));
        record_with_bodies(&store, &short, b"{}", &[0, 255]);
        record_with_bodies(&store, &long, &vec![b'a'; BODY_LIMIT], &vec![b'b'; 3 * BODY_LIMIT]);
        record(&store, &none);
        store.flush().unwrap();
        let kept = store.bodies(&short.id).unwrap().unwrap();
        assert_eq!((kept.request.bytes.as_slice(), kept.response.bytes.as_slice()), (b"{}".as_slice(), [0, 255].as_slice()));
        let kept = store.bodies(&long.id).unwrap().unwrap();
        assert_eq!((kept.request.bytes.len(), kept.request.truncated), (BODY_LIMIT, false));
        assert_eq!((kept.response.bytes.len(), kept.response.truncated), (BODY_LIMIT, true));
        assert_eq!(store.bodies(&none.id).unwrap(), None);
        assert_eq!(store.0.condition.queued_body_bytes.load(Relaxed), 0, "nothing is left in the queue");
    }

    #[test]
    fn bodies_that_do_not_fit_the_queue_are_given_up_and_their_requests_are_not() {
        let (_folder, store, _) = store();
        store.0.condition.queued_body_bytes.store(QUEUED_BODY_BYTES + 1, Relaxed);
        let request = served(MIDNIGHT, "key", 5);
        record_with_bodies(&store, &request, b"{}", b"{}");
        store.flush().unwrap();
        assert_eq!((store.bodies(&request.id).unwrap(), store.health().lost_bodies), (None, 1));
        assert!(store.request(&request.id).unwrap().is_some());
    }
}
