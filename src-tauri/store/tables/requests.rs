//! The request log. Ids are time-ordered, so the table is its own index by time; it has no other, because
//! every index would be paid for by every request and used by few looks at the log.

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use turnpike_domain::{
    credits::Credits,
    ids::{KeyId, ModelId, ProviderId, RequestId},
    request::{Endpoint, Request, State},
    usage::{Usage, UsageSource},
};

use super::{
    columns::{
        credits, json, request_id, text_or_none, to_json, to_json_unless_empty, to_signed, unsigned, unsigned_or_none, word,
        word_or_none,
    },
    conditions::Conditions,
};
use crate::{log::Selection, migrations::Step};

pub(crate) const STEPS: &[Step] = &[
    Step {
        version: 1,
        sql: "CREATE TABLE requests (
        id BLOB PRIMARY KEY,
        started_at INTEGER NOT NULL,
        endpoint TEXT NOT NULL,
        key TEXT,
        status INTEGER NOT NULL,
        stream INTEGER NOT NULL,
        state TEXT NOT NULL,
        model TEXT,
        model_used TEXT,
        provider TEXT,
        fallback_depth INTEGER NOT NULL,
        credits_reserved INTEGER,
        credits_used INTEGER,
        price_source TEXT,
        input INTEGER,
        cached_input INTEGER,
        cache_write INTEGER,
        output INTEGER,
        reasoning INTEGER,
        usage_source TEXT,
        duration_ms INTEGER NOT NULL,
        first_token_ms INTEGER,
        finish_reason TEXT,
        user_agent TEXT,
        error TEXT,
        lines TEXT,
        skipped TEXT,
        warnings TEXT
    ) STRICT, WITHOUT ROWID;",
    },
    Step {
        version: 2,
        sql: "ALTER TABLE requests ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE requests ADD COLUMN captured INTEGER NOT NULL DEFAULT 0;
        UPDATE requests SET attempts = (SELECT count(*) FROM attempts WHERE request = id);",
    },
    // What of its usage has no column of its own: most requests have none of it.
    Step { version: 3, sql: "ALTER TABLE requests ADD COLUMN usage TEXT;" },
];

/// How many there are, and when the oldest began.
pub(crate) fn extent(connection: &Connection) -> rusqlite::Result<(u64, Option<i64>)> {
    let sql = "SELECT (SELECT count(*) FROM requests), (SELECT started_at FROM requests ORDER BY id LIMIT 1)";
    connection.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?)))
}

/// Prepared once for a whole batch.
pub(crate) fn prepare_insert(connection: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    connection.prepare_cached(
        "INSERT INTO requests (id, started_at, endpoint, key, status, stream, state, model, model_used, provider,
            fallback_depth, credits_reserved, credits_used, price_source, input, cached_input, cache_write, output,
            reasoning, usage_source, duration_ms, first_token_ms, finish_reason, user_agent, error, lines, skipped, warnings,
            attempts, captured, usage)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31) ON CONFLICT DO NOTHING",
    )
}

pub(crate) fn insert(insert: &mut CachedStatement<'_>, request: &Request) -> rusqlite::Result<()> {
    let tokens = |count: fn(&Usage) -> u64| request.usage.as_ref().map(|usage| to_signed(count(usage)));
    insert
        .execute(params![
            request.id.0.as_bytes(),
            request.started_at,
            request.endpoint.as_str(),
            request.key.as_ref().map(KeyId::as_str),
            request.status,
            request.stream,
            request.state.as_str(),
            request.model.as_ref().map(ModelId::as_str),
            request.model_used.as_ref().map(ModelId::as_str),
            request.provider.as_ref().map(ProviderId::as_str),
            request.fallback_depth,
            request.credits_reserved.map(Credits::micros),
            request.credits_used.map(Credits::micros),
            request.price_source,
            tokens(|usage| usage.input),
            tokens(|usage| usage.cached_input),
            tokens(|usage| usage.cache_write),
            tokens(|usage| usage.output),
            tokens(|usage| usage.reasoning),
            request.usage_source.map(source_word),
            to_signed(request.duration_ms),
            request.first_token_ms.map(to_signed),
            request.finish_reason,
            request.user_agent,
            request.error.as_ref().map(to_json).transpose()?,
            to_json_unless_empty(&request.lines)?,
            to_json_unless_empty(&request.skipped)?,
            to_json_unless_empty(&request.warnings)?,
            to_signed(request.attempts.len() as u64),
            request.captured,
            request
                .usage
                .as_ref()
                .map(without_columns)
                .filter(|rest| *rest != Usage::default())
                .as_ref()
                .map(to_json)
                .transpose()?,
        ])
        .map(drop)
}

/// Without its attempts.
pub(crate) fn find(connection: &Connection, id: &RequestId) -> rusqlite::Result<Option<Request>> {
    let mut select = connection.prepare_cached("SELECT * FROM requests WHERE id = ?1")?;
    select.query_row([id.0.as_bytes()], from_row).optional()
}

/// Newest first, without their attempts.
pub(crate) fn list(connection: &Connection, selection: &Selection, limit: u32) -> rusqlite::Result<Vec<Request>> {
    let conditions = Conditions::of(selection);
    let sql = format!("SELECT * FROM requests WHERE {} ORDER BY id DESC LIMIT {limit}", conditions.sql());
    let mut select = connection.prepare(&sql)?;
    let rows = select.query_map(conditions.values().as_slice(), from_row)?;
    rows.collect()
}

pub(crate) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT count(*) FROM requests", [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

/// The last of the `count` oldest before `before` that are not pinned.
pub(crate) fn oldest(connection: &Connection, before: &RequestId, count: u32) -> rusqlite::Result<Option<RequestId>> {
    let sql = "SELECT id FROM (SELECT id FROM requests WHERE id < ?1 AND id NOT IN (SELECT request FROM marks WHERE pinned)
        ORDER BY id LIMIT ?2) ORDER BY id DESC LIMIT 1";
    connection.query_row(sql, params![before.0.as_bytes(), count], |row| request_id(row, "id")).optional()
}

/// All but the pinned ones.
pub(crate) fn delete_up_to(connection: &Connection, last: &RequestId) -> rusqlite::Result<usize> {
    let sql = "DELETE FROM requests WHERE id <= ?1 AND id NOT IN (SELECT request FROM marks WHERE pinned)";
    connection.execute(sql, [last.0.as_bytes()])
}

/// False when there is none.
pub(crate) fn delete(connection: &Connection, id: &RequestId) -> rusqlite::Result<bool> {
    Ok(connection.prepare_cached("DELETE FROM requests WHERE id = ?1")?.execute([id.0.as_bytes()])? > 0)
}

/// Its bodies are there, which came after it.
pub(crate) fn found_bodies(connection: &Connection, id: &RequestId) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE requests SET captured = TRUE WHERE id = ?1")?.execute([id.0.as_bytes()]).map(drop)
}

/// Its bodies are gone.
pub(crate) fn lost_bodies(connection: &Connection, id: &RequestId) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE requests SET captured = FALSE WHERE id = ?1")?.execute([id.0.as_bytes()]).map(drop)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Request> {
    Ok(Request {
        id: request_id(row, "id")?,
        started_at: row.get("started_at")?,
        endpoint: word(row, "endpoint", Endpoint::parse)?,
        key: text_or_none(row, "key")?,
        status: row.get("status")?,
        error: json(row, "error")?,
        stream: row.get("stream")?,
        state: word(row, "state", State::parse)?,
        model: text_or_none(row, "model")?,
        model_used: text_or_none(row, "model_used")?,
        provider: text_or_none(row, "provider")?,
        fallback_depth: row.get("fallback_depth")?,
        credits_reserved: credits(row, "credits_reserved")?,
        credits_used: credits(row, "credits_used")?,
        price_source: row.get("price_source")?,
        lines: json(row, "lines")?.unwrap_or_default(),
        usage: usage(row)?,
        usage_source: word_or_none(row, "usage_source", source_of)?,
        duration_ms: unsigned(row, "duration_ms")?,
        first_token_ms: unsigned_or_none(row, "first_token_ms")?,
        finish_reason: row.get("finish_reason")?,
        user_agent: row.get("user_agent")?,
        attempts: Vec::new(),
        skipped: json(row, "skipped")?.unwrap_or_default(),
        warnings: json(row, "warnings")?.unwrap_or_default(),
        files: Vec::new(),
        captured: row.get("captured")?,
    })
}

fn usage(row: &Row<'_>) -> rusqlite::Result<Option<Usage>> {
    let Some(input) = unsigned_or_none(row, "input")? else { return Ok(None) };
    Ok(Some(Usage {
        input,
        cached_input: unsigned(row, "cached_input")?,
        cache_write: unsigned(row, "cache_write")?,
        output: unsigned(row, "output")?,
        reasoning: unsigned(row, "reasoning")?,
        ..json(row, "usage")?.unwrap_or_default()
    }))
}

fn without_columns(usage: &Usage) -> Usage {
    Usage { input: 0, cached_input: 0, cache_write: 0, output: 0, reasoning: 0, ..*usage }
}

fn source_word(source: UsageSource) -> &'static str {
    match source {
        UsageSource::Reported => "reported",
        UsageSource::Estimated => "estimated",
    }
}

fn source_of(word: &str) -> Option<UsageSource> {
    [UsageSource::Reported, UsageSource::Estimated].into_iter().find(|source| source_word(*source) == word)
}

#[cfg(test)]
mod tests {
    use turnpike_domain::filter::Filter;

    use crate::{Selection, files, tables, testing::reopen};

    #[test]
    fn a_log_of_the_first_format_is_counted_again() {
        let folder = tempfile::tempdir().unwrap();
        let old = rusqlite::Connection::open(files::main_path(folder.path())).unwrap();
        for step in tables::MAIN.iter().copied().flatten().filter(|step| step.version == 1) {
            old.execute_batch(step.sql).unwrap();
        }
        old.execute_batch(
            "INSERT INTO requests (id, started_at, endpoint, status, stream, state, fallback_depth, duration_ms)
                VALUES (zeroblob(16), 5, 'chat', 200, FALSE, 'settled', 1, 7);
            INSERT INTO attempts (request, position, model, provider, upstream, outcome, started_ms, ended_ms)
                VALUES (zeroblob(16), 0, 'a', 'p', 'a', 'failed', 0, 1), (zeroblob(16), 1, 'b', 'p', 'b', 'served', 1, 2);
            PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(old);
        let store = reopen(&folder);
        let selection = Selection { filter: Filter::parse("attempts>1 -is:captured").unwrap(), ..Selection::default() };
        assert_eq!(store.requests(&selection, 9).unwrap()[0].0.attempts.len(), 2);
    }
}
