//! Files and folders that the window asks for: what it saves goes to the downloads, under a name that is nobody's yet.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tauri::Url;

/// Copies of one name that are numbered before giving up.
const MOST_COPIES: u32 = 999;
/// A name that every file system takes, with room for a number.
const LONGEST_NAME: usize = 120;

/// Saves under `name`, or the next free name like it, and says where.
pub(crate) fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let (path, mut file) = make(folder, &file_name(name))?;
    if let Err(error) = file.write_all(bytes).and_then(|()| file.sync_all()) {
        // Half a file under its whole name would be taken for the file.
        let _nothing_more_to_do = std::fs::remove_file(&path);
        return Err(error);
    }
    Ok(path)
}

/// The folder that a browser would save to.
pub(crate) fn downloads() -> Option<PathBuf> {
    dirs::download_dir().or_else(|| dirs::home_dir().map(|home| home.join("Downloads")))
}

/// Is this by its name a film or a sound, which a player opens and nothing runs?
pub(crate) fn is_media(name: &str) -> bool {
    const ENDINGS: [&str; 13] = ["mp4", "m4v", "mov", "webm", "mkv", "mp3", "m4a", "aac", "wav", "flac", "ogg", "opus", "oga"];
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Is this a page on the web that may be handed to the user's browser?
pub(crate) fn is_web_page(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| {
        url.scheme() == "https" && url.host_str().is_some() && url.username().is_empty() && url.password().is_none()
    })
}

fn make(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) => (stem, format!(".{extension}")),
        None => (name, String::new()),
    };
    for copy in 0..=MOST_COPIES {
        let path = folder.join(if copy == 0 { name.to_owned() } else { format!("{stem} ({copy}){extension}") });
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::AlreadyExists, format!("{name} and all of its numbered copies are there already")))
}

/// Only a name: no folder, nothing hidden, and no character that a file system means something by.
fn file_name(asked: &str) -> String {
    let plain: String = asked
        .chars()
        .map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '-' } else { c })
        .collect::<String>()
        .trim_matches(|c: char| c == '.' || c.is_whitespace())
        .to_owned();
    let skipped = plain.chars().count().saturating_sub(LONGEST_NAME);
    // Its end says what kind of file it is.
    let short: String = plain.chars().skip(skipped).collect();
    if short.is_empty() { "turnpike".to_owned() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<_> = ["a", "b", "c"]
            .map(|text| save(folder.path(), "requests.csv", text.as_bytes()).unwrap().file_name().unwrap().to_owned())
            .into();
        assert_eq!(names, ["requests.csv", "requests (1).csv", "requests (2).csv"]);
        assert_eq!(std::fs::read(folder.path().join("requests (1).csv")).unwrap(), b"b");
    }

    #[test]
    fn a_name_is_only_a_name() {
        let cases = [
            ("requests.csv", "requests.csv"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("..", "turnpike"),
            ("/", "-"),
            ("", "turnpike"),
            (".bashrc", "bashrc"),
            ("C:\\x.txt", "C--x.txt"),
            ("a\0b\n.txt", "a-b-.txt"),
        ];
        for (asked, expected) in cases {
            assert_eq!(file_name(asked), expected, "{asked:?}");
        }
        assert!(file_name(&format!("{}.jsonl", "ü".repeat(500))).ends_with("ü.jsonl"), "the kind of the file is kept");
    }

    #[test]
    fn only_films_and_sound_go_to_a_player() {
        let cases = [
            ("boat.mp4", true),
            ("calm.WAV", true),
            ("mp4", false),
            ("boat.mp4.desktop", false),
            ("boat.sh", false),
            ("", false),
        ];
        for (name, expected) in cases {
            assert_eq!(is_media(name), expected, "{name:?}");
        }
    }

    #[test]
    fn only_pages_on_the_web_are_opened() {
        let cases = [
            ("https://example.com/docs", true),
            ("http://example.com/", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("https://user:secret@example.com/", false),
            ("example.com", false),
        ];
        for (url, expected) in cases {
            assert_eq!(is_web_page(url), expected, "{url}");
        }
    }
}
