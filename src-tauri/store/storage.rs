//! How much there is, and giving back the room that nothing needs.

use std::{path::Path, time::Duration};

use rusqlite::Connection;

use crate::{
    Store,
    error::StoreError,
    files,
    retention::{Pruned, Retention, give_space_back},
    tables::{bodies, requests},
    writer::Databases,
};

/// What the files hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Rows of the request log.
    pub requests: u64,
    /// When the oldest of them began, in Unix milliseconds.
    pub oldest_at: Option<i64>,
    /// Bytes of the main database on the disk.
    pub database_bytes: u64,
    /// Pairs of bodies.
    pub bodies: u64,
    /// Bytes of the bodies' file on the disk.
    pub bodies_bytes: u64,
}

/// How long folding in the write-ahead log waits for those who read. Meanwhile nothing is recorded.
const SHORT_PATIENCE: Duration = Duration::from_millis(200);

impl Store {
    /// How much there is.
    pub fn sizes(&self) -> Result<Sizes, StoreError> {
        let (requests, oldest_at) = self.read("counting the log", requests::extent)?;
        let bodies = || bodies::count(&files::open_reader(&files::bodies_path(&self.0.folder))?);
        let bodies = bodies().map_err(|error| StoreError::from(error).doing("counting bodies"))?;
        let (main_path, bodies_path) = (files::main_path(&self.0.folder), files::bodies_path(&self.0.folder));
        Ok(Sizes { requests, oldest_at, database_bytes: on_disk(&main_path), bodies, bodies_bytes: on_disk(&bodies_path) })
    }

    /// Removes what is too old or too much, then gives every free page back; a little at a time, so that recording
    /// goes on meanwhile.
    pub fn compact(&self, now_ms: i64, retention: &Retention) -> Result<Pruned, StoreError> {
        let pruned = self.prune(now_ms, retention)?;
        while self.run("giving space back", |databases| give_space_back(databases, 0))? {}
        self.run("folding in the write-ahead logs", fold)?;
        Ok(pruned)
    }
}

/// Only then do the files get shorter. Somebody who reads may keep it from finishing; the next one will.
fn fold(databases: &mut Databases) -> Result<(), StoreError> {
    for connection in [&databases.main, &databases.bodies] {
        let usual: i64 = connection.pragma_query_value(None, "busy_timeout", |row| row.get(0))?;
        connection.busy_timeout(SHORT_PATIENCE)?;
        let folded = checkpoint(connection);
        connection.busy_timeout(Duration::from_millis(usual.max(0).unsigned_abs()))?;
        folded?;
    }
    Ok(())
}

fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn on_disk(path: &Path) -> u64 {
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    length(path) + length(&path.with_extension("db-wal"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MIDNIGHT, record_with_bodies, served, store};

    const KEEP: Retention = Retention { log_days: 90, log_bytes: None, body_days: 7, body_bytes: u64::MAX };
    const DAY_MS: i64 = 86_400_000;

    #[test]
    fn sizes_count_what_is_there_and_compacting_leaves_no_free_page() {
        let (_folder, store, _) = store();
        assert_eq!(store.sizes().unwrap().requests, 0);
        assert_eq!(store.sizes().unwrap().oldest_at, None);
        let body = vec![b'x'; 200_000];
        for day in 0..20 {
            record_with_bodies(&store, &served(MIDNIGHT - day * DAY_MS, "key", 1), &body, &body);
        }
        store.flush().unwrap();
        let before = store.sizes().unwrap();
        assert_eq!((before.requests, before.oldest_at, before.bodies), (20, Some(MIDNIGHT - 19 * DAY_MS), 20));
        assert!(before.bodies_bytes > 8_000_000, "{before:?}");
        let pruned = store.compact(MIDNIGHT, &KEEP).unwrap();
        assert_eq!(pruned.bodies, 12, "of the last seven days, and today");
        let after = store.sizes().unwrap();
        assert_eq!((after.requests, after.bodies), (20, 8));
        assert!(after.bodies_bytes < before.bodies_bytes / 2, "{after:?} after {before:?}");
        let bytes_of_what_stays = 8 * 400_000;
        assert!(after.bodies_bytes < bytes_of_what_stays + 100_000, "{after:?}");
    }
}
