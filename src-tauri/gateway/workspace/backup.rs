//! Backups: keys, providers, models and settings in a file that only its passphrase opens. Not the log.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use turnpike_domain::{
    ids::ProviderId,
    key::{Key, SecretHash},
    route::{Model, Provider},
};
use turnpike_store::{Contents, SealedFileError, Store, StoreError, StoredKey, StoredSecret, open_file, seal_file};

use super::{
    credentials::Credentials,
    live::{Live, Wrong},
};
use crate::clock;

/// What stands in the file.
#[derive(Serialize, Deserialize)]
struct Backup {
    /// Unix milliseconds.
    made_at: i64,
    made_by: String,
    keys: Vec<KeyEntry>,
    providers: Vec<ProviderEntry>,
    models: Vec<Model>,
    settings: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct KeyEntry {
    #[serde(flatten)]
    key: Key,
    secrets: Vec<SecretEntry>,
    last_used_at: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct SecretEntry {
    hash: [u8; 32],
    expires_at: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct ProviderEntry {
    #[serde(flatten)]
    provider: Provider,
    #[serde(serialize_with = "expose")]
    credential: Option<SecretString>,
}

/// The whole file is sealed.
fn expose<S: Serializer>(credential: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    credential.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// A backup that was opened, ready to take over.
pub(crate) struct Restored {
    pub(crate) contents: Contents,
    pub(crate) live: Live,
    pub(crate) counts: Counts,
}

/// How much a backup holds.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Counts {
    keys: usize,
    providers: usize,
    models: usize,
    settings: usize,
}

/// Why a backup could not be made or taken over.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    File(#[from] SealedFileError),
    #[error("the credential of the provider '{0}' can not be read now: unlock the keychain, or leave credentials out")]
    Unreadable(ProviderId),
    #[error("the key that seals credentials is not at hand: unlock the keychain")]
    Unsealable,
    #[error("the backup says what this version does not understand: {0}")]
    Strange(String),
    #[error("the proxy that the backup names can not be used")]
    Proxy,
}

/// An address belongs to one computer, so it is in no backup.
const OWN: &str = "listen";

/// All of it in a sealed file; provider credentials only if asked for. Blocks.
pub(crate) fn make(
    store: &Store,
    credentials: &Credentials,
    passphrase: &SecretString,
    with_credentials: bool,
) -> Result<Vec<u8>, BackupError> {
    let mut providers = Vec::new();
    for stored in store.providers()? {
        let id = stored.provider.id.clone();
        let open = |sealed| credentials.open(&id, &sealed).ok_or_else(|| BackupError::Unreadable(id.clone()));
        let credential = stored.credential.filter(|_| with_credentials).map(open).transpose()?;
        providers.push(ProviderEntry { provider: stored.provider, credential });
    }
    let settings = Live::from_rows(&store.settings()?).to_rows().into_iter().filter(|(name, _)| name != OWN);
    let backup = Backup {
        made_at: clock::now(),
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        keys: store.keys()?.into_iter().map(key_entry).collect(),
        providers,
        models: store.models()?,
        settings: settings.filter_map(|(name, json)| Some((name, serde_json::from_str(&json).ok()?))).collect(),
    };
    let plain = Zeroizing::new(serde_json::to_vec(&backup).map_err(|error| BackupError::Strange(error.to_string()))?);
    Ok(seal_file(passphrase, &plain)?)
}

/// Opens a file, with its credentials sealed for this computer. Nothing is written yet. Blocks.
pub(crate) fn open(
    file: &[u8],
    passphrase: &SecretString,
    credentials: &Credentials,
    now: &Live,
) -> Result<Restored, BackupError> {
    let plain = open_file(passphrase, file)?;
    let backup: Backup = serde_json::from_slice(&plain).map_err(|error| BackupError::Strange(error.to_string()))?;
    let rows = backup.settings.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
    let live = Live { listen: now.listen, ..Live::from_rows(&rows) };
    live.check().map_err(|Wrong { reason, .. }| BackupError::Strange(reason))?;
    let counts = Counts {
        keys: backup.keys.len(),
        providers: backup.providers.len(),
        models: backup.models.len(),
        settings: backup.settings.len(),
    };
    let mut providers = Vec::new();
    for ProviderEntry { provider, credential } in backup.providers {
        let seal = |secret| credentials.seal(&provider.id, &secret).ok_or(BackupError::Unsealable);
        let sealed = credential.map(seal).transpose()?;
        providers.push((provider, sealed));
    }
    let contents = Contents {
        providers,
        models: backup.models,
        keys: backup.keys.into_iter().map(stored_key).collect(),
        settings: now.changes_to(&live),
    };
    Ok(Restored { contents, live, counts })
}

fn key_entry(stored: StoredKey) -> KeyEntry {
    let secret = |secret: StoredSecret| SecretEntry { hash: secret.hash.0, expires_at: secret.expires_at };
    let secrets = stored.secrets.into_iter().map(secret).collect();
    KeyEntry { key: stored.key, secrets, last_used_at: stored.last_used_at }
}

fn stored_key(entry: KeyEntry) -> StoredKey {
    let secret = |secret: SecretEntry| StoredSecret { hash: SecretHash(secret.hash), expires_at: secret.expires_at };
    let secrets = entry.secrets.into_iter().map(secret).collect();
    StoredKey { key: entry.key, secrets, last_used_at: entry.last_used_at }
}
