//! The workspace as a `turnpike.toml`, secrets left out.

use turnpike_domain::{key, request::Capture, route};
use turnpike_store::{Store, StoreError};

use super::{
    config::{Config, Key, Model, Price, Provider, Server},
    live::Live,
};

/// The whole of it as TOML. Blocks.
pub(crate) fn export(store: &Store) -> Result<String, StoreError> {
    let live = Live::from_rows(&store.settings()?);
    let providers = store.providers()?.into_iter().map(|stored| at_start(provider(stored.provider)));
    let models = store.models()?.into_iter().map(|model| at_start(self::model(model)));
    let keys = store.keys()?.into_iter().map(|stored| at_start(self::key(stored.key)));
    let config = Config {
        server: Some(Server {
            requests_per_ip: Some(live.requests_per_ip),
            plan: Some(live.plan),
            cors_origins: Some(live.cors_origins).filter(|origins| !origins.is_empty()),
            hosts: Some(live.hosts).filter(|hosts| !hosts.is_empty()),
            capture: Some(live.capture).filter(|capture| *capture != Capture::Off),
        }),
        providers: providers.collect(),
        models: models.collect(),
        keys: keys.collect(),
    };
    Ok(toml::to_string(&config).unwrap_or_default())
}

/// What is written has no place in any file yet.
fn at_start<T>(entry: T) -> toml::Spanned<T> {
    toml::Spanned::new(0..0, entry)
}

fn provider(provider: route::Provider) -> Provider {
    Provider { id: provider.id.to_string(), vendor: provider.vendor, base_url: provider.base_url, api_key: None }
}

fn model(model: route::Model) -> Model {
    Model {
        upstream: (model.upstream != model.id.as_str()).then_some(model.upstream),
        id: model.id.to_string(),
        provider: model.provider.to_string(),
        kind: model.kind,
        fallbacks: model.fallbacks.iter().map(ToString::to_string).collect(),
        capabilities: model.capabilities,
        price: model.price.as_ref().map(Price::of),
    }
}

fn key(key: key::Key) -> Key {
    Key {
        name: key.name,
        secret: None,
        preset: key.preset,
        requests_per_minute: key.requests_per_minute,
        models: key.models.map(|models| models.iter().map(ToString::to_string).collect()),
        endpoints: key.endpoints,
        budget: key.budget,
    }
}
