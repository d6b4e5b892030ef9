//! Keys, providers, models and settings as one snapshot that requests read without locks. Owns reading them
//! from the store and from `turnpike.toml`; what is changed is written first, then the snapshot is replaced.

pub(crate) mod account;
pub(crate) mod apply;
pub(crate) mod backup;
pub(crate) mod config;
pub(crate) mod credentials;
pub(crate) mod export;
pub(crate) mod live;
pub(crate) mod route;
pub(crate) mod snapshot;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use arc_swap::ArcSwap;
use turnpike_domain::ids::{KeyId, ProviderId};
use turnpike_providers::catalogue::Catalogue;
use turnpike_store::{Store, StoreError};

use self::{account::Account, credentials::Credentials, route::Health, snapshot::Snapshot};
use crate::blocking;

/// The handle that every room reads keys, routes and prices through.
#[derive(Clone)]
pub(crate) struct Workspace(Arc<Inner>);

struct Inner {
    current: ArcSwap<Snapshot>,
    store: Store,
    credentials: Credentials,
    /// What the next snapshot is priced by.
    catalogue: ArcSwap<Catalogue>,
    standing: Mutex<Standing>,
    reloading: tokio::sync::Mutex<()>,
}

/// What outlives a snapshot: counters of keys, and how targets have been doing.
#[derive(Default)]
pub(crate) struct Standing {
    pub(crate) accounts: HashMap<KeyId, Arc<Account>>,
    pub(crate) health: HashMap<(ProviderId, String), Arc<Health>>,
}

impl Workspace {
    /// Reads everything for the first time.
    pub(crate) async fn open(store: Store, credentials: Credentials, catalogue: Catalogue) -> Result<Self, StoreError> {
        let inner = Inner {
            current: ArcSwap::from_pointee(Snapshot::default()),
            store,
            credentials,
            catalogue: ArcSwap::from_pointee(catalogue),
            standing: Mutex::default(),
            reloading: tokio::sync::Mutex::default(),
        };
        let workspace = Self(Arc::new(inner));
        workspace.reload().await?;
        Ok(workspace)
    }

    /// What holds now. Cheap: no lock, no copy.
    pub(crate) fn current(&self) -> arc_swap::Guard<Arc<Snapshot>> {
        self.0.current.load()
    }

    /// Where it is kept.
    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// The credentials' keeper.
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    /// Prices everything by another list; requests under way keep the price that they started with.
    pub(crate) async fn reprice(&self, catalogue: Catalogue) -> Result<(), StoreError> {
        self.0.catalogue.store(Arc::new(catalogue));
        self.reload().await
    }

    /// Reads everything again; requests under way keep what they started with.
    pub(crate) async fn reload(&self) -> Result<(), StoreError> {
        let _one_at_a_time = self.0.reloading.lock().await;
        let inner = Arc::clone(&self.0);
        let snapshot = blocking(move || {
            let mut standing = inner.standing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Snapshot::read(&inner.store, &inner.credentials, &inner.catalogue.load(), &mut standing)
        })
        .await?;
        self.0.current.store(Arc::new(snapshot));
        Ok(())
    }

    /// Runs one operation of the store off the async threads, then reads everything again.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        operation: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.0.store.clone();
        let outcome = blocking(move || operation(&store)).await?;
        self.reload().await?;
        Ok(outcome)
    }
}
