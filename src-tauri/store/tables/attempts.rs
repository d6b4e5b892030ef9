//! The attempts of each request, in their order.

use rusqlite::{CachedStatement, Connection, Row, params};
use turnpike_domain::{
    attempt::{Attempt, Outcome},
    failure::FailureKind,
    ids::{ProviderId, RequestId},
};

use super::columns::{text, to_signed, unsigned, unsigned_or_none, word, word_or_none};
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: "CREATE TABLE attempts (
        request BLOB NOT NULL,
        position INTEGER NOT NULL,
        model TEXT NOT NULL,
        provider TEXT NOT NULL,
        upstream TEXT NOT NULL,
        outcome TEXT NOT NULL,
        failure TEXT,
        message TEXT,
        status INTEGER,
        started_ms INTEGER NOT NULL,
        ended_ms INTEGER NOT NULL,
        PRIMARY KEY (request, position)
    ) STRICT, WITHOUT ROWID;",
}];

/// Prepared once for a whole batch.
pub(crate) fn prepare_insert(connection: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    connection.prepare_cached(
        "INSERT INTO attempts (request, position, model, provider, upstream, outcome, failure, message, status,
            started_ms, ended_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
    )
}

pub(crate) fn insert(insert: &mut CachedStatement<'_>, request: &RequestId, attempts: &[Attempt]) -> rusqlite::Result<()> {
    for (position, attempt) in (0i64..).zip(attempts) {
        insert.execute(params![
            request.0.as_bytes(),
            position,
            attempt.model.as_str(),
            attempt.provider.as_str(),
            attempt.upstream,
            attempt.outcome.as_str(),
            attempt.failure.map(FailureKind::as_str),
            attempt.message,
            attempt.status,
            to_signed(attempt.started_ms),
            to_signed(attempt.ended_ms),
        ])?;
    }
    Ok(())
}

pub(crate) fn of_request(connection: &Connection, request: &RequestId) -> rusqlite::Result<Vec<Attempt>> {
    let mut select = connection.prepare_cached("SELECT * FROM attempts WHERE request = ?1 ORDER BY position")?;
    let rows = select.query_map([request.0.as_bytes()], from_row)?;
    rows.collect()
}

/// An attempt as its provider's record counts it.
pub(crate) struct Tried {
    pub(crate) provider: ProviderId,
    pub(crate) outcome: Outcome,
    pub(crate) failure: Option<FailureKind>,
    pub(crate) message: Option<String>,
    pub(crate) ended_at: i64,
    pub(crate) duration_ms: u64,
    /// From its own start; `None` when it did not serve a stream.
    pub(crate) first_token_ms: Option<u64>,
}

/// The newest attempts of requests from `first` on, newest first.
pub(crate) fn newest_since(connection: &Connection, first: &RequestId, most: u32) -> rusqlite::Result<Vec<Tried>> {
    let mut select = connection.prepare_cached(
        "SELECT attempts.provider, outcome, failure, message, started_at + ended_ms AS ended_at, ended_ms - started_ms AS duration_ms,
            CASE outcome WHEN 'served' THEN first_token_ms - started_ms END AS first_token_ms
        FROM attempts JOIN requests ON requests.id = attempts.request
        WHERE attempts.request >= ?1 ORDER BY attempts.request DESC, position DESC LIMIT ?2",
    )?;
    let tried = |row: &Row<'_>| {
        Ok(Tried {
            provider: text(row, "provider")?,
            outcome: word(row, "outcome", Outcome::parse)?,
            failure: word_or_none(row, "failure", FailureKind::parse)?,
            message: row.get("message")?,
            ended_at: row.get("ended_at")?,
            duration_ms: unsigned(row, "duration_ms")?,
            first_token_ms: unsigned_or_none(row, "first_token_ms")?,
        })
    };
    select.query_map(params![first.0.as_bytes(), most], tried)?.collect()
}

/// All but those of pinned requests.
pub(crate) fn delete_up_to(connection: &Connection, last: &RequestId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM attempts WHERE request <= ?1 AND request NOT IN (SELECT request FROM marks WHERE pinned)";
    connection.execute(sql, [last.0.as_bytes()]).map(drop)
}

pub(crate) fn delete_of(connection: &Connection, request: &RequestId) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM attempts WHERE request = ?1")?.execute([request.0.as_bytes()]).map(drop)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        model: text(row, "model")?,
        provider: text(row, "provider")?,
        upstream: row.get("upstream")?,
        outcome: word(row, "outcome", Outcome::parse)?,
        failure: word_or_none(row, "failure", FailureKind::parse)?,
        message: row.get("message")?,
        status: row.get("status")?,
        started_ms: unsigned(row, "started_ms")?,
        ended_ms: unsigned(row, "ended_ms")?,
    })
}
