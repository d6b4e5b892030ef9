//! What the app itself remembers between starts: answers that the user gave it, and what this computer's graphics need.
//! One small file beside the data. What the gateway is set to is the gateway's.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tracing::warn;

use super::webview::Safeguard;

const FILE: &str = "desktop.json";

/// All of it. What a file lacks, or says in words that we do not know, is as on a first start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choices {
    /// `None`: not asked yet.
    pub(crate) on_close: Option<OnClose>,
    pub(crate) theme: Theme,
    pub(crate) safeguard: Safeguard,
    /// The user has been told of the safeguard in force.
    pub(crate) safeguard_told: bool,
}

/// What closing the window does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OnClose {
    /// The gateway goes on serving without a window.
    Background,
    /// The app ends.
    Quit,
}

/// How the window looks: what the page says, kept here so that a window has its colour before there is a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
    /// High contrast, on the system's light or dark.
    Contrast,
}

/// The choices, and the file that keeps them.
pub(crate) struct Remembered {
    file: PathBuf,
    choices: Mutex<Choices>,
}

impl Remembered {
    /// What is remembered in this data directory.
    pub(crate) fn read(data_dir: &Path) -> Self {
        let file = data_dir.join(FILE);
        let choices = fs::read(&file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        Self { file, choices: Mutex::new(choices) }
    }

    pub(crate) fn get(&self) -> Choices {
        *self.choices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the choices and writes them down. A choice that can not be written holds until the app ends.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Choices)) {
        let mut choices = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *choices;
        change(&mut choices);
        if *choices == before {
            return;
        }
        let written = serde_json::to_string(&*choices)
            .map_err(std::io::Error::from)
            .and_then(|text| turnpike_gateway::write_private(&self.file, &text));
        if let Err(error) = written {
            warn!("writing {}: {error}", self.file.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_the_same_after_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Remembered::read(folder.path()).get(), Choices::default(), "nothing is asked or chosen on a first start");
        Remembered::read(folder.path()).change(|choices| choices.on_close = Some(OnClose::Background));
        Remembered::read(folder.path()).change(|choices| choices.theme = Theme::Contrast);
        let kept = Remembered::read(folder.path()).get();
        assert_eq!((kept.on_close, kept.theme), (Some(OnClose::Background), Theme::Contrast), "one change keeps the others");
    }

    #[test]
    fn a_file_that_is_not_ours_never_keeps_the_app_from_starting() {
        for text in ["", "{", "[]", r#"{"theme":"mauve"}"#] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(Remembered::read(folder.path()).get(), Choices::default(), "{text}");
        }
    }
}
