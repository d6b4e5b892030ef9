//! A file on its way in: written, hashed and looked at piece by piece, so that its length costs no memory. Dropped
//! before it is kept, it leaves nothing behind.

use std::{
    io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use tokio::{fs::File, io::AsyncWriteExt};
use turnpike_domain::file::ContentHash;

use super::{
    FileError,
    room::Claim,
    sniff::{self, LOOKED_AT},
};

/// A file whose bytes are still arriving.
pub(crate) struct Incoming {
    file: File,
    path: Temporary,
    claim: Claim,
    hash: Sha256,
    head: Vec<u8>,
    bytes: u64,
}

/// All of a file, synced but without a name.
pub(super) struct Arrived {
    pub(super) path: Temporary,
    pub(super) claim: Claim,
    pub(super) hash: ContentHash,
    pub(super) bytes: u64,
    pub(super) media_type: &'static str,
}

/// Removed when dropped, if it is still there.
pub(super) struct Temporary(PathBuf);

impl Incoming {
    pub(super) async fn begin(folder: &Path, claim: Claim) -> Result<Self, FileError> {
        let path = Temporary(folder.join(uuid::Uuid::now_v7().simple().to_string()));
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path.0).await.map_err(FileError::Disk)?;
        Ok(Self { file, path, claim, hash: Sha256::new(), head: Vec::new(), bytes: 0 })
    }

    /// Takes the next bytes, if there is room for them.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> Result<(), FileError> {
        self.claim.grow(piece.len() as u64)?;
        self.hash.update(piece);
        let wanted = LOOKED_AT.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..wanted]);
        self.bytes += piece.len() as u64;
        self.file.write_all(piece).await.map_err(FileError::Disk)
    }

    /// What it is, as far as it has arrived.
    pub(crate) fn media_type(&self) -> &'static str {
        sniff::media_type(&self.head, self.bytes == self.head.len() as u64)
    }

    /// Those were all.
    pub(super) async fn end(mut self) -> Result<Arrived, FileError> {
        self.file.flush().await.map_err(FileError::Disk)?;
        self.file.sync_all().await.map_err(FileError::Disk)?;
        let media_type = sniff::media_type(&self.head, self.bytes == self.head.len() as u64);
        let hash = ContentHash(self.hash.finalize().into());
        Ok(Arrived { path: self.path, claim: self.claim, hash, bytes: self.bytes, media_type })
    }
}

impl Temporary {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!("what arrived of a file can not be removed: {error}");
            }
            _ => {}
        }
    }
}
