//! Keys: what a client app authenticates with, and what it may do.

use std::{fmt, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    budget::{Budget, Period},
    ids::{KeyId, ModelId},
    request::{Capture, Endpoint},
};

/// A key as it is kept: everything but its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The public id.
    pub id: KeyId,
    /// What its owner calls it.
    pub name: String,
    /// The last four characters of the secret, to tell keys apart.
    pub last_four: String,
    /// Where its limits came from.
    pub preset: Preset,
    /// `None`: only the plan's cap counts.
    pub requests_per_minute: Option<u32>,
    /// `None`: all of them.
    pub endpoints: Option<Vec<Endpoint>>,
    /// `None`: all of them.
    pub models: Option<Vec<ModelId>>,
    /// `None`: no budget.
    pub budget: Option<Budget>,
    /// Which bodies of its requests are kept; `None`: as the settings say.
    pub capture: Option<Capture>,
    /// Switched off by hand.
    pub disabled: bool,
    /// Unix milliseconds from which on it no longer works.
    pub expires_at: Option<i64>,
    /// Unix milliseconds.
    pub created_at: i64,
}

impl Key {
    /// A key with its preset's limits and nothing else.
    pub fn new(id: KeyId, name: impl Into<String>, preset: Preset, created_at: i64) -> Self {
        Self {
            id,
            name: name.into(),
            last_four: String::new(),
            preset,
            requests_per_minute: preset.requests_per_minute(),
            endpoints: None,
            models: None,
            budget: None,
            capture: None,
            disabled: false,
            expires_at: None,
            created_at,
        }
    }

    /// The key that a new secret opens.
    pub fn of_secret(secret: &KeySecret, name: impl Into<String>, preset: Preset, created_at: i64) -> Self {
        Self { last_four: secret.last_four().to_owned(), ..Self::new(secret.public_id(), name, preset, created_at) }
    }

    /// Over which time its spending is counted: its budget's, or all of it.
    pub fn spending_period(&self) -> Period {
        self.budget.map_or(Period::Total, |budget| budget.period)
    }

    /// May this key call `endpoint` at all?
    pub fn allows_endpoint(&self, endpoint: Endpoint) -> bool {
        self.endpoints.as_ref().is_none_or(|allowed| allowed.contains(&endpoint))
    }

    /// May this key ask for `model`? A fallback of an allowed model needs no entry of its own.
    pub fn allows_model(&self, model: &ModelId) -> bool {
        self.models.as_ref().is_none_or(|allowed| allowed.contains(model))
    }
}

/// Ready-made limits. A preset's figures are a start: each key's own fields override them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Trying things out by hand: 30 requests a minute.
    Playground,
    /// One app of one developer: 120 requests a minute.
    App,
    /// A service: 400 requests a minute.
    Production,
    /// Whatever its fields say.
    Custom,
}

impl Preset {
    /// Requests per minute, where the preset names a figure.
    pub fn requests_per_minute(self) -> Option<u32> {
        match self {
            Self::Playground => Some(30),
            Self::App => Some(120),
            Self::Production => Some(400),
            Self::Custom => None,
        }
    }

    /// The word in files, JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Playground => "playground",
            Self::App => "app",
            Self::Production => "production",
            Self::Custom => "custom",
        }
    }

    /// The preset of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Playground, Self::App, Self::Production, Self::Custom].into_iter().find(|preset| preset.as_str() == word)
    }
}

/// A profile for the whole workspace: what no key may exceed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// `starter`, `pro`, `unlimited`, or one of the user's own.
    pub id: String,
    /// `None`: no cap.
    pub requests_per_minute: Option<u32>,
    /// Bytes of files.
    pub storage_limit: u64,
    /// Days that the request log is kept.
    pub log_retention_days: u32,
}

impl Plan {
    /// The plans that come with the app.
    pub fn built_in() -> [Self; 3] {
        let plan = |id: &str, requests_per_minute, gibibytes: u64, log_retention_days| Self {
            id: id.to_owned(),
            requests_per_minute,
            storage_limit: gibibytes << 30,
            log_retention_days,
        };
        [plan("starter", Some(60), 1, 30), plan("pro", Some(400), 50, 90), plan("unlimited", None, 50, 90)]
    }

    /// What a key of this workspace gets: its own figure, never above the plan's.
    pub fn cap(&self, requests_per_minute: Option<u32>) -> Option<u32> {
        match (requests_per_minute, self.requests_per_minute) {
            (Some(key), Some(plan)) => Some(key.min(plan)),
            (key, plan) => key.or(plan),
        }
    }
}

/// The secret of a key, `tp-…`. Exists only while it is being made or checked.
#[derive(Clone)]
pub struct KeySecret(SecretString);

/// The SHA-256 of a secret: all that is kept of it. Secrets carry 128 bits of chance or more, so a slow hash
/// would guard nothing and cost every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SecretHash(pub [u8; 32]);

/// Why a text can not be a key's secret.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a key's secret starts with tp- and has 32 to 256 characters, letters, digits, - and _ only")]
pub struct NotASecret;

impl KeySecret {
    /// A new secret from 32 random bytes: `tp-<public id of 8>-<secret of 40>`.
    pub fn from_random(random: [u8; 32]) -> Self {
        let mut letters = random.iter().flat_map(|byte| [byte & 31, byte >> 3]).map(|index| ALPHABET[usize::from(index)] as char);
        let id: String = letters.by_ref().take(8).collect();
        let secret: String = letters.take(40).collect();
        Self(format!("tp-{id}-{secret}").into())
    }

    /// A secret that a file or a client gave.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let fits = text.starts_with("tp-") && (32..=256).contains(&text.len()) && plain;
        fits.then(|| Self(text.into())).ok_or(NotASecret)
    }

    /// The secret itself, for the one time that it is shown.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What is kept.
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(self.expose())
    }

    /// The public id: the first part of a secret made here; for one that a user chose, whose first part may
    /// be anything, eight digits of its hash.
    pub fn public_id(&self) -> KeyId {
        let mut parts = self.expose().splitn(3, '-').skip(1);
        match (parts.next(), parts.next()) {
            (Some(id), Some(secret)) if id.len() == 8 && secret.len() == 40 => KeyId::from(id),
            _ => KeyId::from(self.hash().0.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>()),
        }
    }

    /// The last four characters.
    pub fn last_four(&self) -> &str {
        let text = self.expose();
        text.get(text.len().saturating_sub(4)..).unwrap_or_default()
    }
}

impl SecretHash {
    /// The hash of whatever a client sent as its key.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(***)")
    }
}

/// 32 characters that no font confuses, so that five random bits make one.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// How long a rotated key's old secret keeps working, unless the user says otherwise.
pub const ROTATION_OVERLAP: Duration = Duration::from_secs(24 * 60 * 60);

/// `tp-…a1b2` for the eyes of the log: never enough to use.
pub fn masked(text: &str) -> String {
    let tail = text.char_indices().nth_back(3).and_then(|(at, _)| text.get(at..)).filter(|_| text.len() >= 16);
    format!("{}***{}", text.get(..3).unwrap_or_default(), tail.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_secret_carries_its_public_id_and_prints_nothing() {
        let secret = KeySecret::from_random([7; 32]);
        assert_eq!(secret.expose().len(), 3 + 8 + 1 + 40);
        assert!(secret.expose().starts_with(&format!("tp-{}-", secret.public_id())));
        assert_eq!(format!("{secret:?}"), "KeySecret(***)");
        assert!(KeySecret::parse(secret.expose()).is_ok(), "what we make is what we accept");
    }

    #[test]
    fn a_chosen_secret_gets_its_id_from_its_hash() {
        let chosen = KeySecret::parse("tp-test-0123456789abcdef0123456789abcdef").unwrap();
        assert_eq!(chosen.public_id().as_str().len(), 8);
        assert_eq!(chosen.last_four(), "cdef");
        for bad in ["tp-short", "sk-test-0123456789abcdef0123456789abcdef", "tp-with space 0123456789abcdef0123456789"] {
            assert!(KeySecret::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_plan_caps_what_a_key_asks_for() {
        let [starter, _, unlimited] = Plan::built_in();
        assert_eq!(starter.cap(Some(400)), Some(60));
        assert_eq!(starter.cap(None), Some(60));
        assert_eq!(unlimited.cap(Some(400)), Some(400));
        assert_eq!(unlimited.cap(None), None);
    }

    #[test]
    fn a_masked_key_keeps_its_ends_only_when_it_is_long() {
        assert_eq!(masked("sk-proj-0123456789"), "sk-***6789");
        assert_eq!(masked("short"), "sho***");
        assert_eq!(masked("é"), "***");
    }
}
