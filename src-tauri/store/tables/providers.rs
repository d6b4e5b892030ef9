//! Upstream accounts and engines, each with its sealed credential.

use rusqlite::{Connection, OptionalExtension, params};
use turnpike_domain::{ids::ProviderId, route::Provider};

use super::columns::text;
use crate::{migrations::Step, seal::Sealed};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: "CREATE TABLE providers (
        id TEXT PRIMARY KEY,
        vendor TEXT NOT NULL,
        base_url TEXT,
        disabled INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        credential BLOB
    ) STRICT, WITHOUT ROWID;",
}];

/// A provider as the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProvider {
    /// All but its credential.
    pub provider: Provider,
    /// Its credential, sealed in the context [`credential_context`]; `None`: it has none.
    pub credential: Option<Sealed>,
}

/// What happens to a provider's credential when the provider is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialChange {
    /// It stays as it is.
    Keep,
    /// It is forgotten.
    Clear,
    /// It is replaced by this one, sealed in the context [`credential_context`].
    Set(Sealed),
}

/// The context in which a provider's credential is sealed: copied to another row, it does not open.
pub fn credential_context(id: &ProviderId) -> String {
    format!("providers/{id}/credential")
}

/// Every provider, by id.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<StoredProvider>> {
    let mut select = connection.prepare_cached("SELECT * FROM providers ORDER BY id")?;
    let rows = select.query_map([], |row| {
        let provider = Provider {
            id: text(row, "id")?,
            vendor: row.get("vendor")?,
            base_url: row.get("base_url")?,
            disabled: row.get("disabled")?,
            created_at: row.get("created_at")?,
        };
        Ok(StoredProvider { provider, credential: row.get::<_, Option<Vec<u8>>>("credential")?.map(Sealed) })
    })?;
    rows.collect()
}

/// Makes a provider or changes it; one that is there keeps its time of creation.
pub(crate) fn put(connection: &Connection, provider: &Provider, credential: &CredentialChange) -> rusqlite::Result<()> {
    let sql = "INSERT INTO providers (id, vendor, base_url, disabled, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (id) DO UPDATE SET vendor = ?2, base_url = ?3, disabled = ?4";
    let Provider { id, vendor, base_url, disabled, created_at } = provider;
    connection.execute(sql, params![id.as_str(), vendor, base_url, disabled, created_at])?;
    let sealed = match credential {
        CredentialChange::Keep => return Ok(()),
        CredentialChange::Clear => None,
        CredentialChange::Set(sealed) => Some(&sealed.0),
    };
    connection.execute("UPDATE providers SET credential = ?2 WHERE id = ?1", params![id.as_str(), sealed]).map(drop)
}

/// Whether it is switched off; `None`: it is not there.
pub(crate) fn is_disabled(connection: &Connection, id: &ProviderId) -> rusqlite::Result<Option<bool>> {
    connection.query_row("SELECT disabled FROM providers WHERE id = ?1", [id.as_str()], |row| row.get(0)).optional()
}

/// All of them, with their credentials.
pub(crate) fn delete_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM providers", []).map(drop)
}

/// False when there is no such provider.
pub(crate) fn delete(connection: &Connection, id: &ProviderId) -> rusqlite::Result<bool> {
    Ok(connection.execute("DELETE FROM providers WHERE id = ?1", [id.as_str()])? > 0)
}
