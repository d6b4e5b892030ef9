//! The names that clients may ask for. A model's provider need not have a row: the sandbox is built in.

use rusqlite::{Connection, Row, params};
use turnpike_domain::{
    ids::{ModelId, ProviderId},
    route::{Kind, Model},
};

use super::columns::{json, text, to_json, to_json_unless_empty, word};
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: "CREATE TABLE models (
        id TEXT PRIMARY KEY,
        provider TEXT NOT NULL,
        upstream TEXT NOT NULL,
        kind TEXT NOT NULL,
        fallbacks TEXT,
        capabilities TEXT,
        price TEXT,
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;",
}];

/// Every model, by id.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Model>> {
    let mut select = connection.prepare_cached("SELECT * FROM models ORDER BY id")?;
    let rows = select.query_map([], from_row)?;
    rows.collect()
}

/// Makes a model or changes it; one that is there keeps its time of creation.
pub(crate) fn put(connection: &Connection, model: &Model) -> rusqlite::Result<()> {
    let sql = "INSERT INTO models (id, provider, upstream, kind, fallbacks, capabilities, price, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE
        SET provider = ?2, upstream = ?3, kind = ?4, fallbacks = ?5, capabilities = ?6, price = ?7";
    let row = params![
        model.id.as_str(),
        model.provider.as_str(),
        model.upstream,
        model.kind.as_str(),
        to_json_unless_empty(&model.fallbacks)?,
        model.capabilities.as_ref().map(to_json).transpose()?,
        model.price.as_ref().map(to_json).transpose()?,
        model.created_at,
    ];
    connection.prepare_cached(sql)?.execute(row).map(drop)
}

/// All of them.
pub(crate) fn delete_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM models", []).map(drop)
}

/// False when there is no such model.
pub(crate) fn delete(connection: &Connection, id: &ModelId) -> rusqlite::Result<bool> {
    Ok(connection.execute("DELETE FROM models WHERE id = ?1", [id.as_str()])? > 0)
}

/// The models that a provider serves.
pub(crate) fn of_provider(connection: &Connection, provider: &ProviderId) -> rusqlite::Result<Vec<ModelId>> {
    let mut select = connection.prepare("SELECT id FROM models WHERE provider = ?1 ORDER BY id")?;
    let rows = select.query_map([provider.as_str()], |row| text(row, "id"))?;
    rows.collect()
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Model> {
    Ok(Model {
        id: text(row, "id")?,
        provider: text(row, "provider")?,
        upstream: row.get("upstream")?,
        kind: word(row, "kind", Kind::parse)?,
        fallbacks: json(row, "fallbacks")?.unwrap_or_default(),
        capabilities: json(row, "capabilities")?,
        price: json(row, "price")?,
        created_at: row.get("created_at")?,
    })
}
