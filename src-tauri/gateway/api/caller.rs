//! Who calls, and may they: key, endpoint, requests per minute, requests per address. All limits are checked,
//! then all are counted: what one refuses, no other has counted.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, header::AUTHORIZATION, request::Parts};
use turnpike_domain::{
    key::{Key, SecretHash},
    rate::Standing,
    request::Endpoint,
};

use super::{Peer, addresses::Addresses, error::ApiError};
use crate::{
    clock,
    workspace::snapshot::{KeyEntry, Snapshot},
};

/// A client that was let in.
pub(crate) struct Caller {
    pub(crate) entry: Arc<KeyEntry>,
    /// Where its window stands; `None` when it has no limit.
    pub(crate) standing: Option<Standing>,
    address: IpAddr,
    counted_at: u64,
    counted: bool,
}

/// A key that the window acts as, without its secret.
#[derive(Clone)]
pub(crate) struct Acting(pub(crate) Arc<KeyEntry>);

/// Whether a call counts against its key's requests per minute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// As one request.
    Once,
    /// Not: it only looks something up.
    Never,
}

impl Caller {
    /// Says who calls, or why nobody we know. From here on it counts against its address.
    pub(crate) fn identify(snapshot: &Snapshot, addresses: &Addresses, parts: &Parts) -> Result<Self, ApiError> {
        let now = ticks();
        let address = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        let per_ip = snapshot.live.requests_per_ip;
        addresses.enter(address, per_ip, now).map_err(|standing| {
            let period = format!("{} seconds", per_ip.per_seconds);
            ApiError::rate_limited("your address", per_ip.count, &period, standing.retry_after)
        })?;
        let entry = match parts.extensions.get::<Acting>() {
            Some(Acting(entry)) => Arc::clone(entry),
            None => known(snapshot, &parts.headers)?,
        };
        Ok(Self { entry, standing: None, address, counted_at: now, counted: false })
    }

    /// Lets it in, or says why not.
    pub(crate) fn admit(&mut self, addresses: &Addresses, endpoint: Endpoint, counts: Counts) -> Result<(), ApiError> {
        allowed(&self.entry, endpoint)?;
        if counts == Counts::Once
            && let Err(error) = self.count(self.counted_at)
        {
            addresses.leave(self.address, self.counted_at);
            return Err(error);
        }
        self.entry.account.touch(clock::now());
        Ok(())
    }

    /// Takes the counts back: another limit refused the request.
    pub(crate) fn uncount(&self, addresses: &Addresses) {
        addresses.leave(self.address, self.counted_at);
        if self.counted {
            self.entry.account.window().uncount(self.counted_at);
        }
    }

    fn count(&mut self, now: u64) -> Result<(), ApiError> {
        let Some(limit) = self.entry.requests_per_minute else { return Ok(()) };
        let mut window = self.entry.account.window();
        let standing = window.standing(limit, now);
        if standing.remaining == 0 {
            return Err(ApiError::rate_limited(&format!("key '{}'", self.entry.key.name), limit, "minute", standing.retry_after)
                .with_standing(standing));
        }
        window.count(now);
        self.counted = true;
        self.standing = Some(window.standing(limit, now));
        Ok(())
    }
}

fn known(snapshot: &Snapshot, headers: &HeaderMap) -> Result<Arc<KeyEntry>, ApiError> {
    let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    let (scheme, secret) = sent.split_once(' ').unwrap_or((sent, ""));
    let secret = secret.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || secret.is_empty() {
        return Err(ApiError::no_key());
    }
    let Some(found) = snapshot.secrets.get(&SecretHash::of(secret)) else { return Err(ApiError::wrong_key(secret)) };
    works(&found.entry.key, found.expires_at)?;
    Ok(Arc::clone(&found.entry))
}

/// Does this key still work, and this secret of it?
pub(crate) fn works(key: &Key, secret_expires_at: Option<i64>) -> Result<(), ApiError> {
    let now = clock::now();
    if key.disabled {
        return Err(ApiError::key_off("is switched off"));
    }
    match [key.expires_at, secret_expires_at].into_iter().flatten().any(|at| at <= now) {
        true => Err(ApiError::key_off("has expired")),
        false => Ok(()),
    }
}

/// May this key call this endpoint?
pub(crate) fn allowed(entry: &KeyEntry, endpoint: Endpoint) -> Result<(), ApiError> {
    // A key limited to some endpoints may still ask which models it has and what its requests cost.
    if endpoint == Endpoint::Models || entry.key.allows_endpoint(endpoint) {
        return Ok(());
    }
    let message =
        format!("The key '{}' may not call {}. Allow it in Turnpike's window, under Keys.", entry.key.name, endpoint.label());
    Err(ApiError::not_allowed("endpoint_not_allowed", message))
}

/// Milliseconds of a clock that only moves forward.
fn ticks() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    // A day ahead, so that no window reaches below zero.
    let since = START.get_or_init(Instant::now).elapsed() + Duration::from_secs(86_400);
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
