//! The bodies of requests and answers, as far as they are kept at all. In a file of their own.

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use turnpike_domain::ids::RequestId;

use super::columns::{json, request_id, to_json_unless_empty};
use crate::{
    captured::{BODY_LIMIT, Bodies, Headers, Piece},
    migrations::Step,
};

pub(crate) const STEPS: &[Step] = &[
    Step {
        version: 1,
        sql: "CREATE TABLE bodies (
        request BLOB PRIMARY KEY,
        sent BLOB NOT NULL,
        sent_truncated INTEGER NOT NULL,
        received BLOB NOT NULL,
        received_truncated INTEGER NOT NULL
    ) STRICT;",
    },
    Step {
        version: 2,
        sql: "ALTER TABLE bodies ADD COLUMN sent_headers TEXT;
        ALTER TABLE bodies ADD COLUMN received_headers TEXT;
        ALTER TABLE bodies ADD COLUMN pieces TEXT;",
    },
];

/// What was kept of a request's bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBodies {
    /// What the client sent.
    pub request: KeptBody,
    /// What it was answered.
    pub response: KeptBody,
    /// With what headers it was sent.
    pub request_headers: Headers,
    /// With what headers it was answered.
    pub response_headers: Headers,
    /// How a stream's answer left.
    pub pieces: Vec<Piece>,
}

/// A body, at most [`BODY_LIMIT`] bytes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBody {
    /// Its beginning.
    pub bytes: Vec<u8>,
    /// Was there more?
    pub truncated: bool,
}

/// Prepared once for a whole batch.
pub(crate) fn prepare_insert(connection: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    connection.prepare_cached(
        "INSERT INTO bodies (request, sent, sent_truncated, received, received_truncated, sent_headers, received_headers,
            pieces) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
    )
}

pub(crate) fn insert(insert: &mut CachedStatement<'_>, request: &RequestId, bodies: &Bodies) -> rusqlite::Result<()> {
    let (sent, sent_truncated) = beginning(&bodies.request);
    let (received, received_truncated) = beginning(&bodies.response);
    insert
        .execute(params![
            request.0.as_bytes(),
            sent,
            sent_truncated,
            received,
            received_truncated,
            to_json_unless_empty(&bodies.request_headers)?,
            to_json_unless_empty(&bodies.response_headers)?,
            to_json_unless_empty(&bodies.pieces)?,
        ])
        .map(drop)
}

pub(crate) fn find(connection: &Connection, request: &RequestId) -> rusqlite::Result<Option<KeptBodies>> {
    let find = |row: &rusqlite::Row<'_>| {
        Ok(KeptBodies {
            request: KeptBody { bytes: row.get("sent")?, truncated: row.get("sent_truncated")? },
            response: KeptBody { bytes: row.get("received")?, truncated: row.get("received_truncated")? },
            request_headers: json(row, "sent_headers")?.unwrap_or_default(),
            response_headers: json(row, "received_headers")?.unwrap_or_default(),
            pieces: json(row, "pieces")?.unwrap_or_default(),
        })
    };
    connection.query_row("SELECT * FROM bodies WHERE request = ?1", [request.0.as_bytes()], find).optional()
}

/// The `count` oldest before `before` that are not among `spared`, which are sorted.
pub(crate) fn oldest(
    connection: &Connection,
    before: &RequestId,
    count: usize,
    spared: &[RequestId],
) -> rusqlite::Result<Vec<RequestId>> {
    let mut select = connection.prepare_cached("SELECT request FROM bodies WHERE request < ?1 ORDER BY request")?;
    let rows = select.query_map([before.0.as_bytes()], |row| request_id(row, "request"))?;
    let free = |id: &rusqlite::Result<RequestId>| !id.as_ref().is_ok_and(|id| spared.binary_search(id).is_ok());
    rows.filter(free).take(count).collect()
}

pub(crate) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT count(*) FROM bodies", [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

pub(crate) fn delete(connection: &Connection, request: &RequestId) -> rusqlite::Result<usize> {
    connection.prepare_cached("DELETE FROM bodies WHERE request = ?1")?.execute([request.0.as_bytes()])
}

/// The part of a body that is kept, and whether there is more: whoever catches bodies stops at one byte more
/// than the limit, so that this still shows.
pub(crate) fn beginning(body: &[u8]) -> (&[u8], bool) {
    (body.get(..BODY_LIMIT).unwrap_or(body), body.len() > BODY_LIMIT)
}
