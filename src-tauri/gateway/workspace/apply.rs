//! Taking over a `turnpike.toml`: checked whole, then written in one transaction, or not at all.

use std::{collections::BTreeSet, path::Path};

use secrecy::{ExposeSecret, SecretString};
use toml::Spanned;
use turnpike_domain::{
    ids::{ModelId, ProviderId},
    key::{self, KeySecret},
    route,
};
use turnpike_providers::Auth;
use turnpike_store::{Applied, CredentialChange, Store, StoreError};

use super::{
    config::{Config, ConfigError, Key, Model, Provider, Reading},
    credentials::Credentials,
    live::Live,
    snapshot::sandbox_models,
};
use crate::clock;

/// A key that was made because the file names none: shown this once.
pub struct NewKey {
    /// Its name in the file.
    pub name: String,
    /// Its secret.
    pub secret: KeySecret,
}

/// Why a file was not taken over.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Something in the file is wrong; nothing was written.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store failed; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gave no random bytes.
    #[error("the system gives no random bytes to make a key from")]
    Random,
}

/// Takes over the file. Blocks.
pub(crate) fn apply(path: &Path, store: &Store, credentials: &Credentials) -> Result<Vec<NewKey>, ApplyError> {
    let reading = Reading::open(path)?;
    let config = reading.parse()?;
    let check = Check::new(&reading, &config, store)?;
    let mut applied = Applied::default();
    if let Some(server) = &config.server {
        let mut live = Live::from_rows(&store.settings()?);
        live.plan = server.plan.clone().unwrap_or(live.plan);
        live.requests_per_ip = server.requests_per_ip.unwrap_or(live.requests_per_ip);
        live.cors_origins = server.cors_origins.clone().unwrap_or(live.cors_origins);
        live.hosts = server.hosts.clone().unwrap_or(live.hosts);
        live.capture = server.capture.unwrap_or(live.capture);
        live.check().map_err(|wrong| reading.wrong(None, wrong.reason))?;
        applied.settings = live.to_rows();
    }
    for entry in &config.providers {
        applied.providers.push(check.provider(entry, credentials)?);
    }
    for entry in &config.models {
        applied.models.push(check.model(entry)?);
    }
    let known: BTreeSet<String> = store.keys()?.into_iter().map(|stored| stored.key.name).collect();
    let mut made = Vec::new();
    for entry in &config.keys {
        let (key, secret) = check.key(entry)?;
        let secret = match secret {
            None if !known.contains(&key.name) => {
                let secret = new_secret()?;
                made.push(NewKey { name: key.name.clone(), secret: secret.clone() });
                Some(secret)
            }
            given => given,
        };
        applied.keys.push((identified(key, secret.as_ref()), secret.map(|secret| secret.hash())));
    }
    store.apply(applied)?;
    Ok(made)
}

/// A new secret from the system's chance.
pub(crate) fn new_secret() -> Result<KeySecret, ApplyError> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|_| ApplyError::Random)?;
    Ok(KeySecret::from_random(random))
}

fn identified(mut key: key::Key, secret: Option<&KeySecret>) -> key::Key {
    if let Some(secret) = secret {
        (key.id, key.last_four) = (secret.public_id(), secret.last_four().to_owned());
    }
    key
}

/// What the file may refer to.
struct Check<'a> {
    reading: &'a Reading<'a>,
    providers: BTreeSet<String>,
    models: BTreeSet<String>,
}

impl<'a> Check<'a> {
    fn new(reading: &'a Reading<'a>, config: &Config, store: &Store) -> Result<Self, ApplyError> {
        let mut providers: BTreeSet<String> =
            store.providers()?.into_iter().map(|stored| stored.provider.id.to_string()).collect();
        providers.extend(sandbox_models().map(|model| model.provider.to_string()));
        let mut models: BTreeSet<String> = store.models()?.into_iter().map(|model| model.id.to_string()).collect();
        models.extend(sandbox_models().map(|model| model.id.to_string()));
        unique(reading, "provider", config.providers.iter().map(|entry| (entry.get_ref().id.as_str(), entry.span().start)))?;
        unique(reading, "model", config.models.iter().map(|entry| (entry.get_ref().id.as_str(), entry.span().start)))?;
        unique(reading, "key", config.keys.iter().map(|entry| (entry.get_ref().name.as_str(), entry.span().start)))?;
        providers.extend(config.providers.iter().map(|entry| entry.get_ref().id.clone()));
        models.extend(config.models.iter().map(|entry| entry.get_ref().id.clone()));
        Ok(Self { reading, providers, models })
    }

    fn provider(
        &self,
        entry: &Spanned<Provider>,
        credentials: &Credentials,
    ) -> Result<(route::Provider, CredentialChange), ConfigError> {
        let wrong = |reason: String| self.reading.wrong(Some(entry.span().start), reason);
        let provider = entry.get_ref();
        let Some(vendor) = turnpike_providers::vendor(&provider.vendor) else {
            let known: Vec<_> = turnpike_providers::vendors().iter().map(|vendor| vendor.id).collect();
            return Err(wrong(format!("there is no vendor '{}': choose one of {}", provider.vendor, known.join(", "))));
        };
        match &provider.base_url {
            None if vendor.base_url.is_none() && vendor.answer.is_none() => {
                return Err(wrong(format!(
                    "the provider '{}' needs a base_url: its vendor has no address of its own",
                    provider.id
                )));
            }
            Some(url) if !is_web_address(url) => return Err(wrong(format!("'{url}' is not an http or https address"))),
            _ => {}
        }
        let id = ProviderId::from(provider.id.as_str());
        let change = match &provider.api_key {
            None => CredentialChange::Keep,
            Some(text) => {
                let secret = expanded(text).map_err(wrong)?;
                if matches!(vendor.auth, Auth::None) || secret.expose_secret().is_empty() {
                    CredentialChange::Clear
                } else {
                    let sealed = credentials.seal(&id, &secret);
                    CredentialChange::Set(sealed.ok_or_else(|| {
                        wrong("the credential can not be sealed: the key for it can not be read now".to_owned())
                    })?)
                }
            }
        };
        let base_url = provider.base_url.clone();
        Ok((route::Provider { id, vendor: provider.vendor.clone(), base_url, disabled: false, created_at: clock::now() }, change))
    }

    fn model(&self, entry: &Spanned<Model>) -> Result<route::Model, ConfigError> {
        let wrong = |reason: String| self.reading.wrong(Some(entry.span().start), reason);
        let model = entry.get_ref();
        if !self.providers.contains(&model.provider) {
            return Err(wrong(format!("the model '{}' names a provider '{}' that does not exist", model.id, model.provider)));
        }
        if let Some(unknown) = model.fallbacks.iter().find(|id| !self.models.contains(*id)) {
            return Err(wrong(format!("the model '{}' names a fallback '{unknown}' that does not exist", model.id)));
        }
        if model.fallbacks.contains(&model.id) {
            return Err(wrong(format!("the model '{}' can not be its own fallback", model.id)));
        }
        let rates = model.price.map(|price| price.rates()).transpose();
        let price = rates
            .map_err(|name| wrong(format!("the price '{name}' of the model '{}' is not an amount of zero or more", model.id)))?;
        Ok(route::Model {
            id: ModelId::from(model.id.as_str()),
            provider: ProviderId::from(model.provider.as_str()),
            upstream: model.upstream.clone().unwrap_or_else(|| model.id.clone()),
            kind: model.kind,
            fallbacks: model.fallbacks.iter().map(|id| ModelId::from(id.as_str())).collect(),
            capabilities: model.capabilities.clone(),
            price,
            created_at: clock::now(),
        })
    }

    fn key(&self, entry: &Spanned<Key>) -> Result<(key::Key, Option<KeySecret>), ConfigError> {
        let wrong = |reason: String| self.reading.wrong(Some(entry.span().start), reason);
        let key = entry.get_ref();
        if let Some(unknown) = key.models.iter().flatten().find(|id| !self.models.contains(*id)) {
            return Err(wrong(format!("the key '{}' names a model '{unknown}' that does not exist", key.name)));
        }
        if key.requests_per_minute == Some(0) {
            return Err(wrong(format!("the key '{}' needs 1 request per minute or more", key.name)));
        }
        let secret = match &key.secret {
            None => None,
            Some(text) => {
                let secret = expanded(text).map_err(wrong)?;
                Some(
                    KeySecret::parse(secret.expose_secret())
                        .map_err(|error| wrong(format!("the secret of the key '{}' will not do: {error}", key.name)))?,
                )
            }
        };
        // Without a secret of its own it is found by its name, and keeps the id that it has.
        let new = key::Key::new(key.name.as_str().into(), key.name.as_str(), key.preset, clock::now());
        let made = key::Key {
            requests_per_minute: key.requests_per_minute.or(new.requests_per_minute),
            endpoints: key.endpoints.clone(),
            models: key.models.as_ref().map(|models| models.iter().map(|id| ModelId::from(id.as_str())).collect()),
            budget: key.budget,
            ..new
        };
        Ok((made, secret))
    }
}

fn unique<'t>(reading: &Reading<'_>, what: &str, entries: impl Iterator<Item = (&'t str, usize)>) -> Result<(), ConfigError> {
    let mut seen = BTreeSet::new();
    for (name, at) in entries {
        if name.trim().is_empty() {
            return Err(reading.wrong(Some(at), format!("a {what} needs a name")));
        }
        if !seen.insert(name) {
            return Err(reading.wrong(Some(at), format!("the {what} '{name}' is there twice")));
        }
    }
    Ok(())
}

pub(crate) fn is_web_address(url: &str) -> bool {
    let address: Result<http::Uri, _> = url.parse();
    address.is_ok_and(|address| {
        matches!(address.scheme_str(), Some("http" | "https")) && address.host().is_some_and(|host| !host.is_empty())
    })
}

/// `${NAME}` is read from the environment.
fn expanded(text: &SecretString) -> Result<SecretString, String> {
    let mut rest = text.expose_secret();
    let mut whole = String::new();
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, behind)) = after.split_once('}') else { return Err("a ${ is never closed".to_owned()) };
        let value = std::env::var(name).map_err(|_| format!("the environment has no variable {name}"))?;
        whole.push_str(before);
        whole.push_str(&value);
        rest = behind;
    }
    whole.push_str(rest);
    Ok(whole.into())
}
