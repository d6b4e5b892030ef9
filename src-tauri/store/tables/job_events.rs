//! What happened to jobs, step by step: for their owners to look at.

use rusqlite::{Connection, Row, params};
use turnpike_domain::{
    ids::JobId,
    job::{JobEvent, Step as JobStep},
};

use super::columns::word;
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 4,
    sql: "CREATE TABLE job_events (
        number INTEGER PRIMARY KEY,
        job TEXT NOT NULL,
        at INTEGER NOT NULL,
        step TEXT NOT NULL,
        percent INTEGER,
        message TEXT
    ) STRICT;
    CREATE INDEX job_events_by_job ON job_events (job);",
}];

/// More looks at a job than these are not of interest one by one.
const MOST: u32 = 1_000;

pub(crate) fn insert(connection: &Connection, job: &JobId, event: &JobEvent) -> rusqlite::Result<()> {
    let sql = "INSERT INTO job_events (job, at, step, percent, message)
        SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM job_events WHERE job = ?1) < ?6";
    let values = params![job.as_str(), event.at, event.step.as_str(), event.percent, event.message, MOST];
    connection.prepare_cached(sql)?.execute(values).map(drop)
}

/// In the order that they happened.
pub(crate) fn of_job(connection: &Connection, job: &JobId) -> rusqlite::Result<Vec<JobEvent>> {
    let mut select = connection.prepare_cached("SELECT * FROM job_events WHERE job = ?1 ORDER BY number")?;
    select.query_map([job.as_str()], from_row)?.collect()
}

/// Those of jobs that are gone.
pub(crate) fn delete_orphans(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM job_events WHERE job NOT IN (SELECT id FROM jobs)", []).map(drop)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<JobEvent> {
    Ok(JobEvent {
        at: row.get("at")?,
        step: word(row, "step", JobStep::parse)?,
        percent: row.get("percent")?,
        message: row.get("message")?,
    })
}
