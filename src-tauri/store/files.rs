//! The database files: where they are and how they are opened.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{
    error::StoreError,
    migrations::{migrate, migrate_with_backup},
    tables,
};

/// Everything that must not be lost.
pub(crate) fn main_path(folder: &Path) -> PathBuf {
    folder.join("turnpike.db")
}

/// Bodies, which may be.
pub(crate) fn bodies_path(folder: &Path) -> PathBuf {
    folder.join("bodies.db")
}

/// The folder, for its owner only when it has to be made.
pub fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| StoreError::File { doing: "making the folder", path: folder.to_owned(), source })
}

/// For writing, in the newest format.
pub(crate) fn open_main(folder: &Path) -> Result<Connection, StoreError> {
    let path = main_path(folder);
    let mut connection = connect(&path)?;
    migrate_with_backup(&mut connection, &path, tables::MAIN).map_err(|error| error.doing("migrating turnpike.db"))?;
    Ok(connection)
}

/// For writing. A file that can not be used is moved aside and a new one begun: bodies are a convenience.
pub(crate) fn open_bodies(folder: &Path) -> Result<Connection, StoreError> {
    let path = bodies_path(folder);
    let open = || {
        let mut connection = connect(&path)?;
        migrate(&mut connection, &path, tables::BODIES)?;
        connection.query_row("SELECT count(*) FROM (SELECT 1 FROM bodies LIMIT 1)", [], |_| Ok(()))?;
        Ok(connection)
    };
    open().or_else(|error: StoreError| {
        tracing::warn!("bodies.db can not be used, it is moved to bodies.db.broken and a new one begun: {error}");
        move_aside(&path).map_err(|source| StoreError::File { doing: "moving aside", path: path.clone(), source })?;
        open()
    })
}

/// For reading only.
pub(crate) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

/// Does SQLite call the file itself broken, as opposed to busy, full or forbidden?
pub(crate) fn is_broken(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// How long to wait for another program that has the file locked.
const PATIENCE: Duration = Duration::from_secs(5);

fn connect(path: &Path) -> Result<Connection, StoreError> {
    make_private(path).map_err(|source| StoreError::File { doing: "opening", path: path.to_owned(), source })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // auto_vacuum only takes before the first table. NORMAL: a killed process loses nothing, a power cut the
        // last moments but never the file's order.
        connection.execute_batch(
            "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
            PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 16777216;",
        )?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(connection)
    };
    opened().map_err(|source| StoreError::Database { doing: "opening a database", source })
}

/// Makes the file, for its owner only, unless it is there. SQLite would let others read it; the files that it puts
/// beside it take over its mode.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn move_aside(path: &Path) -> io::Result<()> {
    std::fs::rename(path, path.with_extension("db.broken"))?;
    remove_if_there(&path.with_extension("db-wal"))?;
    remove_if_there(&path.with_extension("db-shm"))
}

/// A file that is not there is as good as removed.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        StoreError,
        testing::{MIDNIGHT, record_with_bodies, reopen, served, store},
    };

    #[test]
    fn broken_bodies_are_moved_aside_at_the_start() {
        for garbage in [b"not a database".repeat(1000), b"SQLite format 3\0".repeat(1000)] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(bodies_path(folder.path()), &garbage).unwrap();
            let store = reopen(&folder);
            let request = served(MIDNIGHT, "key", 5);
            record_with_bodies(&store, &request, b"{}", b"{}");
            store.flush().unwrap();
            assert!(store.bodies(&request.id).unwrap().is_some());
            assert_eq!(std::fs::read(folder.path().join("bodies.db.broken")).unwrap(), garbage, "nothing is thrown away");
        }
    }

    #[test]
    fn bodies_that_break_while_serving_cost_only_themselves() {
        let (folder, store, _) = store();
        let before = served(MIDNIGHT, "key", 5);
        record_with_bodies(&store, &before, b"{}", b"{}");
        store.flush().unwrap();
        store.run("folding in", |databases| Ok(databases.bodies.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)).unwrap();
        let size = std::fs::metadata(bodies_path(folder.path())).unwrap().len();
        std::fs::write(bodies_path(folder.path()), vec![0xee; size as usize]).unwrap();
        assert_eq!(store.bodies(&before.id).unwrap(), None, "a look finds out");
        let after = served(MIDNIGHT + 1, "key", 5);
        record_with_bodies(&store, &after, b"{}", b"{}");
        store.flush().unwrap();
        assert!(store.bodies(&after.id).unwrap().is_some(), "in a new file");
        assert!(store.request(&before.id).unwrap().is_some(), "and the log never noticed");
    }

    #[test]
    fn a_main_database_of_a_newer_version_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        Connection::open(main_path(folder.path())).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let refused = open_main(folder.path()).unwrap_err();
        assert!(matches!(refused, StoreError::Newer { found: 99, .. }), "{refused}");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_files() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, _store, _) = store();
        for file in ["turnpike.db", "turnpike.db-wal", "bodies.db"] {
            let mode = std::fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    }
}
