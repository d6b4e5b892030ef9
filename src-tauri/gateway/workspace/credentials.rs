//! The key that seals provider credentials: read once, kept in memory, never shown. Until it is there,
//! providers that need it are marked unreadable and everything else serves.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use secrecy::SecretString;
use turnpike_domain::ids::ProviderId;
use turnpike_store::{MasterKey, Sealed, StoreError, credential_context, find_master_key_file, master_key_file, seal, unseal};

use crate::settings::{KeychainTrouble, MasterKeySource};

/// Seals and opens credentials.
#[derive(Clone)]
pub(crate) struct Credentials(Arc<Inner>);

struct Inner {
    data_dir: PathBuf,
    held: Mutex<Held>,
}

/// Where the master key is.
struct Held {
    /// The first one seals; a credential may have been sealed by any.
    keys: Vec<Arc<MasterKey>>,
    backend: &'static str,
    state: &'static str,
    message: Option<String>,
}

/// What the window says of it.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct SecretsStatus {
    /// `keychain`, `file` or `none`.
    pub(crate) backend: &'static str,
    /// `ok`, `waiting`, `locked`, `unavailable` or `denied`.
    pub(crate) state: &'static str,
    /// What to do about it.
    pub(crate) message: Option<String>,
}

impl Credentials {
    /// With the key file, the key is there at once; a keychain is asked later, by [`Credentials::ask`].
    pub(crate) fn new(data_dir: &Path, source: &MasterKeySource) -> Result<Self, StoreError> {
        let held = match source {
            MasterKeySource::File => {
                Held { keys: vec![Arc::new(master_key_file(data_dir)?)], backend: "file", state: "ok", message: None }
            }
            MasterKeySource::Keychain(_) => Held { keys: Vec::new(), backend: "keychain", state: "waiting", message: None },
        };
        Ok(Self(Arc::new(Inner { data_dir: data_dir.to_owned(), held: Mutex::new(held) })))
    }

    /// Asks the keychain; without one, the key file serves. Blocks: run it on a thread of its own.
    ///
    /// A locked keychain that already keeps the key is not replaced by a new key file, which could open nothing.
    pub(crate) fn ask(&self, keychain: impl FnOnce() -> Result<[u8; 32], KeychainTrouble>) {
        // Credentials that were sealed while there was no keychain stay readable.
        let file = find_master_key_file(&self.0.data_dir).unwrap_or_default().map(Arc::new);
        let held = match keychain() {
            Ok(key) => {
                let keys = std::iter::once(Arc::new(MasterKey::from_bytes(key))).chain(file).collect();
                Held { keys, backend: "keychain", state: "ok", message: None }
            }
            Err(trouble) if trouble.state == "unavailable" => match master_key_file(&self.0.data_dir) {
                Ok(key) => Held { keys: vec![Arc::new(key)], backend: "file", state: "ok", message: Some(trouble.message) },
                Err(error) => Held { keys: Vec::new(), backend: "none", state: "unavailable", message: Some(error.to_string()) },
            },
            Err(trouble) => Held {
                keys: file.into_iter().collect(),
                backend: "keychain",
                state: trouble.state,
                message: Some(trouble.message),
            },
        };
        tracing::info!(backend = held.backend, state = held.state, "the key that seals credentials was looked for");
        *self.held() = held;
    }

    /// A provider's credential; `None` when it can not be read now.
    pub(crate) fn open(&self, provider: &ProviderId, sealed: &Sealed) -> Option<SecretString> {
        let keys = self.held().keys.clone();
        let opened = keys.iter().find_map(|key| unseal(key, &credential_context(provider), sealed).ok());
        if opened.is_none() {
            tracing::warn!(%provider, "a provider's credential can not be read: the key that sealed it is not at hand");
        }
        opened
    }

    /// Seals a provider's credential; `None` while the key is not there.
    pub(crate) fn seal(&self, provider: &ProviderId, secret: &SecretString) -> Option<Sealed> {
        let key = self.held().keys.first().cloned()?;
        seal(&key, &credential_context(provider), secret).ok()
    }

    pub(crate) fn status(&self) -> SecretsStatus {
        let held = self.held();
        SecretsStatus { backend: held.backend, state: held.state, message: held.message.clone() }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
