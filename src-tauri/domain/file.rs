//! Files that are kept here: what one is, what it is for, and the names and times that one may have.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{FileId, KeyId, RequestId};

/// A file's record. Its bytes are kept once for all files that have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// `file-…`
    pub id: FileId,
    /// Whose.
    pub key: KeyId,
    /// What its owner calls it: only ever shown, never a path.
    pub filename: String,
    /// What it is for.
    pub purpose: Purpose,
    /// How long.
    pub bytes: u64,
    /// What is in it.
    pub hash: ContentHash,
    /// As its first bytes say.
    pub media_type: String,
    /// Unix milliseconds.
    pub created_at: i64,
    /// Unix milliseconds from which on it is gone.
    pub expires_at: Option<i64>,
    /// The request that made it; `None`: it was uploaded.
    pub made_by: Option<RequestId>,
}

impl File {
    /// Which sort of file.
    pub fn kind(&self) -> FileKind {
        FileKind::of(&self.media_type)
    }

    /// Is it gone by that time?
    pub fn has_expired(&self, now_ms: i64) -> bool {
        self.expires_at.is_some_and(|at| at <= now_ms)
    }
}

/// The SHA-256 of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What OpenAI lets a file be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// For assistants.
    Assistants,
    /// Requests to be done in a batch.
    Batch,
    /// Examples to train with.
    #[serde(rename = "fine-tune")]
    FineTune,
    /// Images to look at.
    Vision,
    /// Anything that goes into a request.
    UserData,
    /// Examples to measure with.
    Evals,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Assistants, Self::Batch, Self::FineTune, Self::Vision, Self::UserData, Self::Evals];

    /// The word in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assistants => "assistants",
            Self::Batch => "batch",
            Self::FineTune => "fine-tune",
            Self::Vision => "vision",
            Self::UserData => "user_data",
            Self::Evals => "evals",
        }
    }

    /// The purpose of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }

    /// Seconds after which such a file goes unless its owner says otherwise.
    pub fn expires_after(self) -> Option<i64> {
        (self == Self::Batch).then_some(30 * DAY_SECONDS)
    }
}

const DAY_SECONDS: i64 = 86_400;

/// Seconds that an owner may give a file.
pub const LIFETIME: std::ops::RangeInclusive<i64> = 3_600..=30 * DAY_SECONDS;

/// The sorts of files that models and windows tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A picture of pixels.
    Image,
    /// A PDF.
    Pdf,
    /// Anything to be read as text, markup and JSON too.
    Text,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Whatever else.
    Other,
}

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Image, Self::Pdf, Self::Text, Self::Audio, Self::Video, Self::Other];

    /// The word in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Pdf => "pdf",
            Self::Text => "text",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Other => "other",
        }
    }

    /// The kind of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The kind of files of that type.
    pub fn of(media_type: &str) -> Self {
        match media_type {
            "application/pdf" => Self::Pdf,
            // Drawn by a program that it holds: models read it, no decoder of images does.
            "image/svg+xml" | "application/json" | "application/x-ndjson" => Self::Text,
            other => match other.split_once('/').map_or("", |(family, _)| family) {
                "image" => Self::Image,
                "text" => Self::Text,
                "audio" => Self::Audio,
                "video" => Self::Video,
                _ => Self::Other,
            },
        }
    }
}

/// As many as file systems let a name have.
const LONGEST_NAME: usize = 255;

/// A name as it may be shown anywhere: without folders, without what no eye sees, and not too long. What remains of
/// nothing is `file`.
pub fn filename(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|letter| !letter.is_control() && !is_invisible(*letter)).collect();
    let shown = shown.trim();
    match shown {
        "" | "." | ".." => "file".to_owned(),
        name if name.chars().count() <= LONGEST_NAME => name.to_owned(),
        // What is left keeps its ending, by which programs know what it is.
        name => {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.chars().count() < 16);
            let ending = ending.map(|ending| format!(".{ending}")).unwrap_or_default();
            let room = LONGEST_NAME - ending.chars().count();
            name.chars().take(room).collect::<String>() + &ending
        }
    }
}

/// Marks that turn the reading direction, by which `exe.gpj` passes for a picture, and others of no width.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_ever_something_to_show() {
        let long = format!("{}.jsonl", "é".repeat(300));
        for (sent, shown) in [
            ("report.pdf", "report.pdf"),
            ("my \"quoted\" name.txt", "my \"quoted\" name.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Temp\\a b.txt", "a b.txt"),
            ("..", "file"),
            ("a/..", "file"),
            ("", "file"),
            (" \u{0} \r\n", "file"),
            ("nul\u{0}byte.txt", "nulbyte.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            (".env", ".env"),
            ("名前.txt", "名前.txt"),
            (long.as_str(), &format!("{}.jsonl", "é".repeat(249))),
        ] {
            assert_eq!(filename(sent), shown, "{sent:?}");
        }
        assert_eq!(filename(&"x".repeat(300)).len(), 255);
    }

    #[test]
    fn kinds_follow_types() {
        for (media_type, kind) in [
            ("image/png", FileKind::Image),
            ("image/svg+xml", FileKind::Text),
            ("application/pdf", FileKind::Pdf),
            ("application/json", FileKind::Text),
            ("text/csv", FileKind::Text),
            ("audio/mpeg", FileKind::Audio),
            ("video/mp4", FileKind::Video),
            ("application/zip", FileKind::Other),
            ("nonsense", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(media_type), kind, "{media_type}");
        }
    }
}
