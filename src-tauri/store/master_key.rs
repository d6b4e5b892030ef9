//! The master key in a file, for machines without a keychain.

use std::{io, path::Path};

use secrecy::{ExposeSecret, zeroize::Zeroize};

use crate::{error::StoreError, files::make_folder, private_file::write_private, seal::MasterKey};

/// The key in `folder/master.key`, made when there is none. A file that holds anything else is an error, never
/// replaced: it may be all that opens the credentials.
pub fn master_key_file(folder: &Path) -> Result<MasterKey, StoreError> {
    if let Some(key) = find_master_key_file(folder)? {
        return Ok(key);
    }
    make_folder(folder)?;
    let path = folder.join(NAME);
    let key = MasterKey::generate().map_err(|_| StoreError::Random)?;
    let text = key.to_text();
    write_private(&path, text.expose_secret()).map_err(|source| StoreError::File { doing: "writing", path, source })?;
    Ok(key)
}

/// The same, but nothing is made.
pub fn find_master_key_file(folder: &Path) -> Result<Option<MasterKey>, StoreError> {
    let path = folder.join(NAME);
    match std::fs::read_to_string(&path) {
        Ok(mut text) => {
            let key = MasterKey::parse(&text).ok_or(StoreError::NotAMasterKey { path });
            text.zeroize();
            key.map(Some)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::File { doing: "reading", path, source }),
    }
}

const NAME: &str = "master.key";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new");
        let made = master_key_file(&folder).unwrap().to_text();
        let read = master_key_file(&folder).unwrap().to_text();
        assert_eq!(made.expose_secret(), read.expose_secret());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.join("master.key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(!folder.join("master.key.partial").exists());
    }

    #[test]
    fn what_a_crash_left_behind_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("master.key.partial"), "half a k").unwrap();
        assert!(master_key_file(folder.path()).is_ok());
    }

    #[test]
    fn a_file_that_holds_no_key_is_an_error_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        std::fs::write(&path, "").unwrap();
        assert!(matches!(master_key_file(folder.path()), Err(StoreError::NotAMasterKey { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"");
    }
}
