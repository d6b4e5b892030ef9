//! The safety net: how much comes from one address, whatever keys it uses.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use turnpike_domain::rate::{Standing, Window};

use crate::workspace::live::PerIp;

/// One window an address.
#[derive(Default)]
pub(crate) struct Addresses(Mutex<Windows>);

#[derive(Default)]
struct Windows {
    of: HashMap<IpAddr, Window>,
    length: Duration,
}

/// Addresses that are remembered at the most; beyond it, those that have been quiet are forgotten.
const MOST: usize = 10_000;

impl Addresses {
    /// Counts one from this address, or says where it stands.
    pub(crate) fn enter(&self, address: IpAddr, limit: PerIp, now: u64) -> Result<(), Standing> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let length = Duration::from_secs(limit.per_seconds.into());
        if windows.length != length {
            *windows = Windows { of: HashMap::new(), length };
        }
        if windows.of.len() >= MOST && !windows.of.contains_key(&address) {
            windows.of.retain(|_, window| !window.is_empty(now));
        }
        let window = windows.of.entry(address).or_insert_with(|| Window::new(length));
        let standing = window.standing(limit.count, now);
        if standing.remaining == 0 {
            return Err(standing);
        }
        window.count(now);
        Ok(())
    }

    /// Takes one back that another limit refused.
    pub(crate) fn leave(&self, address: IpAddr, then: u64) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(window) = windows.of.get_mut(&address) {
            window.uncount(then);
        }
    }
}
