//! What only the window knows: the key that it calls as, and the first key's secret until the app ends.

use std::sync::Arc;

use turnpike_domain::{
    ids::KeyId,
    key::{Key, KeySecret, Preset},
};

use crate::{
    clock,
    workspace::{account::Account, snapshot::KeyEntry},
};

/// The handle on it.
#[derive(Clone)]
pub(crate) struct Window(Arc<Inner>);

struct Inner {
    token: String,
    entry: Arc<KeyEntry>,
    first_key: Option<(KeyId, KeySecret)>,
}

impl Window {
    pub(crate) fn new(token: String, first_key: Option<(KeyId, KeySecret)>) -> Self {
        let key = Key::new(KeyId::from("window"), "window", Preset::Playground, clock::now());
        let requests_per_minute = key.requests_per_minute;
        let entry = KeyEntry { key, requests_per_minute, account: Arc::new(Account::new()), last_used_at: None };
        Self(Arc::new(Inner { token, entry: Arc::new(entry), first_key }))
    }

    /// Is this the admin token? Compared without telling by its time how much of it was right.
    pub(crate) fn opens(&self, token: &str) -> bool {
        subtle::ConstantTimeEq::ct_eq(self.0.token.as_bytes(), token.as_bytes()).into()
    }

    /// What must never be shown: the token, and the first key's secret.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.0.token.as_str()).chain(self.first_key().map(|(_, secret)| secret.expose()))
    }

    /// The key that the window calls as. It lives in memory only.
    pub(crate) fn entry(&self) -> Arc<KeyEntry> {
        Arc::clone(&self.0.entry)
    }

    /// The key that this start made, with its secret.
    pub(crate) fn first_key(&self) -> Option<&(KeyId, KeySecret)> {
        self.0.first_key.as_ref()
    }
}
