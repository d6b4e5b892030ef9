//! The one thread that writes. It gathers what finishes within a moment and commits it together, so that a
//! busy gateway pays for one transaction, not for a thousand.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender},
    },
    thread,
    time::Duration,
};

use rusqlite::Connection;
use turnpike_domain::request::Request;

use crate::{batch::Batch, error::StoreError, files, health::Condition, recording::Finished};

/// How long a batch is gathered after its first request. A plain sleep: while nobody waits on the queue, those
/// who fill it need not wake anybody, which would cost each request a system call.
const LINGER: Duration = Duration::from_millis(50);

/// Requests in one transaction.
const BATCH: usize = 2048;

pub(crate) enum Job {
    Record(Box<Finished>),
    Operation(Box<dyn FnOnce(&mut Databases) + Send>),
    Flush(Reply),
    Close(Reply),
}

/// Is told what was committed.
pub(crate) type OnCommitted = Box<dyn Fn(&[Request]) + Send>;

/// Whoever waits for an outcome.
pub(crate) type Reply = SyncSender<Result<(), StoreError>>;

/// Both files, for writing.
pub(crate) struct Databases {
    folder: PathBuf,
    pub(crate) main: Connection,
    pub(crate) bodies: Connection,
}

impl Databases {
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let (main, bodies) = (files::open_main(folder)?, files::open_bodies(folder)?);
        Ok(Self { folder: folder.to_owned(), main, bodies })
    }

    /// Begins a new file of bodies when the old one turns out to be broken.
    pub(crate) fn replace_bodies(&mut self) -> Result<(), StoreError> {
        // The broken one must be closed before its file can be moved on every platform.
        self.bodies = Connection::open_in_memory()?;
        self.bodies = files::open_bodies(&self.folder)?;
        Ok(())
    }

    /// Folds the write-ahead logs into their databases. A reader may keep it from finishing, which is harmless.
    fn checkpoint(&self) -> Result<(), StoreError> {
        for connection in [&self.main, &self.bodies] {
            connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")?;
        }
        Ok(())
    }
}

pub(crate) struct Writer {
    databases: Databases,
    batch: Batch,
    on_committed: OnCommitted,
    condition: Arc<Condition>,
}

impl Writer {
    pub(crate) fn new(databases: Databases, on_committed: OnCommitted, condition: Arc<Condition>) -> Self {
        Self { databases, batch: Batch::new(Arc::clone(&condition)), on_committed, condition }
    }

    /// Until it is told to close, or everybody who could give it something to do is gone.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) {
        while let Some(first) = self.wait(jobs) {
            if matches!(first, Job::Record(_)) {
                thread::sleep(LINGER);
            }
            let mut next = Some(first);
            let mut gathered = 0;
            while let Some(job) = next {
                match job {
                    Job::Record(finished) => self.batch.gather(*finished),
                    Job::Operation(operation) => {
                        self.commit_when_due();
                        operation(&mut self.databases);
                    }
                    Job::Flush(reply) => {
                        // Whoever asked may have stopped listening; here and below.
                        let _ = reply.send(self.commit());
                    }
                    Job::Close(reply) => {
                        let _ = reply.send(self.finish());
                        return;
                    }
                }
                gathered += 1;
                next = if gathered < BATCH { jobs.try_recv().ok() } else { None };
            }
            self.commit_when_due();
        }
    }

    /// The next job; meanwhile, when a commit has failed, tries it again in its time.
    fn wait(&mut self, jobs: &Receiver<Job>) -> Option<Job> {
        loop {
            let Some(pause) = self.batch.retry_in() else { return jobs.recv().ok() };
            match jobs.recv_timeout(pause) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Timeout) => self.commit_when_due(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn commit_when_due(&mut self) {
        if self.batch.retry_in().is_none_or(|pause| pause.is_zero()) {
            // A failure is in the condition, and the batch is still here.
            let _ = self.commit();
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        match self.batch.write(&mut self.databases) {
            Ok(()) => {
                self.condition.recovered();
                (self.on_committed)(self.batch.requests());
                self.batch.clear();
                Ok(())
            }
            Err(error) => {
                let waiting = self.batch.postpone();
                self.condition.failed(&error, waiting);
                Err(StoreError::Behind { waiting, error: error.to_string() })
            }
        }
    }

    fn finish(&mut self) -> Result<(), StoreError> {
        self.commit().inspect_err(|error| tracing::error!("the store closes while {error}"))?;
        self.databases.checkpoint().map_err(|error| error.doing("folding in the write-ahead log"))
    }
}
