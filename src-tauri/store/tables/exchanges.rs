//! What went to and came from providers, attempt by attempt, as far as it is kept at all. Goes with the request's bodies.

use rusqlite::{Connection, Row, params};
use turnpike_domain::ids::RequestId;

use super::{
    bodies::{KeptBody, beginning},
    columns::{json, to_json_unless_empty},
};
use crate::{
    captured::{Exchange, Headers},
    migrations::Step,
};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 2,
    sql: "CREATE TABLE exchanges (
        request BLOB NOT NULL REFERENCES bodies (request) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        method TEXT NOT NULL,
        url TEXT NOT NULL,
        status INTEGER,
        sent_headers TEXT,
        sent BLOB NOT NULL,
        sent_truncated INTEGER NOT NULL,
        received_headers TEXT,
        received BLOB NOT NULL,
        received_truncated INTEGER NOT NULL,
        PRIMARY KEY (request, position)
    ) STRICT;",
}];

/// A call to a provider, as far as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptExchange {
    /// Which of the request's attempts.
    pub position: u32,
    /// `POST`
    pub method: String,
    /// Without any secret.
    pub url: String,
    /// `None`: no answer came.
    pub status: Option<u16>,
    /// What was sent.
    pub request_headers: Headers,
    /// What was sent.
    pub request: KeptBody,
    /// What came.
    pub response_headers: Headers,
    /// What came.
    pub response: KeptBody,
}

pub(crate) fn insert(connection: &Connection, request: &RequestId, exchanges: &[Exchange]) -> rusqlite::Result<()> {
    for exchange in exchanges {
        let (sent, sent_truncated) = beginning(&exchange.request);
        let (received, received_truncated) = beginning(&exchange.response);
        let mut insert = connection.prepare_cached(
            "INSERT INTO exchanges (request, position, method, url, status, sent_headers, sent, sent_truncated,
                received_headers, received, received_truncated)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
        )?;
        insert.execute(params![
            request.0.as_bytes(),
            exchange.position,
            exchange.method,
            exchange.url,
            exchange.status,
            to_json_unless_empty(&exchange.request_headers)?,
            sent,
            sent_truncated,
            to_json_unless_empty(&exchange.response_headers)?,
            received,
            received_truncated,
        ])?;
    }
    Ok(())
}

pub(crate) fn of_request(connection: &Connection, request: &RequestId) -> rusqlite::Result<Vec<KeptExchange>> {
    let mut select = connection.prepare("SELECT * FROM exchanges WHERE request = ?1 ORDER BY position")?;
    select.query_map([request.0.as_bytes()], from_row)?.collect()
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<KeptExchange> {
    Ok(KeptExchange {
        position: row.get("position")?,
        method: row.get("method")?,
        url: row.get("url")?,
        status: row.get("status")?,
        request_headers: json(row, "sent_headers")?.unwrap_or_default(),
        request: KeptBody { bytes: row.get("sent")?, truncated: row.get("sent_truncated")? },
        response_headers: json(row, "received_headers")?.unwrap_or_default(),
        response: KeptBody { bytes: row.get("received")?, truncated: row.get("received_truncated")? },
    })
}
