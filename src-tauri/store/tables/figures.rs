//! Looks at many rows of the log at once, each at the few columns that it needs. Columns go by number here: finding their
//! names would take longer than reading them.

use rusqlite::{Connection, Row, params};
use turnpike_domain::{
    credits::Credits,
    dry_run::Arrival,
    figures::Figure,
    ids::{KeyId, ModelId, RequestId},
    request::Endpoint,
};

use super::{
    columns::{request_id, word},
    conditions::{Conditions, FAILED},
};
use crate::log::Selection;

/// Shows when each request started and whether it failed, oldest first.
pub(crate) fn times(connection: &Connection, selection: &Selection, mut show: impl FnMut(i64, bool)) -> rusqlite::Result<()> {
    let conditions = Conditions::of(selection);
    let sql = format!("SELECT started_at, {FAILED} FROM requests WHERE {} ORDER BY id", conditions.sql());
    let mut select = connection.prepare(&sql)?;
    let mut rows = select.query(conditions.values().as_slice())?;
    while let Some(row) = rows.next()? {
        show(row.get(0)?, row.get(1)?);
    }
    Ok(())
}

/// Shows the figures of each request, oldest first.
pub(crate) fn figures(connection: &Connection, selection: &Selection, mut show: impl FnMut(&Figure<'_>)) -> rusqlite::Result<()> {
    let conditions = Conditions::of(selection);
    let sql = format!(
        "SELECT started_at, {FAILED}, fallback_depth > 0, coalesce(model_used, model), provider, key, credits_used, input,
            cached_input, cache_write, output, duration_ms, first_token_ms FROM requests WHERE {} ORDER BY id",
        conditions.sql()
    );
    let mut select = connection.prepare(&sql)?;
    let mut rows = select.query(conditions.values().as_slice())?;
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
        show(&Figure {
            started_at: row.get(0)?,
            failed: row.get(1)?,
            fallback: row.get(2)?,
            model: text(3)?,
            provider: text(4)?,
            key: text(5)?,
            credits: row.get::<_, Option<i64>>(6)?.map(Credits::from_micros),
            input: count(row, 7)?,
            cached_input: count(row, 8)?,
            cache_write: count(row, 9)?,
            output: count(row, 10)?,
            duration_ms: count(row, 11)?,
            first_token_ms: row.get::<_, Option<i64>>(12)?.map(i64::unsigned_abs),
        });
    }
    Ok(())
}

/// What a key asked for from `from` on, oldest first.
pub(crate) fn arrivals(connection: &Connection, key: &KeyId, from: i64) -> rusqlite::Result<Vec<Arrival>> {
    let sql = "SELECT id, started_at, duration_ms, endpoint, model, credits_reserved, credits_used FROM requests
        WHERE id >= ?1 AND key = ?2 AND started_at >= ?3 ORDER BY id";
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map(params![RequestId::first_of(from).0.as_bytes(), key.as_str(), from], |row| {
        let credits = |column| Ok::<_, rusqlite::Error>(Credits::from_micros(row.get::<_, Option<i64>>(column)?.unwrap_or(0)));
        let started_at: i64 = row.get(1)?;
        Ok(Arrival {
            id: request_id(row, "id")?,
            started_at,
            ended_at: started_at.saturating_add_unsigned(count(row, 2)?),
            endpoint: word(row, "endpoint", Endpoint::parse)?,
            model: row.get::<_, Option<String>>(4)?.map(ModelId::from),
            held: credits(5)?,
            used: credits(6)?,
        })
    })?;
    rows.collect()
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, Option<i64>>(column)?.unwrap_or_default().max(0).unsigned_abs())
}
