//! What the store says when it can not do something.

use std::{io, path::PathBuf};

use turnpike_domain::ids::{KeyId, ModelId, ProviderId};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("{doing}: {source}")]
    Database {
        /// What was tried.
        doing: &'static str,
        /// Its words.
        source: rusqlite::Error,
    },
    /// The file system said no.
    #[error("{doing} {}: {source}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Its words.
        source: io::Error,
    },
    /// A newer version of the app wrote this file. Nothing in it was touched.
    #[error("{} was written by a newer version (its format is {found}, this version knows {known}): install that version again", path.display())]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that this version knows.
        known: u32,
    },
    /// The operating system gave no random bytes.
    #[error("making a master key: no random bytes")]
    Random,
    /// Never replaced by a new one, since every credential was sealed with the old one.
    #[error("{} does not hold a master key of 64 hexadecimal digits", path.display())]
    NotAMasterKey {
        /// The key file.
        path: PathBuf,
    },
    /// Another key has that id.
    #[error("a key with the id {0} is there already")]
    DuplicateKey(KeyId),
    /// A key has that secret, or had it.
    #[error("that secret belongs to the key {0} already")]
    DuplicateSecret(KeyId),
    /// No key has that id.
    #[error("there is no key {0}")]
    NoKey(KeyId),
    /// No provider has that id.
    #[error("there is no provider {0}")]
    NoProvider(ProviderId),
    /// No model has that id.
    #[error("there is no model {0}")]
    NoModel(ModelId),
    /// A key that is not there yet can only be made with a secret.
    #[error("the key {name} is new, so it needs a secret")]
    NewKeyWithoutSecret {
        /// What its owner calls it.
        name: String,
    },
    /// Models would be left without their provider.
    #[error("the provider {provider} still serves models: {}", models.iter().map(ModelId::as_str).collect::<Vec<_>>().join(", "))]
    ProviderInUse {
        /// Whose deletion was refused.
        provider: ProviderId,
        /// What it serves.
        models: Vec<ModelId>,
    },
    /// The log can not be written at the moment; what waits is tried again.
    #[error("{waiting} finished requests wait to be written: {error}")]
    Behind {
        /// How many wait.
        waiting: usize,
        /// Why.
        error: String,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// Says what was tried, unless somebody nearer has said so.
    pub(crate) fn doing(self, what: &'static str) -> Self {
        match self {
            Self::Database { doing: UNSAID, source } => Self::Database { doing: what, source },
            other => other,
        }
    }
}

const UNSAID: &str = "using the database";

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        Self::Database { doing: UNSAID, source }
    }
}
