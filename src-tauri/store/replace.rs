//! Taking over a whole workspace in place of the one that is there: all of it in one transaction, or nothing.

use rusqlite::Connection;
use turnpike_domain::route::{Model, Provider};

use crate::{
    Store,
    config::StoredKey,
    error::StoreError,
    seal::Sealed,
    settings::{NewSetting, change_settings},
    tables::{key_secrets, keys, models, providers, providers::CredentialChange},
};

/// Everything that the user set up.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Without a credential it has none.
    pub providers: Vec<(Provider, Option<Sealed>)>,
    /// All of them.
    pub models: Vec<Model>,
    /// With the secrets that they answer to.
    pub keys: Vec<StoredKey>,
    /// Those that get another value.
    pub settings: Vec<NewSetting>,
}

impl Store {
    /// Puts these in place of all keys, providers and models, and changes the settings. The log and the ledger stay.
    pub fn replace(&self, at: i64, contents: Contents) -> Result<(), StoreError> {
        self.write("taking over a workspace", move |transaction| {
            models::delete_all(transaction)?;
            providers::delete_all(transaction)?;
            keys::delete_all(transaction)?;
            for (provider, credential) in &contents.providers {
                let credential = credential.clone().map_or(CredentialChange::Clear, CredentialChange::Set);
                providers::put(transaction, provider, &credential)?;
            }
            for model in &contents.models {
                models::put(transaction, model)?;
            }
            for key in &contents.keys {
                put_key(transaction, key)?;
            }
            Ok(change_settings(transaction, at, &contents.settings)?)
        })
    }
}

fn put_key(transaction: &Connection, stored: &StoredKey) -> rusqlite::Result<()> {
    keys::put(transaction, &stored.key)?;
    if let Some(at) = stored.last_used_at {
        keys::touch(transaction, stored.key.id.as_str(), at)?;
    }
    for secret in &stored.secrets {
        key_secrets::put(transaction, &stored.key.id, secret)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use turnpike_domain::route::Kind;

    use super::*;
    use crate::{
        StoredSecret,
        testing::{MIDNIGHT, key, record, served, store},
    };

    fn contents() -> Contents {
        let provider =
            Provider { id: "local".into(), vendor: "openai".to_owned(), base_url: None, disabled: true, created_at: 1 };
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
        let ((key, current), (_, old)) = (key(1, "ci"), key(2, "ci"));
        let secrets =
            vec![StoredSecret { hash: current, expires_at: None }, StoredSecret { hash: old, expires_at: Some(MIDNIGHT) }];
        Contents {
            providers: vec![(provider, Some(Sealed(vec![1])))],
            models: vec![model],
            keys: vec![StoredKey { key, secrets, last_used_at: Some(7) }],
            settings: vec![("plan".to_owned(), "\"unlimited\"".to_owned(), "\"pro\"".to_owned())],
        }
    }

    #[test]
    fn what_was_there_goes_and_what_was_spent_stays() {
        let (_folder, store, _) = store();
        let (old, secret) = key(3, "old");
        store.insert_key(&old, secret).unwrap();
        record(&store, &served(MIDNIGHT, old.id.as_str(), 5));
        store.flush().unwrap();
        let spent = store.ledger_totals().unwrap();
        for _ in 0..2 {
            store.replace(MIDNIGHT, contents()).unwrap();
            assert_eq!(store.keys().unwrap(), contents().keys);
            assert_eq!(store.models().unwrap(), contents().models);
            let providers = store.providers().unwrap();
            assert_eq!((&providers[0].provider, &providers[0].credential), (&contents().providers[0].0, &Some(Sealed(vec![1]))));
            assert_eq!(store.settings().unwrap()["plan"], "\"pro\"");
            assert_eq!(store.ledger_totals().unwrap(), spent);
        }
        assert_eq!(store.setting_changes().unwrap()[0].after, "\"pro\"", "and can be taken back");
    }

    #[test]
    fn one_wrong_entry_and_nothing_is_replaced() {
        let (_folder, store, _) = store();
        let (old, secret) = key(3, "old");
        store.insert_key(&old, secret).unwrap();
        let mut wrong = contents();
        let (other, _) = key(4, "with the secret of another");
        wrong.keys.push(StoredKey { key: other, ..wrong.keys[0].clone() });
        assert!(store.replace(MIDNIGHT, wrong).is_err());
        assert_eq!(store.keys().unwrap()[0].key, old);
        assert!(store.providers().unwrap().is_empty() && store.settings().unwrap().is_empty());
    }
}
