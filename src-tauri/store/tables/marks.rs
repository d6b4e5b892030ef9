//! What the owner has marked requests with. Most have none, and marks change where the log does not: they have their own table.

use rusqlite::{Connection, OptionalExtension, params};
use turnpike_domain::ids::RequestId;

use super::columns::request_id;
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 2,
    sql: "CREATE TABLE marks (
        request BLOB PRIMARY KEY,
        pinned INTEGER NOT NULL,
        note TEXT
    ) STRICT, WITHOUT ROWID;",
}];

/// A request's marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Kept however old it gets.
    pub pinned: bool,
    /// In the owner's words.
    pub note: Option<String>,
}

pub(crate) fn find(connection: &Connection, request: &RequestId) -> rusqlite::Result<Option<Marks>> {
    let mut select = connection.prepare_cached("SELECT pinned, note FROM marks WHERE request = ?1")?;
    select.query_row([request.0.as_bytes()], |row| Ok(Marks { pinned: row.get("pinned")?, note: row.get("note")? })).optional()
}

/// No marks are no row.
pub(crate) fn put(connection: &Connection, request: &RequestId, marks: &Marks) -> rusqlite::Result<()> {
    if *marks == Marks::default() {
        return delete(connection, request);
    }
    let sql = "INSERT INTO marks (request, pinned, note) VALUES (?1, ?2, ?3)
        ON CONFLICT (request) DO UPDATE SET pinned = ?2, note = ?3";
    connection.execute(sql, params![request.0.as_bytes(), marks.pinned, marks.note]).map(drop)
}

/// The pinned ones, oldest first.
pub(crate) fn pinned(connection: &Connection) -> rusqlite::Result<Vec<RequestId>> {
    let mut select = connection.prepare_cached("SELECT request FROM marks WHERE pinned ORDER BY request")?;
    let rows = select.query_map([], |row| request_id(row, "request"))?;
    rows.collect()
}

pub(crate) fn delete(connection: &Connection, request: &RequestId) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM marks WHERE request = ?1", [request.0.as_bytes()]).map(drop)
}

/// All but the pinned ones.
pub(crate) fn delete_up_to(connection: &Connection, last: &RequestId) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM marks WHERE request <= ?1 AND NOT pinned", [last.0.as_bytes()]).map(drop)
}
