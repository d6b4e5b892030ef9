//! Files that are kept: their records. Their bytes are on the disk by their hash, once for all that have the same.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use turnpike_domain::{
    file::{ContentHash, File, Purpose},
    ids::{FileId, RequestId},
};
use uuid::Uuid;

use super::columns::{text, to_signed, unsigned, word};
use crate::{
    keeping::{FileOrder, FileSelection},
    migrations::Step,
};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 3,
    sql: "CREATE TABLE files (
        id BLOB PRIMARY KEY,
        key TEXT NOT NULL,
        filename TEXT NOT NULL,
        purpose TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        hash BLOB NOT NULL,
        media_type TEXT NOT NULL,
        kind TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER,
        made_by BLOB
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX files_by_hash ON files (hash);",
}];

pub(crate) fn insert(connection: &Connection, file: &File) -> rusqlite::Result<()> {
    let sql = "INSERT INTO files (id, key, filename, purpose, bytes, hash, media_type, kind, created_at, expires_at, made_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let values = params![
        file.id.0.as_bytes(),
        file.key.as_str(),
        file.filename,
        file.purpose.as_str(),
        to_signed(file.bytes),
        file.hash.0,
        file.media_type,
        file.kind().as_str(),
        file.created_at,
        file.expires_at,
        file.made_by.map(|request| *request.0.as_bytes()),
    ];
    connection.execute(sql, values).map(drop)
}

pub(crate) fn find(connection: &Connection, id: &FileId) -> rusqlite::Result<Option<File>> {
    let mut select = connection.prepare_cached("SELECT * FROM files WHERE id = ?1")?;
    select.query_row([id.0.as_bytes()], from_row).optional()
}

pub(crate) fn list(connection: &Connection, selection: &FileSelection, limit: u32) -> rusqlite::Result<Vec<File>> {
    let FileSelection { key, purpose, kind, text, after, order, ascending, now_ms } = selection;
    let (key, purpose, kind) =
        (key.as_ref().map(|key| key.as_str()), purpose.map(|purpose| purpose.as_str()), kind.map(|kind| kind.as_str()));
    let after = after.map(|after| *after.0.as_bytes());
    let mut conditions = vec!["(expires_at IS NULL OR expires_at > :now)"];
    let mut values: Vec<(&str, &dyn ToSql)> = vec![(":now", now_ms)];
    let mut only = |condition, name, value: Option<_>| {
        if let Some(value) = value {
            conditions.push(condition);
            values.push((name, value));
        }
    };
    only("key = :key", ":key", key.as_ref().map(|key| key as &dyn ToSql));
    only("purpose = :purpose", ":purpose", purpose.as_ref().map(|purpose| purpose as &dyn ToSql));
    only("kind = :kind", ":kind", kind.as_ref().map(|kind| kind as &dyn ToSql));
    only("instr(lower(filename), lower(:text)) > 0", ":text", text.as_ref().map(|text| text as &dyn ToSql));
    let (than, direction) = if *ascending { (">", "ASC") } else { ("<", "DESC") };
    // Ids are ordered by time themselves, so that a list can go on behind a file that is gone.
    let (behind, by) = match order {
        FileOrder::Created => (format!("id {than} :after"), "id"),
        FileOrder::Filename => (behind("lower(filename)", than), "lower(filename)"),
        FileOrder::Bytes => (behind("bytes", than), "bytes"),
    };
    only(&behind, ":after", after.as_ref().map(|after| after as &dyn ToSql));
    let sql =
        format!("SELECT * FROM files WHERE {} ORDER BY {by} {direction}, id {direction} LIMIT {limit}", conditions.join(" AND "));
    let mut select = connection.prepare(&sql)?;
    select.query_map(values.as_slice(), from_row)?.collect()
}

fn behind(column: &str, than: &str) -> String {
    format!("({column}, id) {than} (SELECT {column}, id FROM files WHERE id = :after)")
}

/// False when there is none.
pub(crate) fn delete(connection: &Connection, id: &FileId) -> rusqlite::Result<bool> {
    Ok(connection.execute("DELETE FROM files WHERE id = ?1", [id.0.as_bytes()])? > 0)
}

/// Those that are gone by that time, the first few.
pub(crate) fn expired(connection: &Connection, now_ms: i64, limit: u32) -> rusqlite::Result<Vec<File>> {
    let mut select = connection.prepare("SELECT * FROM files WHERE expires_at <= ?1 LIMIT ?2")?;
    select.query_map(params![now_ms, limit], from_row)?.collect()
}

/// Does any file have this content?
pub(crate) fn has_content(connection: &Connection, hash: &ContentHash) -> rusqlite::Result<bool> {
    let mut select = connection.prepare_cached("SELECT 1 FROM files WHERE hash = ?1 LIMIT 1")?;
    select.exists([hash.0])
}

/// How many files there are, and the bytes of what they hold, each content counted once.
pub(crate) fn extent(connection: &Connection) -> rusqlite::Result<(u64, u64)> {
    let sql = "SELECT (SELECT count(*) FROM files) AS files,
        (SELECT coalesce(sum(bytes), 0) FROM (SELECT bytes FROM files GROUP BY hash)) AS bytes";
    connection.query_row(sql, [], |row| Ok((unsigned(row, "files")?, unsigned(row, "bytes")?)))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<File> {
    Ok(File {
        id: FileId(Uuid::from_bytes(row.get("id")?)),
        key: text(row, "key")?,
        filename: row.get("filename")?,
        purpose: word(row, "purpose", Purpose::parse)?,
        bytes: unsigned(row, "bytes")?,
        hash: ContentHash(row.get("hash")?),
        media_type: row.get("media_type")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        made_by: row.get::<_, Option<[u8; 16]>>("made_by")?.map(|bytes| RequestId(Uuid::from_bytes(bytes))),
    })
}
