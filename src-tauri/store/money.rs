//! Reading the ledger's sums.

use turnpike_domain::{credits::Credits, ids::KeyId};

use crate::{
    Store,
    error::StoreError,
    tables::spending::{self, Totals},
};

impl Store {
    /// What a key has spent since `start_ms` (Unix milliseconds), counted from the beginning of that day in UTC,
    /// which is where every budget's period begins. Pruning the log changes nothing of it.
    pub fn spent_since(&self, key: &KeyId, start_ms: i64) -> Result<Credits, StoreError> {
        self.read("adding up what a key spent", |connection| spending::since(connection, key, start_ms))
    }

    /// Every settlement there ever was, added up.
    pub fn ledger_totals(&self) -> Result<Totals, StoreError> {
        self.read("adding up the ledger", spending::totals)
    }

    /// The requests that the log still holds, added up. Equal to [`Store::ledger_totals`] until something is pruned.
    pub fn request_totals(&self) -> Result<Totals, StoreError> {
        self.read("adding up the log", |connection| {
            spending::totals_of(connection, "SELECT count(*), coalesce(sum(credits_used), 0) FROM requests")
        })
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::request::Request;

    use super::*;
    use crate::{
        tables::spending::DAY_MS,
        testing::{MIDNIGHT, record, served, store},
    };

    #[test]
    fn spending_is_counted_by_key_from_the_day_that_a_period_begins() {
        let (_folder, store, _) = store();
        // Begun before midnight, settled after it: the new day pays.
        let overnight = Request { duration_ms: 20_000, ..served(MIDNIGHT - 1, "a", 100) };
        let yesterday = served(MIDNIGHT - 30_000, "a", 10);
        let unpriced = Request { credits_used: None, ..served(MIDNIGHT + 7, "a", 0) };
        for request in [&overnight, &yesterday, &unpriced, &served(MIDNIGHT + 5, "a", 1), &served(MIDNIGHT + 5, "b", 7)] {
            record(&store, request);
        }
        store.flush().unwrap();
        for (key, since, micros) in [
            ("a", MIDNIGHT, 101),
            ("a", MIDNIGHT - DAY_MS, 111),
            ("a", 0, 111),
            ("a", MIDNIGHT + DAY_MS, 0),
            ("b", 0, 7),
            ("nobody", 0, 0),
        ] {
            assert_eq!(store.spent_since(&key.into(), since).unwrap(), Credits::from_micros(micros), "{key} since {since}");
        }
        assert_eq!(store.ledger_totals().unwrap(), Totals { entries: 5, settled: Credits::from_micros(118) });
    }
}
