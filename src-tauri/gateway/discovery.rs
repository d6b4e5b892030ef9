//! What is on this computer already: engines that answer or that are installed, and environment variables that hold
//! a key. Only looks; what is found becomes a provider when the user says so.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use futures_util::future::join_all;
use secrecy::SecretString;
use turnpike_providers::{Engine, Sighting, Vendor, engine_asks, identify, vendors};

use crate::{blocking, listening::Listening, relay::Relay, settings::Surroundings};

/// The handle that looks around.
#[derive(Clone)]
pub(crate) struct Discovery(Arc<Inner>);

struct Inner {
    relay: Relay,
    surroundings: Surroundings,
    /// Where this gateway listens: it would only find itself.
    listening: Listening,
    admin: SocketAddr,
}

/// An engine on this computer.
pub(crate) struct Found {
    pub(crate) vendor: &'static Vendor,
    pub(crate) engine: &'static Engine,
    /// Ready for a provider.
    pub(crate) base_url: String,
    /// Its models; `None`: it does not serve.
    pub(crate) models: Option<Vec<String>>,
    /// Why it does not serve, or how to have it serve.
    pub(crate) hint: Option<&'static str>,
}

impl Discovery {
    pub(crate) fn new(relay: Relay, surroundings: Surroundings, listening: Listening, admin: SocketAddr) -> Self {
        Self(Arc::new(Inner { relay, surroundings, listening, admin }))
    }

    /// All engines, those that answer first. All ports are asked at once.
    pub(crate) async fn engines(&self) -> Vec<Found> {
        let own = [self.0.listening.address().port(), self.0.admin.port()];
        let ports = self.0.surroundings.ports.iter().filter(|port| !own.contains(port));
        let mut found: Vec<Found> = join_all(ports.map(|port| self.at(*port))).await.into_iter().flatten().collect();
        let installed = self.installed().await;
        let silent = installed.into_iter().filter(|vendor| !found.iter().any(|found| found.vendor.id == vendor.id));
        let silent: Vec<_> = silent.filter_map(|vendor| Some(not_serving(vendor, vendor.engine.as_ref()?))).collect();
        found.extend(silent);
        found
    }

    /// The variables that are set, and whose key they hold.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, &'static Vendor)> {
        let named = vendors().iter().filter_map(|vendor| Some((vendor.key_variable?, *vendor)));
        named.filter(|(name, _)| self.variable(name).is_some())
    }

    /// What such a variable holds.
    pub(crate) fn variable(&self, name: &str) -> Option<SecretString> {
        let known = vendors().iter().any(|vendor| vendor.key_variable == Some(name));
        known.then(|| (self.0.surroundings.variable)(name)).flatten()
    }

    async fn at(&self, port: u16) -> Option<Found> {
        let origin = format!("http://{}", SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let patience = self.0.surroundings.patience;
        let looks = engine_asks().into_iter().map(async |path| {
            let seen = self.0.relay.glance(&format!("{origin}{path}"), patience).await?;
            Some((path, seen))
        });
        let answers: Vec<_> = join_all(looks).await.into_iter().flatten().collect();
        let (vendor, sighting) = identify(&answers)?;
        let engine = vendor.engine.as_ref()?;
        let base_url = format!("{origin}{}", engine.path);
        let (models, hint) = match sighting {
            Sighting::Serving(models) => (Some(models), None),
            Sighting::NotReady(why) => (None, Some(why)),
        };
        Some(Found { vendor, engine, base_url, models, hint })
    }

    /// Engines that have left traces in the user's home.
    async fn installed(&self) -> Vec<&'static Vendor> {
        let Some(home) = self.0.surroundings.home.clone() else { return Vec::new() };
        let left = move |vendor: &&&Vendor| {
            vendor.engine.as_ref().is_some_and(|engine| engine.traces.iter().any(|trace| home.join(trace).is_dir()))
        };
        blocking(move || vendors().iter().filter(left).copied().collect()).await
    }
}

fn not_serving(vendor: &'static Vendor, engine: &'static Engine) -> Found {
    let base_url = vendor.base_url.unwrap_or_default().to_owned();
    Found { vendor, engine, base_url, models: None, hint: Some(engine.advice) }
}

/// An address as it is compared: loopback has three names.
pub(crate) fn plain(base_url: &str) -> String {
    let plain = base_url.trim_end_matches('/').to_ascii_lowercase();
    plain.replacen("//localhost", "//127.0.0.1", 1).replacen("//[::1]", "//127.0.0.1", 1)
}
