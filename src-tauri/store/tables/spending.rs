//! What each key spent on each day (UTC): the ledger's sums, which outlive its rows and the log's.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use turnpike_domain::{credits::Credits, ids::KeyId, request::Request};

use super::{
    columns::{credits, text, to_signed, unsigned},
    keys,
    ledger::settled_at,
};
use crate::migrations::Step;

/// Budgets run from midnight to midnight, so days are all that they need.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// The rows of requests that came without a key.
const NO_KEY: &str = "";

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: "CREATE TABLE spending (
        key TEXT NOT NULL,
        day INTEGER NOT NULL,
        entries INTEGER NOT NULL,
        settled INTEGER NOT NULL,
        PRIMARY KEY (key, day)
    ) STRICT, WITHOUT ROWID;",
}];

/// How much, in how many entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Requests.
    pub entries: u64,
    /// What they were charged; requests of unknown price count as nothing here.
    pub settled: Credits,
}

/// What a batch adds, by key and day: a thousand requests of one key are one write.
#[derive(Debug, Default)]
pub(crate) struct Sums(HashMap<(Option<KeyId>, i64), Sum>);

#[derive(Debug, Default)]
struct Sum {
    totals: Totals,
    last_used_at: i64,
}

impl Sums {
    pub(crate) fn add(&mut self, request: &Request) {
        let day = settled_at(request).div_euclid(DAY_MS);
        let sum = self.0.entry((request.key.clone(), day)).or_default();
        sum.totals.entries += 1;
        sum.totals.settled = sum.totals.settled + request.credits_used.unwrap_or_default();
        sum.last_used_at = sum.last_used_at.max(request.started_at);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        for ((key, day), Sum { totals, last_used_at }) in &self.0 {
            let sql = "INSERT INTO spending (key, day, entries, settled) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (key, day) DO UPDATE SET entries = entries + ?3, settled = settled + ?4";
            let id = key.as_ref().map_or(NO_KEY, KeyId::as_str);
            let row = params![id, day, to_signed(totals.entries), totals.settled.micros()];
            connection.prepare_cached(sql)?.execute(row)?;
            if key.is_some() {
                keys::touch(connection, id, *last_used_at)?;
            }
        }
        Ok(())
    }
}

/// What a key spent from the day of `start_ms` on.
pub(crate) fn since(connection: &Connection, key: &KeyId, start_ms: i64) -> rusqlite::Result<Credits> {
    let sql = "SELECT coalesce(sum(settled), 0) FROM spending WHERE key = ?1 AND day >= ?2";
    let row = params![key.as_str(), start_ms.div_euclid(DAY_MS)];
    connection.prepare_cached(sql)?.query_row(row, |row| row.get(0)).map(Credits::from_micros)
}

/// What a key spent from the day of `start_ms` on, before the day of `end_ms`.
pub(crate) fn between(connection: &Connection, key: &KeyId, start_ms: i64, end_ms: i64) -> rusqlite::Result<Credits> {
    let sql = "SELECT coalesce(sum(settled), 0) FROM spending WHERE key = ?1 AND day >= ?2 AND day < ?3";
    let row = params![key.as_str(), start_ms.div_euclid(DAY_MS), end_ms.div_euclid(DAY_MS)];
    connection.prepare_cached(sql)?.query_row(row, |row| row.get(0)).map(Credits::from_micros)
}

/// What each key spent on each day from `first` on.
pub(crate) fn by_day(connection: &Connection, first: i64) -> rusqlite::Result<Vec<(KeyId, i64, Totals)>> {
    let sql = "SELECT key, day, entries, settled FROM spending WHERE day >= ?1 AND key <> ?2";
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map(params![first, NO_KEY], |row| {
        let totals = Totals { entries: unsigned(row, "entries")?, settled: credits(row, "settled")?.unwrap_or_default() };
        Ok((text(row, "key")?, row.get("day")?, totals))
    })?;
    rows.collect()
}

/// Over all keys and all time.
pub(crate) fn totals(connection: &Connection) -> rusqlite::Result<Totals> {
    totals_of(connection, "SELECT coalesce(sum(entries), 0), coalesce(sum(settled), 0) FROM spending")
}

/// Totals by a query of two columns.
pub(crate) fn totals_of(connection: &Connection, sql: &str) -> rusqlite::Result<Totals> {
    connection.query_row(sql, [], |row| {
        let entries: i64 = row.get(0)?;
        Ok(Totals { entries: entries.max(0).unsigned_abs(), settled: Credits::from_micros(row.get(1)?) })
    })
}
