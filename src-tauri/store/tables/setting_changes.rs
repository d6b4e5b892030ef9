//! What the user changed in the settings, so that it can be looked up and taken back.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 2,
    sql: "CREATE TABLE setting_changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        name TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL
    ) STRICT;",
}];

/// Older ones are forgotten.
const MOST: u32 = 200;

/// One setting that got another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// Counted up from 1.
    pub id: i64,
    /// Unix milliseconds.
    pub at: i64,
    /// The setting.
    pub name: String,
    /// Its JSON before.
    pub before: String,
    /// Its JSON since.
    pub after: String,
}

/// All that are remembered, newest first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<SettingChange>> {
    let mut select = connection.prepare_cached("SELECT * FROM setting_changes ORDER BY id DESC")?;
    let rows = select.query_map([], from_row)?;
    rows.collect()
}

pub(crate) fn find(connection: &Connection, id: i64) -> rusqlite::Result<Option<SettingChange>> {
    connection.query_row("SELECT * FROM setting_changes WHERE id = ?1", [id], from_row).optional()
}

/// Remembers a change; the oldest beyond [`MOST`] goes.
pub(crate) fn insert(connection: &Connection, at: i64, name: &str, before: &str, after: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO setting_changes (at, name, before, after) VALUES (?1, ?2, ?3, ?4)";
    connection.execute(sql, params![at, name, before, after])?;
    let sql = "DELETE FROM setting_changes WHERE id <= (SELECT max(id) FROM setting_changes) - ?1";
    connection.execute(sql, [MOST]).map(drop)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<SettingChange> {
    Ok(SettingChange {
        id: row.get("id")?,
        at: row.get("at")?,
        name: row.get("name")?,
        before: row.get("before")?,
        after: row.get("after")?,
    })
}
