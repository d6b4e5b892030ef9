//! The ledger: one row for each finished request, only ever appended. Its primary key is what makes a second
//! settlement of the same request impossible.

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use turnpike_domain::{credits::Credits, ids::RequestId, request::Request};

use super::columns::request_id;
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: "CREATE TABLE ledger (
        request BLOB PRIMARY KEY,
        key TEXT,
        at INTEGER NOT NULL,
        reserved INTEGER,
        settled INTEGER,
        price_source TEXT
    ) STRICT, WITHOUT ROWID;",
}];

/// Prepared once for a whole batch.
pub(crate) fn prepare_insert(connection: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    connection.prepare_cached(
        "INSERT INTO ledger (request, key, at, reserved, settled, price_source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO NOTHING",
    )
}

/// False when the request was settled before.
pub(crate) fn insert(insert: &mut CachedStatement<'_>, request: &Request) -> rusqlite::Result<bool> {
    let inserted = insert.execute(params![
        request.id.0.as_bytes(),
        request.key.as_ref().map(|key| key.as_str()),
        settled_at(request),
        request.credits_reserved.map(Credits::micros),
        request.credits_used.map(Credits::micros),
        request.price_source,
    ])?;
    Ok(inserted > 0)
}

/// When a request's money was settled: at its end.
pub(crate) fn settled_at(request: &Request) -> i64 {
    request.started_at.saturating_add_unsigned(request.duration_ms)
}

/// The last of the `count` oldest entries before `before`.
pub(crate) fn oldest(connection: &Connection, before: &RequestId, count: u32) -> rusqlite::Result<Option<RequestId>> {
    let sql = "SELECT request FROM (SELECT request FROM ledger WHERE request < ?1 ORDER BY request LIMIT ?2)
        ORDER BY request DESC LIMIT 1";
    connection.query_row(sql, params![before.0.as_bytes(), count], |row| request_id(row, "request")).optional()
}

pub(crate) fn delete_up_to(connection: &Connection, last: &RequestId) -> rusqlite::Result<usize> {
    connection.execute("DELETE FROM ledger WHERE request <= ?1", [last.0.as_bytes()])
}
