//! Looking at the request log.

use rusqlite::Connection;
use turnpike_domain::{filter::Filter, ids::RequestId, request::Request};

use crate::{
    Store,
    error::StoreError,
    files,
    tables::{
        attempts,
        bodies::{self, KeptBodies},
        exchanges::{self, KeptExchange},
        figures,
        marks::{self, Marks},
        requests,
    },
    writer::Databases,
};

/// Which requests of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What they have to be.
    pub filter: Filter,
    /// Started then or later; Unix milliseconds.
    pub from: Option<i64>,
    /// Started before then.
    pub to: Option<i64>,
    /// Older than this one: the last of the page before.
    pub before: Option<RequestId>,
    /// Newer than this one.
    pub after: Option<RequestId>,
    /// Among these only.
    pub ids: Option<Vec<RequestId>>,
}

/// How many requests there were, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// When the first bucket begins; Unix milliseconds.
    pub from: i64,
    /// When the last one ends, or later by what the buckets' length does not divide.
    pub to: i64,
    /// How long each bucket is.
    pub bucket_ms: i64,
    /// Requests and, of these, failed ones, oldest bucket first.
    pub buckets: Vec<(u64, u64)>,
    /// Requests in all buckets.
    pub matched: u64,
    /// Requests in the whole log, whatever was asked for.
    pub total: u64,
}

impl Store {
    /// A request's marks.
    pub fn marks(&self, id: &RequestId) -> Result<Marks, StoreError> {
        self.read("reading marks", |connection| Ok(marks::find(connection, id)?.unwrap_or_default()))
    }

    /// A request's record. What finished within the last moments may not be there before [`Store::flush`].
    pub fn request(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        self.read("reading a request", |connection| {
            let Some(request) = requests::find(connection, id)? else { return Ok(None) };
            Ok(Some(Request { attempts: attempts::of_request(connection, id)?, ..request }))
        })
    }

    /// A page of the log, newest first.
    pub fn requests(&self, selection: &Selection, limit: u32) -> Result<Vec<(Request, Marks)>, StoreError> {
        self.look(selection, "reading the log", |connection| {
            let complete = |request: Request| {
                let attempts = attempts::of_request(connection, &request.id)?;
                let marks = marks::find(connection, &request.id)?.unwrap_or_default();
                Ok((Request { attempts, ..request }, marks))
            };
            requests::list(connection, selection, limit)?.into_iter().map(complete).collect()
        })
    }

    /// How many requests there were in each of so many stretches of time. Without a beginning, from the oldest that is
    /// meant; without an end, until `now_ms`.
    pub fn volume(&self, selection: &Selection, buckets: u32, now_ms: i64) -> Result<Volume, StoreError> {
        self.look(selection, "counting the log", |connection| {
            let mut counted = Volume::new(selection.from, selection.to.unwrap_or(now_ms), buckets);
            figures::times(connection, selection, |started_at, failed| counted.add(started_at, failed))?;
            counted.total = requests::count(connection)?;
            Ok(counted)
        })
    }

    /// A look that may need the bodies too. Their file is opened for each look: such looks are rare, and it may have been
    /// replaced since the last one.
    fn look<T>(
        &self,
        selection: &Selection,
        doing: &'static str,
        look: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        if !selection.filter.reads_bodies() {
            return self.read(doing, look);
        }
        let with_bodies = || {
            let connection = files::open_reader(&files::main_path(&self.0.folder))?;
            let path = files::bodies_path(&self.0.folder);
            connection.execute("ATTACH ?1 AS kept", [path.to_string_lossy()])?;
            look(&connection)
        };
        let outcome = match with_bodies() {
            Err(error) if files::is_broken(&error) => {
                self.run("replacing bodies.db", Databases::replace_bodies)?;
                with_bodies()
            }
            outcome => outcome,
        };
        outcome.map_err(|error| StoreError::from(error).doing(doing))
    }

    /// What was kept of a request's bodies.
    pub fn bodies(&self, id: &RequestId) -> Result<Option<KeptBodies>, StoreError> {
        self.look_at_bodies(|connection| bodies::find(connection, id))
    }

    /// What was kept of a request's calls to providers.
    pub fn exchanges(&self, id: &RequestId) -> Result<Vec<KeptExchange>, StoreError> {
        self.look_at_bodies(|connection| exchanges::of_request(connection, id))
    }

    fn look_at_bodies<T: Default>(&self, look: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        // Opened for each look: looks are rare, and the file may have been replaced since the last one.
        match files::open_reader(&files::bodies_path(&self.0.folder)).and_then(|connection| look(&connection)) {
            Err(error) if files::is_broken(&error) => {
                self.run("replacing bodies.db", Databases::replace_bodies)?;
                Ok(T::default())
            }
            outcome => Ok(outcome.map_err(|error| StoreError::from(error).doing("reading bodies"))?),
        }
    }
}

impl Volume {
    fn new(from: Option<i64>, to: i64, buckets: u32) -> Self {
        let buckets = vec![(0, 0); buckets.max(1) as usize];
        let mut volume = Self { from: to, to, bucket_ms: 1, buckets, matched: 0, total: 0 };
        if let Some(from) = from {
            volume.begin(from);
        }
        volume
    }

    fn begin(&mut self, from: i64) {
        self.from = from.min(self.to);
        let length = self.to.saturating_sub(self.from).max(1).unsigned_abs();
        self.bucket_ms = i64::try_from(length.div_ceil(self.buckets.len() as u64)).unwrap_or(i64::MAX);
    }

    /// In the order of time, give or take a clock's step.
    fn add(&mut self, started_at: i64, failed: bool) {
        if self.matched == 0 && self.from == self.to {
            self.begin(started_at);
        }
        self.matched += 1;
        let index = usize::try_from(started_at.saturating_sub(self.from) / self.bucket_ms).unwrap_or_default();
        let last = self.buckets.len() - 1;
        if let Some((requests, failures)) = self.buckets.get_mut(index.min(last)) {
            *requests += 1;
            *failures += u64::from(failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MIDNIGHT, eventful, record, served, store};

    #[test]
    fn the_log_is_listed_newest_first_by_every_filter_and_page_by_page() {
        let (_folder, store, _) = store();
        let other = Request { provider: Some("other".into()), model: Some("embed".into()), ..served(MIDNIGHT + 1, "b", 5) };
        // 2: failed, by a fallback
        let requests = [served(MIDNIGHT, "a", 5), other, eventful(MIDNIGHT + 2), served(MIDNIGHT + 3, "a", 5)];
        for request in &requests {
            record(&store, request);
        }
        store.flush().unwrap();
        let filter = RequestFilter::default;
        for (filter, expected) in [
            (filter(), vec![3, 2, 1, 0]),
            (RequestFilter { limit: 2, ..filter() }, vec![3, 2]),
            (RequestFilter { limit: 2, before: Some(requests[2].id), ..filter() }, vec![1, 0]),
            (RequestFilter { key: Some("a".into()), ..filter() }, vec![3, 0]),
            (RequestFilter { key: Some("a".into()), before: Some(requests[3].id), ..filter() }, vec![0]),
            (RequestFilter { model: Some("embed".into()), ..filter() }, vec![1]),
            (RequestFilter { model: Some("chat-backup".into()), ..filter() }, vec![2]),
            (RequestFilter { provider: Some("other".into()), ..filter() }, vec![1]),
            (RequestFilter { status: StatusFilter::Failed, ..filter() }, vec![2]),
            (RequestFilter { status: StatusFilter::Succeeded, ..filter() }, vec![3, 1, 0]),
            (RequestFilter { fallback_only: true, ..filter() }, vec![2]),
            (RequestFilter { fallback_only: true, status: StatusFilter::Succeeded, ..filter() }, vec![]),
        ] {
            let listed = store.requests(&filter).unwrap();
            assert_eq!(listed, expected.iter().map(|index| requests[*index].clone()).collect::<Vec<_>>(), "{filter:?}");
        }
    }

    #[test]
    fn looks_at_the_log_do_not_wait_for_each_other_or_for_the_writer() {
        let (_folder, store, _) = store();
        record(&store, &served(MIDNIGHT, "a", 5));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..50).for_each(|_| drop(store.requests(&RequestFilter::default()).unwrap())));
            }
            (0..500).for_each(|number| record(&store, &served(MIDNIGHT + number, "a", 5)));
        });
        store.flush().unwrap();
        assert_eq!(store.requests(&RequestFilter { limit: 1000, ..RequestFilter::default() }).unwrap().len(), 501);
    }
}
