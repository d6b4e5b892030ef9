//! The hashes of keys' secrets: one for a key, two while a rotated one's old secret still works.

use rusqlite::{Connection, OptionalExtension, params};
use turnpike_domain::{ids::KeyId, key::SecretHash};

use super::columns::text;
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: "CREATE TABLE key_secrets (
        hash BLOB PRIMARY KEY,
        key TEXT NOT NULL REFERENCES keys (id) ON DELETE CASCADE,
        expires_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX key_secrets_by_key ON key_secrets (key);",
}];

/// A secret that a key answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSecret {
    /// All that is kept of it.
    pub hash: SecretHash,
    /// Unix milliseconds; `None`: it is the current one.
    pub expires_at: Option<i64>,
}

/// A key's secrets, the current one first.
pub(crate) fn of_key(connection: &Connection, key: &KeyId) -> rusqlite::Result<Vec<StoredSecret>> {
    let sql = "SELECT hash, expires_at FROM key_secrets WHERE key = ?1 ORDER BY expires_at DESC NULLS FIRST, hash";
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map([key.as_str()], |row| {
        Ok(StoredSecret { hash: SecretHash(row.get("hash")?), expires_at: row.get("expires_at")? })
    })?;
    rows.collect()
}

/// Whose secret this is.
pub(crate) fn owner(connection: &Connection, hash: &SecretHash) -> rusqlite::Result<Option<KeyId>> {
    connection.query_row("SELECT key FROM key_secrets WHERE hash = ?1", [hash.0], |row| text(row, "key")).optional()
}

pub(crate) fn insert(connection: &Connection, key: &KeyId, hash: &SecretHash) -> rusqlite::Result<()> {
    connection.execute("INSERT INTO key_secrets (hash, key) VALUES (?1, ?2)", params![hash.0, key.as_str()]).map(drop)
}

/// One as it was kept elsewhere.
pub(crate) fn put(connection: &Connection, key: &KeyId, secret: &StoredSecret) -> rusqlite::Result<()> {
    let sql = "INSERT INTO key_secrets (hash, key, expires_at) VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![secret.hash.0, key.as_str(), secret.expires_at]).map(drop)
}

/// The secrets that a key has now end at `expires_at`, or sooner if they would anyway.
pub(crate) fn expire(connection: &Connection, key: &KeyId, expires_at: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE key_secrets SET expires_at = min(?2, coalesce(expires_at, ?2)) WHERE key = ?1";
    connection.execute(sql, params![key.as_str(), expires_at]).map(drop)
}

pub(crate) fn delete_of_key(connection: &Connection, key: &KeyId) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM key_secrets WHERE key = ?1", [key.as_str()]).map(drop)
}
