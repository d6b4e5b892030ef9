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
        figures, file_uses,
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
    /// Until when was counted; the last bucket may end a little later.
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

/// A request with its attempts and its files.
pub(crate) fn complete(connection: &Connection, request: Request) -> rusqlite::Result<Request> {
    let (attempts, files) = (attempts::of_request(connection, &request.id)?, file_uses::of_request(connection, &request.id)?);
    Ok(Request { attempts, files, ..request })
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
            Ok(Some(complete(connection, request)?))
        })
    }

    /// A page of the log, newest first.
    pub fn requests(&self, selection: &Selection, limit: u32) -> Result<Vec<(Request, Marks)>, StoreError> {
        self.look(selection, "reading the log", |connection| {
            let complete = |request: Request| {
                let marks = marks::find(connection, &request.id)?.unwrap_or_default();
                Ok((complete(connection, request)?, marks))
            };
            requests::list(connection, selection, limit)?.into_iter().map(complete).collect()
        })
    }

    /// How many requests there were in each of so many stretches of time. Without a beginning, from the oldest that is
    /// meant; without an end, until `now_ms`.
    pub fn volume(&self, selection: &Selection, buckets: u32, now_ms: i64) -> Result<Volume, StoreError> {
        self.look(selection, "counting the log", |connection| {
            let to = selection.to.unwrap_or(now_ms);
            let begun = |from| Volume::new(from, to, buckets);
            let mut counted = selection.from.map(begun);
            figures::times(connection, selection, |at, failed| counted.get_or_insert_with(|| begun(at)).add(at, failed))?;
            Ok(Volume { total: requests::count(connection)?, ..counted.unwrap_or_else(|| begun(to)) })
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
    fn new(from: i64, to: i64, buckets: u32) -> Self {
        let from = from.min(to);
        let buckets = vec![(0, 0); buckets.max(1) as usize];
        let length = to.abs_diff(from).max(1).div_ceil(buckets.len() as u64);
        Self { from, to, bucket_ms: i64::try_from(length).unwrap_or(i64::MAX), buckets, matched: 0, total: 0 }
    }

    /// A request a moment outside, by a clock's step, counts at the edge.
    fn add(&mut self, started_at: i64, failed: bool) {
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
    use turnpike_domain::{request::Endpoint, usage::Usage};

    use super::*;
    use crate::testing::{MIDNIGHT, eventful, key, record, record_with_bodies, served, store};

    /// 0: plain; 1: of another key, kept bodies, pinned; 2: failed, by a fallback, a note; 3: unpriced, streamed.
    fn some() -> [Request; 4] {
        let other = Request {
            provider: Some("other".into()),
            model: Some("embed".into()),
            model_used: Some("embed".into()),
            endpoint: Endpoint::Embeddings,
            usage: Some(Usage { input: 900, cached_input: 100, ..Usage::default() }),
            duration_ms: 12_000,
            ..served(MIDNIGHT + 1, "b", 500_001)
        };
        let unpriced =
            Request { credits_used: None, stream: true, user_agent: Some("50%_off".into()), ..served(MIDNIGHT + 3, "a", 5) };
        [served(MIDNIGHT, "a", 5), other, eventful(MIDNIGHT + 2), unpriced]
    }

    fn asked(filter: &str) -> Selection {
        Selection { filter: Filter::parse(filter).unwrap(), ..Selection::default() }
    }

    #[test]
    fn every_filter_lists_and_counts_the_same_requests_newest_first() {
        let (_folder, store, _) = store();
        let requests = some();
        let (mut key, secret) = key(7, "My CI");
        key.id = "a".into();
        store.insert_key(&key, secret).unwrap();
        for request in &requests {
            match request.endpoint {
                Endpoint::Embeddings => record_with_bodies(&store, request, b"{\"input\": \"The Invoice\"}", b"[0.1]"),
                _ => record(&store, request),
            }
        }
        store.flush().unwrap();
        store.mark(requests[1].id, |marks| marks.pinned = true).unwrap();
        store.mark(requests[2].id, |marks| marks.note = Some("ask Ada".to_owned())).unwrap();
        let id = requests[1].id.to_string();
        for (filter, expected) in [
            ("", vec![3, 2, 1, 0]),
            ("status:ok", vec![3, 1, 0]),
            ("status:error", vec![2]),
            ("-status:error", vec![3, 1, 0]),
            ("status:529", vec![2]),
            ("status:5xx", vec![2]),
            ("status:200", vec![3, 1, 0]),
            ("status:running", vec![]),
            ("-status:running", vec![3, 2, 1, 0]),
            ("model:embed", vec![1]),
            ("model:CHAT-*", vec![2]),
            ("model:chat", vec![3, 2, 0]),
            ("provider:other", vec![1]),
            ("-provider:o*", vec![3, 2, 0]),
            ("key:a", vec![3, 0]),
            ("key:\"my ci\"", vec![3, 0]),
            ("key:my", vec![]),
            ("endpoint:embeddings", vec![1]),
            ("client:openai", vec![2]),
            ("-client:openai", vec![3, 1, 0]),
            ("finish:stop", vec![2]),
            ("error:over", vec![2]),
            ("error:LOADED", vec![2]),
            ("error:server_error", vec![]),
            ("body:invoice", vec![1]),
            ("body:0.1", vec![1]),
            ("-body:invoice", vec![3, 2, 0]),
            ("body:nothing", vec![]),
            ("credits>0.5", vec![1]),
            ("credits<=0.5", vec![0]),
            ("-credits>0.5", vec![3, 2, 0]),
            ("ttft>300ms", vec![2]),
            ("ttft>2s", vec![]),
            ("duration>10s", vec![1]),
            ("tokens>1000", vec![2]),
            ("input<1000", vec![1]),
            ("output:0", vec![1]),
            ("attempts>1", vec![2]),
            ("attempts:0", vec![3, 1, 0]),
            ("depth>0", vec![2]),
            ("is:fallback", vec![2]),
            ("is:stream", vec![3, 2]),
            ("is:pinned", vec![1]),
            ("-is:pinned", vec![3, 2, 0]),
            ("is:noted", vec![2]),
            ("is:unpriced", vec![3, 2]),
            ("is:cached", vec![2, 1]),
            ("is:estimated", vec![2]),
            ("is:captured", vec![1]),
            ("ada", vec![2]),
            ("embed", vec![1]),
            ("\"My CI\"", vec![3, 0]),
            ("backup", vec![2]),
            ("50%", vec![3]),
            ("0%_", vec![3]),
            ("0%o", vec![]),
            (&id, vec![1]),
            (&format!("-{id}"), vec![3, 2, 0]),
            ("is:stream -is:unpriced", vec![]),
            ("key", vec![2]),
            ("' OR TRUE --", vec![]),
        ] {
            let listed = store.requests(&asked(filter), 100).unwrap();
            let ids: Vec<_> = listed.iter().map(|(request, _)| request.id).collect();
            assert_eq!(ids, expected.iter().map(|index| requests[*index].id).collect::<Vec<_>>(), "{filter}");
            let counted = store.volume(&asked(filter), 4, MIDNIGHT + 4).unwrap();
            assert_eq!((counted.matched, counted.total), (ids.len() as u64, 4), "{filter}");
        }
        let (request, marks) = store.requests(&asked("is:pinned"), 1).unwrap().remove(0);
        assert_eq!((request, marks.pinned), (Request { captured: true, ..requests[1].clone() }, true), "whole, with its marks");
    }

    #[test]
    fn a_page_begins_and_ends_where_it_is_told() {
        let (_folder, store, _) = store();
        let requests = some();
        for request in &requests {
            record(&store, request);
        }
        store.flush().unwrap();
        let ids = |indices: &[usize]| indices.iter().map(|index| requests[*index].id).collect::<Vec<_>>();
        let all = Selection::default;
        for (selection, limit, expected) in [
            (all(), 2, vec![3, 2]),
            (Selection { before: Some(requests[2].id), ..all() }, 2, vec![1, 0]),
            (Selection { before: Some(requests[3].id), ..asked("key:a") }, 2, vec![0]),
            (Selection { after: Some(requests[1].id), ..all() }, 9, vec![3, 2]),
            (Selection { from: Some(MIDNIGHT + 1), to: Some(MIDNIGHT + 3), ..all() }, 9, vec![2, 1]),
            (Selection { ids: Some(ids(&[0, 2])), ..all() }, 9, vec![2, 0]),
            (Selection { ids: Some(ids(&[0, 2])), ..asked("status:ok") }, 9, vec![0]),
            (Selection { ids: Some(Vec::new()), ..all() }, 9, vec![]),
        ] {
            let listed = store.requests(&selection, limit).unwrap();
            let listed: Vec<_> = listed.into_iter().map(|(request, _)| request.id).collect();
            assert_eq!(listed, ids(&expected), "{selection:?}");
        }
    }

    #[test]
    fn the_volume_begins_with_the_oldest_that_is_meant_and_loses_nobody() {
        let (_folder, store, _) = store();
        for at in [100, 110, 139, 140, 199] {
            record(&store, &Request { status: if at == 139 { 500 } else { 200 }, ..served(MIDNIGHT + at, "a", 5) });
        }
        store.flush().unwrap();
        let counted = store.volume(&Selection::default(), 5, MIDNIGHT + 200).unwrap();
        assert_eq!((counted.from, counted.to, counted.bucket_ms), (MIDNIGHT + 100, MIDNIGHT + 200, 20));
        assert_eq!(counted.buckets, [(2, 0), (1, 1), (1, 0), (0, 0), (1, 0)]);
        let part = Selection { from: Some(MIDNIGHT + 120), to: Some(MIDNIGHT + 150), ..Selection::default() };
        let counted = store.volume(&part, 2, MIDNIGHT + 200).unwrap();
        assert_eq!((counted.from, counted.bucket_ms, counted.buckets), (MIDNIGHT + 120, 15, vec![(0, 0), (2, 1)]));
        assert_eq!((counted.matched, counted.total), (2, 5));
        let nothing = store.volume(&asked("model:nobody"), 3, MIDNIGHT).unwrap();
        assert_eq!((nothing.from, nothing.to, nothing.buckets), (MIDNIGHT, MIDNIGHT, vec![(0, 0); 3]));
    }

    #[test]
    fn looks_at_the_log_do_not_wait_for_each_other_or_for_the_writer() {
        let (_folder, store, _) = store();
        record(&store, &served(MIDNIGHT, "a", 5));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..50).for_each(|_| drop(store.requests(&Selection::default(), 100).unwrap())));
            }
            (0..500).for_each(|number| record(&store, &served(MIDNIGHT + number, "a", 5)));
        });
        store.flush().unwrap();
        assert_eq!(store.requests(&Selection::default(), 1000).unwrap().len(), 501);
    }
}
