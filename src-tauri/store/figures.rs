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
