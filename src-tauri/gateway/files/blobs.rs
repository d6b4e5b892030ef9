//! Contents on the disk: `ab/cdef…` by their hash, once each. What is still arriving is in `incoming/`, which a start
//! empties. A content is there whole or not at all: it is synced before it gets its name, and so is the name.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use turnpike_domain::file::ContentHash;
use turnpike_store::make_folder;

/// The folder of contents.
pub(super) struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    /// In that folder, which is made if need be. What an end without warning left half arrived is removed.
    pub(super) fn open(folder: PathBuf) -> io::Result<Self> {
        let blobs = Self { folder };
        let incoming = blobs.incoming();
        match fs::remove_dir_all(&incoming) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        make_folder(&incoming).map_err(io::Error::other)?;
        Ok(blobs)
    }

    /// Where what arrives is written.
    pub(super) fn incoming(&self) -> PathBuf {
        self.folder.join("incoming")
    }

    /// Gives a synced file of that length its name. One that is there already stays, unless it is broken.
    pub(super) fn place(&self, arrived: &Path, hash: &ContentHash, bytes: u64) -> io::Result<()> {
        let path = self.path(hash);
        if fs::metadata(&path).is_ok_and(|there| there.len() == bytes) {
            return fs::remove_file(arrived);
        }
        let shelf = path.parent().unwrap_or(&self.folder);
        if !shelf.exists() {
            make_folder(shelf).map_err(io::Error::other)?;
            sync_folder(&self.folder)?;
        }
        fs::rename(arrived, &path)?;
        sync_folder(shelf)
    }

    /// For reading.
    pub(super) fn open_content(&self, hash: &ContentHash) -> io::Result<File> {
        File::open(self.path(hash))
    }

    /// One that is not there is as good as removed.
    pub(super) fn remove(&self, hash: &ContentHash) -> io::Result<()> {
        match fs::remove_file(self.path(hash)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Every content that is there. What has another name is not ours, and stays.
    pub(super) fn all(&self) -> io::Result<Vec<ContentHash>> {
        let mut found = Vec::new();
        for shelf in fs::read_dir(&self.folder)? {
            let shelf = shelf?;
            let begins = shelf.file_name();
            let Some(begins) = begins.to_str().filter(|name| name.len() == 2) else { continue };
            for content in fs::read_dir(shelf.path())? {
                let rest = content?.file_name();
                found.extend(rest.to_str().and_then(|rest| hash_of(&format!("{begins}{rest}"))));
            }
        }
        Ok(found)
    }

    fn path(&self, hash: &ContentHash) -> PathBuf {
        let digits = hash.to_string();
        let (shelf, rest) = digits.split_at(2);
        self.folder.join(shelf).join(rest)
    }
}

fn hash_of(digits: &str) -> Option<ContentHash> {
    let mut bytes = [0; 32];
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(ContentHash(bytes))
}

/// A name is only as durable as the folder that it stands in.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn arrived(blobs: &Blobs, content: &[u8]) -> PathBuf {
        let path = blobs.incoming().join("arriving");
        fs::write(&path, content).unwrap();
        path
    }

    #[test]
    fn a_content_is_there_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path().join("files")).unwrap();
        let hash = ContentHash([0xab; 32]);
        for _ in 0..2 {
            blobs.place(&arrived(&blobs, b"content"), &hash, 7).unwrap();
        }
        assert!(folder.path().join("files/ab").join("ab".repeat(31)).is_file());
        let mut read = Vec::new();
        blobs.open_content(&hash).unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, b"content");
        fs::write(folder.path().join("files/ab/notes.txt"), "somebody's own").unwrap();
        assert_eq!(blobs.all().unwrap(), [hash]);
        blobs.remove(&hash).unwrap();
        blobs.remove(&hash).unwrap();
        assert_eq!(blobs.all().unwrap(), []);
        assert_eq!(fs::read_dir(blobs.incoming()).unwrap().count(), 0, "nothing is left on the way");
    }

    #[test]
    fn a_broken_content_gives_way_to_a_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path().join("files")).unwrap();
        let hash = ContentHash([1; 32]);
        blobs.place(&arrived(&blobs, b"con"), &hash, 3).unwrap();
        blobs.place(&arrived(&blobs, b"content"), &hash, 7).unwrap();
        assert_eq!(blobs.open_content(&hash).unwrap().metadata().unwrap().len(), 7);
    }

    #[test]
    fn a_start_removes_what_had_only_half_arrived() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path().join("files")).unwrap();
        arrived(&blobs, b"half");
        let blobs = Blobs::open(folder.path().join("files")).unwrap();
        assert_eq!(fs::read_dir(blobs.incoming()).unwrap().count(), 0);
    }
}
