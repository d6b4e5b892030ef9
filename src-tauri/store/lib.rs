//! Keeps everything: keys, providers, models and settings, the request log, the ledger, and (in a file of its
//! own) bodies. SQLite behind operations named in the domain's words; each is one transaction, and nobody
//! outside ever sees SQL. It blocks, so who serves calls it from a thread that may wait; only
//! [`Store::record_finished`] never waits.

mod apply;
mod batch;
mod captured;
mod config;
mod error;
mod figures;
mod files;
mod health;
mod jobs;
mod keeping;
mod log;
mod marking;
mod master_key;
mod migrations;
mod money;
mod private_file;
mod readers;
mod recording;
mod replace;
mod retention;
mod seal;
mod sealed_file;
mod settings;
mod storage;
mod tables;
#[cfg(test)]
mod testing;
mod track_record;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, SyncSender},
    },
    thread::{self, JoinHandle},
};

use rusqlite::{Transaction, TransactionBehavior};
use turnpike_domain::request::Request;

pub use crate::{
    apply::Applied,
    captured::{BODY_LIMIT, Bodies, Exchange, Headers, MOST_EXCHANGES, MOST_PIECES, Piece},
    config::StoredKey,
    error::StoreError,
    files::make_folder,
    health::Health,
    jobs::JobSelection,
    keeping::{FileOrder, FileSelection, RemovedFile},
    log::{Selection, Volume},
    master_key::{find_master_key_file, master_key_file},
    private_file::write_private,
    recording::Finished,
    replace::Contents,
    retention::{Pruned, Retention},
    seal::{MasterKey, SealError, Sealed, seal, unseal},
    sealed_file::{SealedFileError, open_file, seal_file},
    settings::NewSetting,
    storage::Sizes,
    tables::{
        bodies::{KeptBodies, KeptBody},
        exchanges::KeptExchange,
        key_secrets::StoredSecret,
        marks::Marks,
        providers::{CredentialChange, StoredProvider, credential_context},
        setting_changes::SettingChange,
        spending::Totals,
    },
    track_record::{LastFailure, TrackRecord},
};
use crate::{
    health::Condition,
    readers::Readers,
    writer::{Databases, Job, Writer},
};

/// Finished requests that may wait for the writer.
const QUEUE: usize = 8192;

/// A handle on the data of one folder. Copies are the same store; when the last one goes, what is queued is
/// still written.
#[derive(Clone)]
pub struct Store(Arc<Handles>);

struct Handles {
    folder: PathBuf,
    jobs: SyncSender<Job>,
    readers: Readers,
    condition: Arc<Condition>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens the data in `folder`, making or migrating what has to be. `on_committed` is told of requests once
    /// they are safely in the log; it runs on the writer's thread and must neither wait nor call the store.
    pub fn open(folder: &Path, on_committed: impl Fn(&[Request]) + Send + 'static) -> Result<Self, StoreError> {
        files::make_folder(folder)?;
        let databases = Databases::open(folder)?;
        let condition = Arc::new(Condition::default());
        let (jobs, queue) = mpsc::sync_channel(QUEUE);
        let writer = Writer::new(databases, Box::new(on_committed), Arc::clone(&condition));
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run(&queue))
            .map_err(|source| StoreError::File { doing: "starting the writer for", path: folder.to_owned(), source })?;
        Ok(Self(Arc::new(Handles {
            folder: folder.to_owned(),
            jobs,
            readers: Readers::new(files::main_path(folder)),
            condition,
            writer: Mutex::new(Some(thread)),
        })))
    }

    /// Returns when everything recorded before is committed.
    ///
    /// # Errors
    /// When the log can not be written at the moment; what waits stays queued and is tried again.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.ask(Job::Flush)
    }

    /// Flushes and folds the write-ahead log into the database. Whatever comes afterwards is refused.
    pub fn close(&self) -> Result<(), StoreError> {
        let outcome = self.ask(Job::Close);
        self.0.join();
        outcome
    }

    /// How the writer is doing.
    pub fn health(&self) -> Health {
        let health = self.0.condition.health();
        let writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if writer.as_ref().is_none_or(JoinHandle::is_finished) {
            return Health { error: Some("the writer has ended".to_owned()), ..health };
        }
        health
    }

    fn ask(&self, job: impl FnOnce(writer::Reply) -> Job) -> Result<(), StoreError> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.0.jobs.send(job(reply)).map_err(|_| StoreError::Closed)?;
        answer.recv().map_err(|_| StoreError::Closed)?
    }

    /// Runs `operation` on the writer's thread, after everything that was recorded before it.
    fn run<T: Send + 'static>(
        &self,
        doing: &'static str,
        operation: impl FnOnce(&mut Databases) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let job = Job::Operation(Box::new(move |databases| {
            // Nobody waits any more when the caller's thread is gone; the operation is done all the same.
            let _ = reply.send(operation(databases));
        }));
        self.0.jobs.send(job).map_err(|_| StoreError::Closed)?;
        answer.recv().map_err(|_| StoreError::Closed)?.map_err(|error| error.doing(doing))
    }

    /// Runs `operation` as one transaction on the main database.
    fn write<T: Send + 'static>(
        &self,
        doing: &'static str,
        operation: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(doing, move |databases| {
            let transaction = databases.main.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let outcome = operation(&transaction)?;
            transaction.commit()?;
            Ok(outcome)
        })
    }

    fn read<T>(
        &self,
        doing: &'static str,
        look: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.0.readers.read(look).map_err(|error| error.doing(doing))
    }
}

impl Handles {
    fn join(&self) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The last handle may have lived in `on_committed`: a thread can not wait for itself.
        if let Some(writer) = writer.filter(|writer| writer.thread().id() != thread::current().id())
            && writer.join().is_err()
        {
            tracing::error!("the store's writer panicked");
        }
    }
}

impl Drop for Handles {
    fn drop(&mut self) {
        let (reply, _) = mpsc::sync_channel(1);
        // Refused only when the writer has ended already.
        let _ = self.jobs.send(Job::Close(reply));
        self.join();
    }
}
