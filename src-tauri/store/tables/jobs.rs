//! Jobs. What they are picked by has columns, the rest is in the record: nobody asks for it alone.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use turnpike_domain::{
    ids::JobId,
    job::{Job, JobKind, JobState},
};

use super::columns::{json, to_json, to_signed};
use crate::{jobs::JobSelection, migrations::Step};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 4,
    sql: "CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        model TEXT NOT NULL,
        state TEXT NOT NULL,
        active INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        leased_until INTEGER NOT NULL,
        took_ms INTEGER,
        revision INTEGER NOT NULL,
        record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX jobs_by_due ON jobs (due_at) WHERE active;",
}];

pub(crate) fn insert(connection: &Connection, job: &Job) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO jobs (id, kind, key, model, state, active, created_at, due_at, leased_until, took_ms, revision, record)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11)";
    let model = job.request.model.as_ref().map_or("", |model| model.as_str());
    let values = params![
        job.id.as_str(),
        job.kind.as_str(),
        job.key.as_str(),
        model,
        job.state.as_str(),
        job.state.is_active(),
        job.created_at,
        job.due_at,
        took_ms(job),
        to_signed(job.revision),
        to_json(job)?,
    ];
    connection.execute(sql, values).map(drop)
}

/// Replaces the revision before this one. Whoever has it, has it until then, or as long as before. False when there is
/// another one.
pub(crate) fn update(connection: &Connection, job: &Job, leased_until: Option<i64>) -> rusqlite::Result<bool> {
    let sql = "UPDATE jobs SET state = ?2, active = ?3, due_at = ?4, took_ms = ?5, revision = ?6, record = ?7,
            leased_until = coalesce(?8, leased_until)
        WHERE id = ?1 AND revision = ?6 - 1 AND active";
    let values = params![
        job.id.as_str(),
        job.state.as_str(),
        job.state.is_active(),
        job.due_at,
        took_ms(job),
        to_signed(job.revision),
        to_json(job)?,
        leased_until,
    ];
    Ok(connection.prepare_cached(sql)?.execute(values)? > 0)
}

pub(crate) fn find(connection: &Connection, id: &JobId) -> rusqlite::Result<Option<Job>> {
    let mut select = connection.prepare_cached("SELECT record FROM jobs WHERE id = ?1")?;
    Ok(select.query_row([id.as_str()], from_row).optional()?.flatten())
}

/// The newest first.
pub(crate) fn list(connection: &Connection, selection: &JobSelection, limit: u32) -> rusqlite::Result<Vec<Job>> {
    let JobSelection { key, kind, active, text, after, ascending } = selection;
    let (key, kind) = (key.as_ref().map(|key| key.as_str()), kind.map(JobKind::as_str));
    let after = after.as_ref().map(|after| after.as_str());
    let mut conditions = vec!["TRUE"];
    let mut values: Vec<(&str, &dyn ToSql)> = Vec::new();
    let behind = if *ascending {
        "number > (SELECT number FROM jobs WHERE id = :after)"
    } else {
        "number < (SELECT number FROM jobs WHERE id = :after)"
    };
    let given: [(&str, &str, Option<&dyn ToSql>); 5] = [
        ("key = :key", ":key", key.as_ref().map(|key| key as &dyn ToSql)),
        ("kind = :kind", ":kind", kind.as_ref().map(|kind| kind as &dyn ToSql)),
        ("active = :active", ":active", active.as_ref().map(|active| active as &dyn ToSql)),
        (
            "instr(lower(record ->> 'prompt' || ' ' || model || ' ' || id || ' ' || (record ->> '$.request.id')), lower(:text)) > 0",
            ":text",
            text.as_ref().map(|text| text as &dyn ToSql),
        ),
        (behind, ":after", after.as_ref().map(|after| after as &dyn ToSql)),
    ];
    for (condition, name, value) in given {
        if let Some(value) = value {
            conditions.push(condition);
            values.push((name, value));
        }
    }
    let direction = if *ascending { "ASC" } else { "DESC" };
    let sql = format!("SELECT record FROM jobs WHERE {} ORDER BY number {direction} LIMIT {limit}", conditions.join(" AND "));
    let mut select = connection.prepare(&sql)?;
    let rows = select.query_map(values.as_slice(), from_row)?;
    rows.filter_map(Result::transpose).collect()
}

/// Deletes one that no provider took.
pub(crate) fn withdraw(connection: &Connection, id: &JobId) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM jobs WHERE id = ?1 AND state = 'submitting'", [id.as_str()]).map(drop)
}

/// Takes those that are due and nobody has, for as long as the lease lasts.
pub(crate) fn claim_due(connection: &Connection, now: i64, leased_until: i64, limit: u32) -> rusqlite::Result<Vec<Job>> {
    let sql = "UPDATE jobs SET leased_until = ?2 WHERE number IN
        (SELECT number FROM jobs WHERE active AND due_at <= ?1 AND leased_until <= ?1 ORDER BY due_at LIMIT ?3) RETURNING record";
    let mut claim = connection.prepare_cached(sql)?;
    let rows = claim.query_map(params![now, leased_until, limit], from_row)?;
    rows.filter_map(Result::transpose).collect()
}

/// When the next one is due or free again.
pub(crate) fn next_due(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT min(max(due_at, leased_until)) FROM jobs WHERE active";
    connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// Those that are under way.
pub(crate) fn active(connection: &Connection) -> rusqlite::Result<Vec<Job>> {
    let mut select = connection.prepare("SELECT record FROM jobs WHERE active ORDER BY number")?;
    select.query_map([], from_row)?.filter_map(Result::transpose).collect()
}

/// Nobody has any of them.
pub(crate) fn free_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE jobs SET leased_until = 0 WHERE leased_until > 0", []).map(drop)
}

pub(crate) fn free(connection: &Connection, id: &JobId) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE jobs SET leased_until = 0 WHERE id = ?1")?.execute([id.as_str()]).map(drop)
}

/// How long the last few of a model took that were completed.
pub(crate) fn took(connection: &Connection, model: &str) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT took_ms FROM jobs WHERE model = ?1 AND state = 'completed' ORDER BY number DESC LIMIT 9";
    connection.prepare_cached(sql)?.query_map([model], |row| row.get(0))?.collect()
}

/// False when there is none that has ended.
pub(crate) fn delete_ended(connection: &Connection, id: &JobId) -> rusqlite::Result<bool> {
    Ok(connection.execute("DELETE FROM jobs WHERE id = ?1 AND NOT active", [id.as_str()])? > 0)
}

/// Ended ones that are older than that.
pub(crate) fn delete_before(connection: &Connection, created_at: i64) -> rusqlite::Result<usize> {
    connection.execute("DELETE FROM jobs WHERE NOT active AND created_at < ?1", [created_at])
}

fn took_ms(job: &Job) -> Option<i64> {
    job.ended_at.filter(|_| job.state == JobState::Completed).map(|ended| ended - job.created_at)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Job>> {
    json(row, "record")
}
