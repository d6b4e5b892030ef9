//! Which files a request has used. The file may be gone by now.

use rusqlite::{Connection, params};
use turnpike_domain::ids::{FileId, RequestId};
use uuid::Uuid;

use super::columns::request_id;
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 3,
    sql: "CREATE TABLE file_uses (
        request BLOB NOT NULL,
        file BLOB NOT NULL,
        PRIMARY KEY (request, file)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX file_uses_by_file ON file_uses (file);",
}];

pub(crate) fn insert(connection: &Connection, request: &RequestId, files: &[FileId]) -> rusqlite::Result<()> {
    for file in files {
        let mut insert =
            connection.prepare_cached("INSERT INTO file_uses (request, file) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        insert.execute(params![request.0.as_bytes(), file.0.as_bytes()])?;
    }
    Ok(())
}

pub(crate) fn of_request(connection: &Connection, request: &RequestId) -> rusqlite::Result<Vec<FileId>> {
    let mut select = connection.prepare_cached("SELECT file FROM file_uses WHERE request = ?1 ORDER BY file")?;
    select.query_map([request.0.as_bytes()], |row| row.get("file").map(|bytes| FileId(Uuid::from_bytes(bytes))))?.collect()
}

/// The newest first.
pub(crate) fn of_file(connection: &Connection, file: &FileId, limit: u32) -> rusqlite::Result<Vec<RequestId>> {
    let mut select = connection.prepare_cached("SELECT request FROM file_uses WHERE file = ?1 ORDER BY request DESC LIMIT ?2")?;
    select.query_map(params![file.0.as_bytes(), limit], |row| request_id(row, "request"))?.collect()
}

pub(crate) fn count_of_file(connection: &Connection, file: &FileId) -> rusqlite::Result<u64> {
    let mut select = connection.prepare_cached("SELECT count(*) FROM file_uses WHERE file = ?1")?;
    select.query_row([file.0.as_bytes()], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

pub(crate) fn delete_of(connection: &Connection, request: &RequestId) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM file_uses WHERE request = ?1")?.execute([request.0.as_bytes()]).map(drop)
}

/// All but those of the pinned ones.
pub(crate) fn delete_up_to(connection: &Connection, last: &RequestId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM file_uses WHERE request <= ?1 AND request NOT IN (SELECT request FROM marks WHERE pinned)";
    connection.execute(sql, [last.0.as_bytes()]).map(drop)
}
