//! Files that are kept for clients. Owns the folder of their contents and the room that they take; their records are in
//! the store. A content comes before its record and goes after it, so that a crash leaves a content too many, never one
//! too few; the start removes what no record names.

mod blobs;
mod incoming;
mod resolve;
mod room;
mod sniff;

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use turnpike_domain::{
    file::{File, Purpose},
    ids::{FileId, KeyId, RequestId},
};
use turnpike_store::{FileSelection, Store, StoreError};

use self::{blobs::Blobs, room::Room};
pub(crate) use self::{
    incoming::Incoming,
    resolve::{ResolveError, Resolved},
};
use crate::{
    blocking, clock,
    events::{Event, Events},
    workspace::Workspace,
};

/// The handle on them.
#[derive(Clone)]
pub(crate) struct Files(Arc<Inner>);

struct Inner {
    store: Store,
    workspace: Workspace,
    events: Events,
    blobs: Blobs,
    room: Room,
    /// Bytes that there may be, whatever the plan says.
    most: u64,
    /// A content must not go while another file with the same one is being kept.
    one_at_a_time: Mutex<()>,
}

/// What its owner says of a new file.
pub(crate) struct NewFile {
    pub(crate) id: FileId,
    pub(crate) key: KeyId,
    pub(crate) filename: String,
    pub(crate) purpose: Purpose,
    /// Seconds; `None`: as long as its purpose lets it.
    pub(crate) expires_after: Option<i64>,
    pub(crate) made_by: Option<RequestId>,
}

/// How full it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Storage {
    pub(crate) used: u64,
    pub(crate) limit: u64,
}

/// Why a file can not be kept or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// The plan's storage limit would be exceeded.
    #[error("{used} of {limit} bytes are used")]
    OverLimit { used: u64, limit: u64 },
    /// The disk failed, or is full.
    #[error("the disk failed: {0}")]
    Disk(#[source] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Files {
    /// Those of a data directory.
    pub(crate) fn open(
        data_dir: &Path,
        store: Store,
        workspace: Workspace,
        events: Events,
        most: u64,
    ) -> Result<Self, FileError> {
        let blobs = Blobs::open(data_dir.join("files")).map_err(FileError::Disk)?;
        let (_, kept) = store.files_extent()?;
        let one_at_a_time = Mutex::default();
        Ok(Self(Arc::new(Inner { store, workspace, events, blobs, room: Room::holding(kept), most, one_at_a_time })))
    }

    /// How full it is.
    pub(crate) fn storage(&self) -> Storage {
        let limit = self.0.workspace.current().live.plan().storage_limit.min(self.0.most);
        Storage { used: self.0.room.kept(), limit }
    }

    /// Makes ready for a file to arrive.
    pub(crate) async fn receive(&self) -> Result<Incoming, FileError> {
        let claim = self.0.room.claim(self.storage().limit);
        Incoming::begin(&self.0.blobs.incoming(), claim).await
    }

    /// Keeps what has arrived. When this returns, not even a power cut takes its bytes.
    pub(crate) async fn keep(&self, incoming: Incoming, new: NewFile) -> Result<File, FileError> {
        let arrived = incoming.end().await?;
        let created_at = clock::now();
        let seconds = new.expires_after.or(new.purpose.expires_after());
        let file = File {
            id: new.id,
            key: new.key,
            filename: new.filename,
            purpose: new.purpose,
            bytes: arrived.bytes,
            hash: arrived.hash,
            media_type: arrived.media_type.to_owned(),
            created_at,
            expires_at: seconds.map(|seconds| created_at + 1_000 * seconds),
            made_by: new.made_by,
        };
        self.work(move |inner| {
            let known = inner.store.has_content(&file.hash)?;
            inner.blobs.place(arrived.path.path(), &file.hash, file.bytes).map_err(FileError::Disk)?;
            if let Err(error) = inner.store.insert_file(&file) {
                if !known {
                    inner.remove_content(&file);
                }
                return Err(error.into());
            }
            if !known {
                arrived.claim.keep();
            }
            inner.events.publish(|| Event::Files);
            Ok(file)
        })
        .await
    }

    /// A file that has not expired.
    pub(crate) async fn find(&self, id: FileId) -> Result<Option<File>, FileError> {
        let store = self.0.store.clone();
        let found = blocking(move || store.file(&id)).await?;
        Ok(found.filter(|file| !file.has_expired(clock::now())))
    }

    /// A page of those that have not expired.
    pub(crate) async fn list(&self, selection: FileSelection, limit: u32) -> Result<Vec<File>, FileError> {
        let store = self.0.store.clone();
        let selection = FileSelection { now_ms: clock::now(), ..selection };
        Ok(blocking(move || store.files(&selection, limit)).await?)
    }

    /// A file's bytes.
    pub(crate) async fn read(&self, file: &File) -> Result<std::fs::File, FileError> {
        let (inner, hash) = (Arc::clone(&self.0), file.hash);
        blocking(move || inner.blobs.open_content(&hash)).await.map_err(FileError::Disk)
    }

    /// Removes a file, and its content unless another file has the same. False when there is none.
    pub(crate) async fn remove(&self, id: FileId) -> Result<bool, FileError> {
        let removed = self.work(move |inner| inner.remove(&id)).await?;
        if removed {
            self.0.events.publish(|| Event::Files);
        }
        Ok(removed)
    }

    /// Removes what has expired.
    pub(crate) async fn remove_expired(&self) -> Result<usize, FileError> {
        let mut removed = 0;
        loop {
            let store = self.0.store.clone();
            let expired = blocking(move || store.expired_files(clock::now())).await?;
            if expired.is_empty() {
                return Ok(removed);
            }
            for file in expired {
                removed += usize::from(self.remove(file.id).await?);
            }
        }
    }

    /// Removes contents that no record names: an end without warning can leave them.
    pub(crate) async fn remove_orphans(&self) -> Result<usize, FileError> {
        let inner = Arc::clone(&self.0);
        let there = blocking(move || inner.blobs.all()).await.map_err(FileError::Disk)?;
        let mut removed = 0;
        for hash in there {
            removed += self
                .work(move |inner| {
                    let orphan = !inner.store.has_content(&hash)?;
                    if orphan {
                        inner.blobs.remove(&hash).map_err(FileError::Disk)?;
                    }
                    Ok(usize::from(orphan))
                })
                .await?;
        }
        Ok(removed)
    }

    /// Runs what blocks, while no other such work runs.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, FileError> + Send + 'static,
    ) -> Result<T, FileError> {
        let inner = Arc::clone(&self.0);
        blocking(move || {
            let _alone = inner.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
            work(&inner)
        })
        .await
    }
}

impl Inner {
    fn remove(&self, id: &FileId) -> Result<bool, FileError> {
        let Some(removed) = self.store.remove_file(id)? else { return Ok(false) };
        if removed.was_last {
            self.room.give_back(removed.file.bytes);
            self.remove_content(&removed.file);
        }
        Ok(true)
    }

    /// Its record is gone: should its content stay, the next start removes it.
    fn remove_content(&self, file: &File) {
        if let Err(error) = self.blobs.remove(&file.hash) {
            tracing::warn!(file.id = %file.id, "the content of a removed file is still there: {error}");
        }
    }
}
