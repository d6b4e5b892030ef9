//! Taking over a configuration file: all of it in one transaction, or nothing.

use rusqlite::Connection;
use turnpike_domain::{
    key::{Key, SecretHash},
    route::{Model, Provider},
};

use crate::{
    Store,
    config::insert_key,
    error::StoreError,
    tables::{key_secrets, keys, models, providers, providers::CredentialChange, settings},
};

/// What a configuration file says, checked and with its credentials sealed. What it does not name stays.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// By id. One that is there keeps its time of creation and whether it is switched off.
    pub providers: Vec<(Provider, CredentialChange)>,
    /// By id. One that is there keeps its time of creation.
    pub models: Vec<Model>,
    /// A key is found by its secret, else by its name. One that is there keeps what a file can not say: its id,
    /// its creation, its end, whether it is switched off, and which bodies are kept. A new one needs a secret;
    /// for one that is there a new secret replaces those that it has.
    pub keys: Vec<(Key, Option<SecretHash>)>,
    /// Names and JSON.
    pub settings: Vec<(String, String)>,
}

impl Store {
    /// Takes over a configuration file. Doing it again changes nothing.
    pub fn apply(&self, applied: Applied) -> Result<(), StoreError> {
        self.write("applying a configuration", move |transaction| {
            for (provider, credential) in &applied.providers {
                apply_provider(transaction, provider, credential)?;
            }
            for model in &applied.models {
                models::put(transaction, model)?;
            }
            for (key, secret) in &applied.keys {
                apply_key(transaction, key, secret.as_ref())?;
            }
            for (name, json) in &applied.settings {
                settings::put(transaction, name, json)?;
            }
            Ok(())
        })
    }
}

fn apply_provider(transaction: &Connection, said: &Provider, credential: &CredentialChange) -> Result<(), StoreError> {
    let disabled = providers::is_disabled(transaction, &said.id)?.unwrap_or(said.disabled);
    Ok(providers::put(transaction, &Provider { disabled, ..said.clone() }, credential)?)
}

fn apply_key(transaction: &Connection, said: &Key, secret: Option<&SecretHash>) -> Result<(), StoreError> {
    let owner = secret.map(|secret| key_secrets::owner(transaction, secret)).transpose()?.flatten();
    let kept = match &owner {
        Some(owner) => keys::find(transaction, owner)?,
        None => keys::find_by_name(transaction, &said.name)?,
    };
    let (kept, new_secret) = match (kept, secret) {
        (None, None) => return Err(StoreError::NewKeyWithoutSecret { name: said.name.clone() }),
        (None, Some(secret)) => return insert_key(transaction, said, secret),
        (Some(kept), secret) => (kept, secret.filter(|_| owner.is_none())),
    };
    keys::put(
        transaction,
        &Key {
            id: kept.id.clone(),
            last_four: if new_secret.is_some() { said.last_four.clone() } else { kept.last_four },
            capture: kept.capture,
            disabled: kept.disabled,
            expires_at: kept.expires_at,
            created_at: kept.created_at,
            ..said.clone()
        },
    )?;
    if let Some(secret) = new_secret {
        key_secrets::delete_of_key(transaction, &kept.id)?;
        key_secrets::insert(transaction, &kept.id, secret)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use turnpike_domain::route::Kind;

    use super::*;
    use crate::{
        Sealed,
        testing::{key, store},
    };

    fn configuration() -> Applied {
        let provider =
            Provider { id: "local".into(), vendor: "openai".to_owned(), base_url: None, disabled: false, created_at: 1 };
        let model = Model {
            id: "chat".into(),
            provider: "local".into(),
            upstream: "up".to_owned(),
            kind: Kind::Chat,
            fallbacks: Vec::new(),
            capabilities: None,
            price: None,
            created_at: 1,
        };
        let (key, secret) = key(1, "ci");
        Applied {
            providers: vec![(provider, CredentialChange::Set(Sealed(vec![1])))],
            models: vec![model],
            keys: vec![(key, Some(secret))],
            settings: vec![("plan".to_owned(), "\"pro\"".to_owned())],
        }
    }

    #[test]
    fn applying_twice_is_applying_once() {
        let (_folder, store, _) = store();
        let state = || (store.keys().unwrap(), store.providers().unwrap(), store.models().unwrap(), store.settings().unwrap());
        store.apply(configuration()).unwrap();
        let once = state();
        assert_eq!((once.0.len(), once.1.len(), once.2.len(), once.3.len()), (1, 1, 1, 1));
        store.apply(configuration()).unwrap();
        assert_eq!(state(), once);
        store.apply(Applied::default()).unwrap();
        assert_eq!(state(), once, "what a file does not name stays");
    }

    #[test]
    fn what_a_file_can_not_say_stays_as_it_is() {
        let (_folder, store, _) = store();
        store.apply(configuration()).unwrap();
        let (key, _) = key(1, "ci");
        store
            .update_key(&Key { disabled: true, expires_at: None, capture: None, name: "renamed".to_owned(), ..key.clone() })
            .unwrap();
        let (provider, _) = configuration().providers.remove(0);
        store.put_provider(&Provider { disabled: true, ..provider }, CredentialChange::Keep).unwrap();
        store.apply(configuration()).unwrap();
        let after = store.keys().unwrap().remove(0).key;
        assert_eq!(
            after,
            Key { disabled: true, expires_at: None, capture: None, ..key },
            "found by its secret, so the name is back"
        );
        assert!(store.providers().unwrap().remove(0).provider.disabled);
    }

    #[test]
    fn a_key_found_by_its_name_keeps_its_id_and_takes_the_files_secret() {
        let (_folder, store, _) = store();
        store.apply(configuration()).unwrap();
        let ((old, old_secret), (new, secret)) = (key(1, "ci"), key(2, "ci"));
        store.apply(Applied { keys: vec![(new.clone(), None)], ..Applied::default() }).unwrap();
        assert_eq!(store.keys().unwrap()[0].secrets[0].hash, old_secret, "a file without a secret leaves it alone");
        store.apply(Applied { keys: vec![(new.clone(), Some(secret))], ..Applied::default() }).unwrap();
        let keys = store.keys().unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!((&keys[0].key.id, &keys[0].key.last_four), (&old.id, &new.last_four));
        assert_eq!(keys[0].secrets.iter().map(|secret| secret.hash).collect::<Vec<_>>(), [secret]);
    }

    #[test]
    fn a_secret_that_was_rotated_away_does_not_come_back() {
        let (_folder, store, _) = store();
        store.apply(configuration()).unwrap();
        let ((made, old), (_, next)) = (key(1, "ci"), key(2, "ci"));
        store.rotate_key(&made.id, next, "wxyz", 5).unwrap();
        let rotated = store.keys().unwrap();
        store.apply(configuration()).unwrap();
        assert_eq!(store.keys().unwrap(), rotated, "the file still says {old:?}");
    }

    #[test]
    fn one_wrong_entry_and_nothing_is_taken_over() {
        let (_folder, store, _) = store();
        let (nameless, _) = key(3, "new without a secret");
        let mut wrong = configuration();
        wrong.keys.push((nameless, None));
        assert!(matches!(store.apply(wrong), Err(StoreError::NewKeyWithoutSecret { .. })));
        assert!(store.providers().unwrap().is_empty() && store.models().unwrap().is_empty() && store.keys().unwrap().is_empty());
    }
}
