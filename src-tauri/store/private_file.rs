//! Files that only their owner may read.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crate::files::remove_if_there;

/// Writes a line that only the file's owner may read. All of it or nothing, also when the power fails: under its
/// name there is never half a key.
pub fn write_private(path: &Path, line: &str) -> io::Result<()> {
    let partial = path.with_added_extension("partial");
    remove_if_there(&partial)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial)?;
    writeln!(file, "{line}")?;
    file.sync_all()?;
    std::fs::rename(&partial, path)?;
    // The name is only safe with its folder. Windows can not open folders, and does without.
    match path.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
