//! Brings a database to the format that this version knows: forward only, all steps or none.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, MAIN_DB, TransactionBehavior, backup::NO_PROGRESS};

use crate::{error::StoreError, files};

/// One change of one table. Frozen once released.
pub(crate) struct Step {
    /// The format of the whole database that it belongs to.
    pub(crate) version: u32,
    /// What it runs.
    pub(crate) sql: &'static str,
}

/// Refuses a file that is newer than this version; else runs the steps that it lacks, after a copy of it was
/// put beside it (unless it was empty, and so has nothing to lose).
pub(crate) fn migrate_with_backup(connection: &mut Connection, path: &Path, tables: &[&[Step]]) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found > 0 && found < newest(tables) {
        backup(connection, path, found)?;
    }
    migrate(connection, path, tables)
}

/// The same without a copy.
pub(crate) fn migrate(connection: &mut Connection, path: &Path, tables: &[&[Step]]) -> Result<(), StoreError> {
    let known = newest(tables);
    // Read before the write lock is asked for: most starts have nothing to do, a read-only look at most.
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    for next in found + 1..=known {
        for step in tables.iter().copied().flatten().filter(|step| step.version == next) {
            transaction.execute_batch(step.sql)?;
        }
    }
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}

/// A whole copy: `turnpike.db.v3` is the file as version 3 of the format left it.
fn backup(connection: &Connection, path: &Path, found: u32) -> Result<(), StoreError> {
    let named = |suffix: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let (partial, copy) = (named(format!(".v{found}.partial")), named(format!(".v{found}")));
    let failed = |source| StoreError::File { doing: "keeping a copy as", path: copy.clone(), source };
    files::remove_if_there(&partial).and_then(|()| files::make_private(&partial)).map_err(failed)?;
    connection.backup(MAIN_DB, &partial, NO_PROGRESS).map_err(|error| StoreError::from(error).doing("copying the database"))?;
    std::fs::rename(&partial, &copy).map_err(failed)
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn newest(tables: &[&[Step]]) -> u32 {
    tables.iter().copied().flatten().map(|step| step.version).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &[Step] = &[Step { version: 1, sql: "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (7);" }];
    const SECOND: &[Step] = &[
        Step { version: 1, sql: "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (7);" },
        Step { version: 2, sql: "ALTER TABLE a ADD COLUMN y INTEGER;" },
        Step { version: 3, sql: "UPDATE a SET y = x;" },
    ];
    const BROKEN: &[Step] =
        &[Step { version: 2, sql: "ALTER TABLE a ADD COLUMN y INTEGER;" }, Step { version: 3, sql: "UPDATE nowhere SET y = x;" }];

    #[test]
    fn an_older_file_is_copied_and_then_brought_forward() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let mut connection = Connection::open(&path).unwrap();
        migrate_with_backup(&mut connection, &path, &[FIRST]).unwrap();
        assert!(!folder.path().join("test.db.v0").exists(), "an empty file has nothing to copy");
        std::fs::write(folder.path().join("test.db.v1.partial"), "what a crash left").unwrap();
        migrate_with_backup(&mut connection, &path, &[SECOND]).unwrap();
        assert_eq!(connection.query_row("SELECT y FROM a", [], |row| row.get::<_, i64>(0)).unwrap(), 7);
        assert_eq!(version(&connection).unwrap(), 3);
        let copy = files::open_reader(&folder.path().join("test.db.v1")).unwrap();
        assert_eq!(version(&copy).unwrap(), 1);
        assert!(copy.query_row("SELECT x FROM a", [], |row| row.get::<_, i64>(0)).is_ok());
    }

    #[test]
    fn a_failing_step_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, &[FIRST]).unwrap();
        assert!(migrate_with_backup(&mut connection, &path, &[FIRST, BROKEN]).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        assert!(connection.prepare("SELECT y FROM a").is_err(), "the step that worked is undone too");
    }

    #[test]
    fn a_newer_file_is_refused_in_words_that_say_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, &[SECOND]).unwrap();
        let refused = migrate_with_backup(&mut connection, &path, &[FIRST]).unwrap_err();
        assert!(matches!(refused, StoreError::Newer { found: 3, known: 1, .. }));
        assert!(refused.to_string().contains("install that version again"), "{refused}");
    }
}
