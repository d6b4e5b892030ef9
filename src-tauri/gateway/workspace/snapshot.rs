//! One consistent view of the workspace, built from the store.

use std::{collections::HashMap, sync::Arc};

use http::{HeaderName, HeaderValue, header::AUTHORIZATION};
use secrecy::ExposeSecret;
use turnpike_domain::{
    facts::ModelFacts,
    ids::{KeyId, ModelId, ProviderId},
    key::{Key, SecretHash},
    route::{Model, Provider},
};
use turnpike_providers::{Auth, Vendor, catalogue::Catalogue, facts, media};
use turnpike_store::{Store, StoreError, StoredProvider};

use super::{
    Standing,
    account::Account,
    credentials::Credentials,
    live::Live,
    route::{Price, Route, Target, Upstream},
};
use crate::clock;

/// What holds at one moment.
#[derive(Default)]
pub(crate) struct Snapshot {
    pub(crate) keys: HashMap<KeyId, Arc<KeyEntry>>,
    pub(crate) secrets: HashMap<SecretHash, Secret>,
    pub(crate) providers: Vec<Arc<Upstream>>,
    pub(crate) routes: HashMap<ModelId, Arc<Route>>,
    pub(crate) live: Live,
    /// What models without a price of the owner's are priced by.
    pub(crate) catalogue: Catalogue,
}

/// A key with its counters.
pub(crate) struct KeyEntry {
    pub(crate) key: Key,
    /// What counts: its own figure under the plan's cap.
    pub(crate) requests_per_minute: Option<u32>,
    pub(crate) account: Arc<Account>,
    /// From the store: when it was used before this start.
    pub(crate) last_used_at: Option<i64>,
}

/// One secret of a key: a rotated key has two for a while.
pub(crate) struct Secret {
    pub(crate) entry: Arc<KeyEntry>,
    pub(crate) expires_at: Option<i64>,
}

impl Snapshot {
    /// Reads everything. Runs off the async threads.
    pub(crate) fn read(
        store: &Store,
        credentials: &Credentials,
        catalogue: &Catalogue,
        standing: &mut Standing,
    ) -> Result<Self, StoreError> {
        let live = Live::from_rows(&store.settings()?);
        let plan = live.plan();
        let mut snapshot = Self { live, catalogue: catalogue.clone(), ..Self::default() };
        for stored in store.keys()? {
            let account = standing.accounts.entry(stored.key.id.clone()).or_insert_with(|| Arc::new(Account::new()));
            remember_spending(store, &stored.key, account)?;
            let entry = Arc::new(KeyEntry {
                requests_per_minute: plan.cap(stored.key.requests_per_minute),
                account: Arc::clone(account),
                last_used_at: stored.last_used_at,
                key: stored.key,
            });
            for secret in stored.secrets {
                snapshot.secrets.insert(secret.hash, Secret { entry: Arc::clone(&entry), expires_at: secret.expires_at });
            }
            snapshot.keys.insert(entry.key.id.clone(), entry);
        }
        snapshot.providers =
            store.providers()?.into_iter().filter_map(|stored| upstream(stored, credentials)).map(Arc::new).collect();
        snapshot.providers.extend(sandbox().map(Arc::new));
        let mut models = store.models()?;
        models.extend(sandbox_models().filter(|sandbox| !models.iter().any(|model| model.id == sandbox.id)).collect::<Vec<_>>());
        snapshot.routes = routes(&models, &snapshot.providers, catalogue, standing);
        Ok(snapshot)
    }
}

/// A key's balance starts from what the ledger says of its present period.
fn remember_spending(store: &Store, key: &Key, account: &Account) -> Result<(), StoreError> {
    let period = key.spending_period();
    if account.enters(period) {
        store.flush()?;
        let (start, _) = period.bounds(clock::now());
        let spent = store.spent_since(&key.id, start)?;
        let mut balance = account.balance();
        (balance.spent, balance.period_start) = (spent, start);
    }
    Ok(())
}

fn upstream(stored: StoredProvider, credentials: &Credentials) -> Option<Upstream> {
    let Provider { id, vendor, base_url, disabled, .. } = stored.provider;
    let Some(vendor) = turnpike_providers::vendor(&vendor) else {
        tracing::warn!(provider = %id, %vendor, "a provider of an unknown vendor is left out");
        return None;
    };
    let has_credential = stored.credential.is_some();
    let secret = stored.credential.as_ref().map(|sealed| credentials.open(&id, sealed));
    let authorization = match &secret {
        Some(Some(secret)) => authorization(vendor, secret.expose_secret()),
        _ => None,
    };
    let readable = secret.as_ref().is_none_or(Option::is_some);
    let secret = secret.flatten().filter(|secret| !secret.expose_secret().is_empty());
    let base_url = base_url.or_else(|| vendor.base_url.map(str::to_owned)).unwrap_or_default();
    let base_url = base_url.trim_end_matches('/').to_owned();
    let usable = !disabled && readable && !base_url.is_empty();
    Some(Upstream { id, vendor, base_url, authorization, secret, usable, disabled, has_credential })
}

fn authorization(vendor: &Vendor, secret: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = match vendor.auth {
        Auth::None => return None,
        Auth::Bearer | Auth::OptionalBearer => (AUTHORIZATION, format!("Bearer {secret}")),
        Auth::Scheme(word) => (AUTHORIZATION, format!("{word} {secret}")),
        Auth::Header(name) => (HeaderName::from_static(name), secret.to_owned()),
    };
    let mut value = HeaderValue::try_from(value).ok()?;
    value.set_sensitive(true);
    Some((name, value))
}

/// The provider that is always there.
fn sandbox() -> Option<Upstream> {
    let vendor = turnpike_providers::vendors().iter().find(|vendor| vendor.answer.is_some())?;
    let id = ProviderId::from(vendor.id);
    Some(Upstream {
        id,
        vendor,
        base_url: String::new(),
        authorization: None,
        secret: None,
        usable: true,
        disabled: false,
        has_credential: false,
    })
}

/// Clients sort models by their age; the sandbox's are as old as Turnpike.
const SANDBOX_SINCE: i64 = 1_795_392_000_000;

pub(crate) fn sandbox_models() -> impl Iterator<Item = Model> {
    let provider = sandbox().map(|sandbox| sandbox.id);
    turnpike_providers::sandbox_models().into_iter().filter_map(move |model| {
        Some(Model {
            id: ModelId::from(model.id),
            provider: provider.clone()?,
            upstream: model.id.to_owned(),
            kind: model.kind,
            fallbacks: model.fallbacks.iter().map(|id| ModelId::from(*id)).collect(),
            capabilities: Some(model.capabilities.to_vec()),
            price: Some(model.rates),
            created_at: SANDBOX_SINCE,
        })
    })
}

fn routes(
    models: &[Model],
    providers: &[Arc<Upstream>],
    catalogue: &Catalogue,
    standing: &mut Standing,
) -> HashMap<ModelId, Arc<Route>> {
    let mut target = |model: &Model| {
        let provider = providers.iter().find(|provider| provider.id == model.provider)?;
        let health = standing.health.entry((model.provider.clone(), model.upstream.clone())).or_default();
        Some(Target {
            model: model.id.clone(),
            upstream: model.upstream.clone(),
            facts: facts_of(model, provider.vendor),
            price: price(model, provider.vendor, catalogue),
            provider: Arc::clone(provider),
            health: Arc::clone(health),
        })
    };
    models
        .iter()
        .map(|model| {
            let behind = model.fallbacks.iter().filter_map(|id| models.iter().find(|model| model.id == *id));
            let targets = std::iter::once(model).chain(behind).filter_map(&mut target).collect();
            (model.id.clone(), Arc::new(Route { model: model.clone(), targets }))
        })
        .collect()
}

/// What the user says that it can do, else what is known.
fn facts_of(model: &Model, vendor: &Vendor) -> ModelFacts {
    let known = facts::of(vendor, &model.upstream);
    match &model.capabilities {
        Some(built_in) if vendor.answer.is_some() => known.with_only(built_in.clone(), "vendor"),
        Some(own) => known.with_only(own.clone(), "yours"),
        None => known,
    }
}

/// The user's own price, the sandbox's, nothing for an engine of one's own, or the price lists'.
fn price(model: &Model, vendor: &Vendor, catalogue: &Catalogue) -> Price {
    match model.price {
        Some(rates) if vendor.answer.is_some() => Price::BuiltIn(rates, "sandbox"),
        Some(rates) => Price::Yours(rates),
        None if vendor.local => Price::BuiltIn(turnpike_domain::price::Rates::default(), "local"),
        None => match catalogue.rates(vendor, &model.upstream, clock::now()) {
            Some(listed) => Price::Catalogue(Box::new(listed)),
            None => media::price(vendor, &model.upstream).map_or(Price::Unknown, Price::Media),
        },
    }
}
