//! Looking at the request log.

use turnpike_domain::{
    ids::{KeyId, ModelId, ProviderId, RequestId},
    request::Request,
};

use crate::{
    Store,
    error::StoreError,
    files,
    tables::{
        attempts,
        bodies::{self, KeptBodies},
        requests,
    },
    writer::Databases,
};

/// Which requests to list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestFilter {
    /// Of this key only.
    pub key: Option<KeyId>,
    /// That asked for this model or were served by it.
    pub model: Option<ModelId>,
    /// Served by this provider only.
    pub provider: Option<ProviderId>,
    /// By how they ended.
    pub status: StatusFilter,
    /// Only those that a fallback served.
    pub fallback_only: bool,
    /// Older than this one: the last of the page before.
    pub before: Option<RequestId>,
    /// How many.
    pub limit: u32,
}

impl Default for RequestFilter {
    /// The newest hundred.
    fn default() -> Self {
        Self { key: None, model: None, provider: None, status: StatusFilter::Any, fallback_only: false, before: None, limit: 100 }
    }
}

/// How a request ended, as far as a filter cares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusFilter {
    /// In any way.
    #[default]
    Any,
    /// With a status below 400.
    Succeeded,
    /// With one of 400 or more.
    Failed,
    /// With one from the first to the second, both included.
    Between(u16, u16),
}

impl Store {
    /// A request's record. What finished within the last moments may not be there before [`Store::flush`].
    pub fn request(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        self.read("reading a request", |connection| {
            let Some(request) = requests::find(connection, id)? else { return Ok(None) };
            Ok(Some(Request { attempts: attempts::of_request(connection, id)?, ..request }))
        })
    }

    /// A page of the log, newest first.
    pub fn requests(&self, filter: &RequestFilter) -> Result<Vec<Request>, StoreError> {
        self.read("reading the log", |connection| {
            let with_attempts = |request: Request| {
                let attempts = attempts::of_request(connection, &request.id)?;
                Ok(Request { attempts, ..request })
            };
            requests::list(connection, filter)?.into_iter().map(with_attempts).collect()
        })
    }

    /// What was kept of a request's bodies.
    pub fn bodies(&self, id: &RequestId) -> Result<Option<KeptBodies>, StoreError> {
        // Opened for each look: looks are rare, and the file may have been replaced since the last one.
        let look = || bodies::find(&files::open_reader(&files::bodies_path(&self.0.folder))?, id);
        match look() {
            Err(error) if files::is_broken(&error) => {
                self.run("replacing bodies.db", Databases::replace_bodies)?;
                Ok(None)
            }
            outcome => Ok(outcome.map_err(|error| StoreError::from(error).doing("reading bodies"))?),
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
