//! What the user set up: keys, providers, models. Few rows, read whole at start and after a change.

use rusqlite::Connection;
use turnpike_domain::{
    ids::{KeyId, ModelId, ProviderId},
    key::{Key, SecretHash},
    route::{Model, Provider},
};

use crate::{
    Store,
    error::StoreError,
    tables::{
        key_secrets::{self, StoredSecret},
        keys, models,
        providers::{self, CredentialChange, StoredProvider},
    },
};

/// A key as the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// All but its secrets.
    pub key: Key,
    /// The current one first. Ended ones stay, so that they can not come back by accident.
    pub secrets: Vec<StoredSecret>,
    /// Unix milliseconds; `None`: never.
    pub last_used_at: Option<i64>,
}

impl Store {
    /// Every key, oldest first.
    pub fn keys(&self) -> Result<Vec<StoredKey>, StoreError> {
        self.read("reading the keys", |connection| {
            let with_secrets = |(key, last_used_at): (Key, _)| {
                let secrets = key_secrets::of_key(connection, &key.id)?;
                Ok(StoredKey { key, secrets, last_used_at })
            };
            keys::all(connection)?.into_iter().map(with_secrets).collect()
        })
    }

    /// Makes a key.
    ///
    /// # Errors
    /// When its id or its secret is taken.
    pub fn insert_key(&self, key: &Key, secret: SecretHash) -> Result<(), StoreError> {
        let key = key.clone();
        self.write("making a key", move |transaction| insert_key(transaction, &key, &secret))
    }

    /// Changes a key: all but its id, its secrets and its time of creation.
    pub fn update_key(&self, key: &Key) -> Result<(), StoreError> {
        let key = key.clone();
        self.write("changing a key", move |transaction| {
            keys::find(transaction, &key.id)?.ok_or_else(|| StoreError::NoKey(key.id.clone()))?;
            Ok(keys::put(transaction, &key)?)
        })
    }

    /// Gives a key a new secret. The ones that it has work until `old_expires_at` (Unix milliseconds).
    pub fn rotate_key(&self, id: &KeyId, secret: SecretHash, last_four: &str, old_expires_at: i64) -> Result<(), StoreError> {
        let (id, last_four) = (id.clone(), last_four.to_owned());
        self.write("rotating a key", move |transaction| {
            let key = keys::find(transaction, &id)?.ok_or_else(|| StoreError::NoKey(id.clone()))?;
            free_secret(transaction, &secret)?;
            key_secrets::expire(transaction, &id, old_expires_at)?;
            key_secrets::insert(transaction, &id, &secret)?;
            Ok(keys::put(transaction, &Key { last_four, ..key })?)
        })
    }

    /// Forgets a key and its secrets. Its requests and what it spent stay.
    pub fn delete_key(&self, id: &KeyId) -> Result<(), StoreError> {
        let id = id.clone();
        self.write(
            "deleting a key",
            move |transaction| {
                if keys::delete(transaction, &id)? { Ok(()) } else { Err(StoreError::NoKey(id)) }
            },
        )
    }

    /// Every provider, by id.
    pub fn providers(&self) -> Result<Vec<StoredProvider>, StoreError> {
        self.read("reading the providers", providers::all)
    }

    /// Makes a provider or changes it.
    pub fn put_provider(&self, provider: &Provider, credential: CredentialChange) -> Result<(), StoreError> {
        let provider = provider.clone();
        self.write("keeping a provider", move |transaction| Ok(providers::put(transaction, &provider, &credential)?))
    }

    /// Forgets a provider and its credential.
    ///
    /// # Errors
    /// When models still name it.
    pub fn delete_provider(&self, id: &ProviderId) -> Result<(), StoreError> {
        let id = id.clone();
        self.write("deleting a provider", move |transaction| {
            let models = models::of_provider(transaction, &id)?;
            if !models.is_empty() {
                return Err(StoreError::ProviderInUse { provider: id, models });
            }
            if providers::delete(transaction, &id)? { Ok(()) } else { Err(StoreError::NoProvider(id)) }
        })
    }

    /// Every model, by id.
    pub fn models(&self) -> Result<Vec<Model>, StoreError> {
        self.read("reading the models", models::all)
    }

    /// Makes a model or changes it.
    pub fn put_model(&self, model: &Model) -> Result<(), StoreError> {
        let model = model.clone();
        self.write("keeping a model", move |transaction| Ok(models::put(transaction, &model)?))
    }

    /// Forgets a model. Others that fall back on it keep its name.
    pub fn delete_model(&self, id: &ModelId) -> Result<(), StoreError> {
        let id = id.clone();
        self.write(
            "deleting a model",
            move |transaction| {
                if models::delete(transaction, &id)? { Ok(()) } else { Err(StoreError::NoModel(id)) }
            },
        )
    }
}

pub(crate) fn insert_key(transaction: &Connection, key: &Key, secret: &SecretHash) -> Result<(), StoreError> {
    if keys::find(transaction, &key.id)?.is_some() {
        return Err(StoreError::DuplicateKey(key.id.clone()));
    }
    free_secret(transaction, secret)?;
    keys::put(transaction, key)?;
    Ok(key_secrets::insert(transaction, &key.id, secret)?)
}

fn free_secret(transaction: &Connection, secret: &SecretHash) -> Result<(), StoreError> {
    match key_secrets::owner(transaction, secret)? {
        Some(owner) => Err(StoreError::DuplicateSecret(owner)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::{
        credits::Credits,
        price::{Rate, Rates},
        route::{Capability, Kind},
    };

    use super::*;
    use crate::{
        MasterKey, credential_context, seal,
        testing::{MIDNIGHT, key, record, reopen, served, store},
        unseal,
    };

    fn provider(id: &str) -> Provider {
        Provider { id: id.into(), vendor: "openai-compatible".to_owned(), base_url: None, disabled: false, created_at: 1 }
    }

    fn model(id: &str, provider: &str) -> Model {
        Model {
            id: id.into(),
            provider: provider.into(),
            upstream: "up/stream".to_owned(),
            kind: Kind::Chat,
            fallbacks: vec!["b".into()],
            capabilities: Some(vec![Capability::Tools]),
            price: Some(Rates { input: Some(Rate(15_000_000)), per_request: Some(Credits::from_micros(7)), ..Rates::default() }),
            created_at: 1,
        }
    }

    #[test]
    fn a_key_lives_its_whole_life() {
        let (folder, store, _) = store();
        let ((made, secret), (_, next)) = (key(1, "ci"), key(2, "ci"));
        store.insert_key(&made, secret).unwrap();
        record(&store, &served(MIDNIGHT, made.id.as_str(), 5));
        store
            .update_key(&Key { name: "renamed".to_owned(), models: None, disabled: true, created_at: 99, ..made.clone() })
            .unwrap();
        store.rotate_key(&made.id, next, "wxyz", MIDNIGHT + 5).unwrap();
        let expected = StoredKey {
            key: Key { name: "renamed".to_owned(), models: None, disabled: true, last_four: "wxyz".to_owned(), ..made.clone() },
            secrets: vec![
                StoredSecret { hash: next, expires_at: None },
                StoredSecret { hash: secret, expires_at: Some(MIDNIGHT + 5) },
            ],
            last_used_at: Some(MIDNIGHT),
        };
        drop(store);
        let store = reopen(&folder);
        assert_eq!(store.keys().unwrap(), [expected]);
        store.delete_key(&made.id).unwrap();
        assert_eq!(store.keys().unwrap(), []);
        assert_eq!(store.spent_since(&made.id, 0).unwrap(), Credits::from_micros(5), "its money stays");
        store.insert_key(&made, secret).unwrap();
    }

    #[test]
    fn a_taken_id_or_secret_and_a_missing_key_are_said_clearly() {
        let (_folder, store, _) = store();
        let ((first, secret), (second, other)) = (key(1, "first"), key(2, "second"));
        store.insert_key(&first, secret).unwrap();
        let same_id = store.insert_key(&first, other).unwrap_err();
        assert!(matches!(&same_id, StoreError::DuplicateKey(id) if *id == first.id), "{same_id}");
        let same_secret = store.insert_key(&second, secret).unwrap_err();
        assert!(matches!(&same_secret, StoreError::DuplicateSecret(id) if *id == first.id), "{same_secret}");
        assert_eq!(store.keys().unwrap().len(), 1, "nothing is left of a refused key");
        assert!(matches!(store.rotate_key(&first.id, secret, "same", 0), Err(StoreError::DuplicateSecret(_))));
        for missing in [store.update_key(&second), store.delete_key(&second.id), store.rotate_key(&second.id, other, "x", 0)] {
            assert!(matches!(missing, Err(StoreError::NoKey(_))));
        }
    }

    #[test]
    fn a_rotation_does_not_give_an_older_secret_more_time() {
        let (_folder, store, _) = store();
        let (made, first) = key(1, "ci");
        let ((_, second), (_, third)) = (key(2, "ci"), key(3, "ci"));
        store.insert_key(&made, first).unwrap();
        store.rotate_key(&made.id, second, "bbbb", 100).unwrap();
        store.rotate_key(&made.id, third, "cccc", 200).unwrap();
        let ends: Vec<_> =
            store.keys().unwrap().remove(0).secrets.into_iter().map(|secret| (secret.hash, secret.expires_at)).collect();
        assert_eq!(ends, [(third, None), (second, Some(200)), (first, Some(100))]);
    }

    #[test]
    fn a_credential_stays_until_it_is_replaced_or_cleared() {
        let (_folder, store, _) = store();
        let master = MasterKey::from_bytes([3; 32]);
        let provider = provider("local");
        let context = credential_context(&provider.id);
        let sealed = seal(&master, &context, &"sk-secret".into()).unwrap();
        for (change, expected) in [
            (CredentialChange::Keep, None),
            (CredentialChange::Set(sealed.clone()), Some(sealed.clone())),
            (CredentialChange::Keep, Some(sealed.clone())),
            (CredentialChange::Clear, None),
        ] {
            store.put_provider(&provider, change.clone()).unwrap();
            assert_eq!(store.providers().unwrap().remove(0).credential, expected, "{change:?}");
        }
        assert!(unseal(&master, &context, &sealed).is_ok());
    }

    #[test]
    fn models_and_settings_come_back_as_they_were_given() {
        let (_folder, store, _) = store();
        let plain = Model { fallbacks: Vec::new(), capabilities: None, price: None, ..model("b/c", "sandbox") };
        for model in [&model("a", "local"), &plain, &plain] {
            store.put_model(model).unwrap();
        }
        assert_eq!(store.models().unwrap(), [model("a", "local"), plain.clone()]);
        store.delete_model(&plain.id).unwrap();
        assert!(matches!(store.delete_model(&plain.id), Err(StoreError::NoModel(_))));
        for json in ["{}", r#"{"count": 5000}"#] {
            store.put_setting("requests_per_ip", json).unwrap();
            assert_eq!(store.settings().unwrap().get("requests_per_ip").map(String::as_str), Some(json));
        }
    }

    #[test]
    fn a_provider_that_models_need_is_not_deleted() {
        let (_folder, store, _) = store();
        store.put_provider(&provider("local"), CredentialChange::Keep).unwrap();
        store.put_model(&model("a", "local")).unwrap();
        let refused = store.delete_provider(&"local".into()).unwrap_err();
        assert_eq!(refused.to_string(), "the provider local still serves models: a");
        store.delete_model(&"a".into()).unwrap();
        store.delete_provider(&"local".into()).unwrap();
        assert!(matches!(store.delete_provider(&"local".into()), Err(StoreError::NoProvider(_))));
    }
}
