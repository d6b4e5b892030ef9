//! Keys, all but their secrets.

use rusqlite::{Connection, OptionalExtension, Row, params};
use turnpike_domain::{
    ids::KeyId,
    key::{Key, Preset},
    request::Capture,
};

use super::columns::{json, text, to_json, word, word_or_none};
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: "CREATE TABLE keys (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        last_four TEXT NOT NULL,
        preset TEXT NOT NULL,
        requests_per_minute INTEGER,
        endpoints TEXT,
        models TEXT,
        budget TEXT,
        capture TEXT,
        disabled INTEGER NOT NULL,
        expires_at INTEGER,
        created_at INTEGER NOT NULL,
        last_used_at INTEGER
    ) STRICT, WITHOUT ROWID;",
}];

/// Every key with the time of its last request, oldest key first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<(Key, Option<i64>)>> {
    let mut select = connection.prepare_cached("SELECT * FROM keys ORDER BY created_at, id")?;
    let rows = select.query_map([], |row| Ok((from_row(row)?, row.get("last_used_at")?)))?;
    rows.collect()
}

pub(crate) fn find(connection: &Connection, id: &KeyId) -> rusqlite::Result<Option<Key>> {
    connection.query_row("SELECT * FROM keys WHERE id = ?1", [id.as_str()], from_row).optional()
}

/// The oldest key of that name: names are for people and need not be unique.
pub(crate) fn find_by_name(connection: &Connection, name: &str) -> rusqlite::Result<Option<Key>> {
    let sql = "SELECT * FROM keys WHERE name = ?1 ORDER BY created_at, id LIMIT 1";
    connection.query_row(sql, [name], from_row).optional()
}

/// Makes a key or changes it; one that is there keeps its creation and its last use.
pub(crate) fn put(connection: &Connection, key: &Key) -> rusqlite::Result<()> {
    let sql = "INSERT INTO keys (id, name, last_four, preset, requests_per_minute, endpoints, models, budget, capture,
        disabled, expires_at, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id)
        DO UPDATE SET name = ?2, last_four = ?3, preset = ?4, requests_per_minute = ?5, endpoints = ?6, models = ?7,
        budget = ?8, capture = ?9, disabled = ?10, expires_at = ?11";
    let row = params![
        key.id.as_str(),
        key.name,
        key.last_four,
        key.preset.as_str(),
        key.requests_per_minute,
        key.endpoints.as_ref().map(to_json).transpose()?,
        key.models.as_ref().map(to_json).transpose()?,
        key.budget.as_ref().map(to_json).transpose()?,
        key.capture.map(Capture::as_str),
        key.disabled,
        key.expires_at,
        key.created_at,
    ];
    connection.prepare_cached(sql)?.execute(row).map(drop)
}

/// All of them, with their secrets. Their requests and their money stay.
pub(crate) fn delete_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM keys", []).map(drop)
}

/// False when there is no such key. Its secrets go with it; its requests and its money stay.
pub(crate) fn delete(connection: &Connection, id: &KeyId) -> rusqlite::Result<bool> {
    Ok(connection.execute("DELETE FROM keys WHERE id = ?1", [id.as_str()])? > 0)
}

/// Notes when a key was last used.
pub(crate) fn touch(connection: &Connection, id: &str, at: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE keys SET last_used_at = max(?2, coalesce(last_used_at, 0)) WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![id, at]).map(drop)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Key> {
    Ok(Key {
        id: text(row, "id")?,
        name: row.get("name")?,
        last_four: row.get("last_four")?,
        preset: word(row, "preset", Preset::parse)?,
        requests_per_minute: row.get("requests_per_minute")?,
        endpoints: json(row, "endpoints")?,
        models: json(row, "models")?,
        budget: json(row, "budget")?,
        capture: word_or_none(row, "capture", Capture::parse)?,
        disabled: row.get("disabled")?,
        expires_at: row.get("expires_at")?,
        created_at: row.get("created_at")?,
    })
}
