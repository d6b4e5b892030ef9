//! What the log and the ledger add up to, for looking at.

use std::collections::BTreeMap;

use turnpike_domain::{credits::Credits, dry_run::Arrival, figures::Figure, ids::KeyId};

use crate::{
    Store,
    error::StoreError,
    log::Selection,
    tables::{
        figures,
        spending::{self, DAY_MS, Totals},
    },
};

impl Store {
    /// Shows the figures of requests one by one, oldest first; none of them is kept. Kept bodies can not be asked about.
    pub fn figures(&self, selection: &Selection, show: impl FnMut(&Figure<'_>)) -> Result<(), StoreError> {
        self.read("adding up the log", |connection| figures::figures(connection, selection, show))
    }

    /// What a key asked for from `from` (Unix milliseconds) on, oldest first.
    pub fn arrivals(&self, key: &KeyId, from: i64) -> Result<Vec<Arrival>, StoreError> {
        self.read("reading a key's requests", |connection| figures::arrivals(connection, key, from))
    }

    /// What a key spent from the day of `start_ms` on, before the day of `end_ms`.
    pub fn spent_between(&self, key: &KeyId, start_ms: i64, end_ms: i64) -> Result<Credits, StoreError> {
        self.read("adding up what a key spent", |connection| spending::between(connection, key, start_ms, end_ms))
    }

    /// What each key spent on each of the last days (UTC), today's included: by key, and by how many days ago.
    pub fn spending_by_day(&self, now_ms: i64, days: u32) -> Result<BTreeMap<KeyId, BTreeMap<u32, Totals>>, StoreError> {
        let today = now_ms.div_euclid(DAY_MS);
        self.read("reading what keys spent", |connection| {
            let mut by_key: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
            for (key, day, totals) in spending::by_day(connection, today - i64::from(days) + 1)? {
                let ago = u32::try_from(today - day).unwrap_or_default();
                by_key.entry(key).or_default().insert(ago, totals);
            }
            Ok(by_key)
        })
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::request::Request;

    use super::*;
    use crate::testing::{MIDNIGHT, eventful, record, served, store};

    #[test]
    fn figures_are_shown_oldest_first_with_what_is_unknown_left_out() {
        let (_folder, store, _) = store();
        record(&store, &eventful(MIDNIGHT + 1));
        record(&store, &Request { model_used: None, provider: None, key: None, ..served(MIDNIGHT, "", 5) });
        record(&store, &served(MIDNIGHT + 2, "key", 5));
        store.flush().unwrap();
        let mut seen = Vec::new();
        let selection = Selection { to: Some(MIDNIGHT + 2), ..Selection::default() };
        store
            .figures(&selection, |figure| {
                let names = (figure.model.map(str::to_owned), figure.provider.is_some(), figure.key.is_some());
                seen.push((figure.started_at, names));
                if figure.started_at == MIDNIGHT + 1 {
                    assert_eq!((figure.failed, figure.fallback, figure.credits), (true, true, None));
                    assert_eq!(
                        (figure.input, figure.cached_input, figure.cache_write, figure.output),
                        (3410, 10, 5, u64::MAX >> 1)
                    );
                    assert_eq!((figure.duration_ms, figure.first_token_ms), (20, Some(380)));
                } else {
                    assert_eq!((figure.failed, figure.credits), (false, Some(Credits::from_micros(5))));
                    assert_eq!((figure.input, figure.first_token_ms), (0, None));
                }
            })
            .unwrap();
        let chat = |name: &str| Some(name.to_owned());
        let expected = [(MIDNIGHT, (chat("chat"), false, false)), (MIDNIGHT + 1, (chat("chat-backup"), true, true))];
        assert_eq!(seen, expected, "the model that served, else the one that was asked for");
    }

    #[test]
    fn a_keys_requests_come_as_they_came() {
        let (_folder, store, _) = store();
        let requests =
            [served(MIDNIGHT - 1, "a", 5), served(MIDNIGHT, "a", 5), served(MIDNIGHT + 1, "b", 5), eventful(MIDNIGHT + 2)];
        for request in &requests {
            record(&store, request);
        }
        store.flush().unwrap();
        let arrivals = store.arrivals(&"a".into(), MIDNIGHT).unwrap();
        let expected = Arrival {
            id: requests[1].id,
            started_at: MIDNIGHT,
            ended_at: MIDNIGHT + 20,
            endpoint: requests[1].endpoint,
            model: requests[1].model.clone(),
            held: Credits::from_micros(10),
            used: Credits::from_micros(5),
        };
        assert_eq!(arrivals, [expected]);
        assert_eq!(store.arrivals(&"key".into(), MIDNIGHT).unwrap()[0].used, Credits::ZERO, "an unknown price is no amount");
    }

    #[test]
    fn spending_is_told_by_day() {
        let (_folder, store, _) = store();
        for (days_ago, key, micros) in [(0, "a", 1), (0, "a", 2), (1, "a", 10), (2, "a", 100), (3, "a", 1_000), (0, "b", 7)] {
            record(&store, &served(MIDNIGHT - days_ago * DAY_MS, key, micros));
        }
        store.flush().unwrap();
        let by_day = store.spending_by_day(MIDNIGHT + 5, 3).unwrap();
        let of_key = |key: &str| {
            by_day[&KeyId::from(key)]
                .iter()
                .map(|(ago, totals)| (*ago, totals.settled.micros(), totals.entries))
                .collect::<Vec<_>>()
        };
        assert_eq!(of_key("a"), [(0, 3, 2), (1, 10, 1), (2, 100, 1)]);
        assert_eq!(of_key("b"), [(0, 7, 1)]);
        let between = |start: i64, end: i64| {
            store.spent_between(&"a".into(), MIDNIGHT - start * DAY_MS, MIDNIGHT - end * DAY_MS).unwrap().micros()
        };
        assert_eq!((between(2, 0), between(9, 2), between(0, 0)), (110, 1_000, 0), "the last day is not in it");
    }
}
