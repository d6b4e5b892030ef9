//! Settings that take effect at once.

use std::{collections::BTreeMap, net::SocketAddr};

use http::uri::Authority;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use turnpike_domain::{key::Plan, request::Capture};

/// Everything that can be changed while running. Each field is one row of the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Live {
    /// The id of the workspace's plan.
    pub(crate) plan: String,
    /// The safety net over everything from one address.
    pub(crate) requests_per_ip: PerIp,
    /// Which bodies are kept.
    #[schema(value_type = String)]
    pub(crate) capture: Capture,
    /// Days that bodies are kept.
    pub(crate) body_retention_days: u32,
    /// Megabytes of bodies that are kept.
    pub(crate) body_limit_mb: u32,
    /// Days that the request log is kept; absent: as the plan says.
    pub(crate) log_retention_days: Option<u32>,
    /// Megabytes of request log that are kept.
    pub(crate) log_limit_mb: u32,
    /// Web origins that may call /v1 from a browser.
    pub(crate) cors_origins: Vec<String>,
    /// Names other than loopback's by which clients may reach /v1. A listener that is open to the network answers to
    /// its addresses as well, but to no name that is not here.
    pub(crate) hosts: Vec<String>,
    /// Where /v1 listens, as address:port; null: at the usual one.
    #[schema(value_type = Option<String>)]
    pub(crate) listen: Option<SocketAddr>,
    /// The proxy through which providers are reached; null: the system's.
    pub(crate) proxy: Option<String>,
    /// Once a day the newest price list is fetched from its makers.
    pub(crate) refresh_prices: bool,
}

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PerIp {
    /// How many.
    pub(crate) count: u32,
    /// In how long.
    pub(crate) per_seconds: u32,
}

/// A setting that can not be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) setting: String,
    pub(crate) reason: String,
}

/// Ten years.
const MOST_DAYS: u32 = 3_653;
/// A terabyte.
const MOST_MB: u32 = 1 << 20;

impl Default for Live {
    fn default() -> Self {
        Self {
            plan: "unlimited".to_owned(),
            requests_per_ip: PerIp { count: 5_000, per_seconds: 600 },
            capture: Capture::Off,
            body_retention_days: 7,
            body_limit_mb: 512,
            log_retention_days: None,
            log_limit_mb: 2_048,
            cors_origins: Vec::new(),
            hosts: Vec::new(),
            listen: None,
            proxy: None,
            refresh_prices: false,
        }
    }
}

impl Live {
    /// From the store's rows. A row that an older or newer version wrote differently gives way to the default.
    pub(crate) fn from_rows(rows: &BTreeMap<String, String>) -> Self {
        let mut fields = serde_json::to_value(Self::default()).unwrap_or_default();
        for (name, json) in rows {
            let Ok(value) = serde_json::from_str(json) else { continue };
            let mut with = fields.clone();
            with[name.as_str()] = value;
            if serde_json::from_value::<Self>(with.clone()).is_ok() {
                fields = with;
            } else {
                tracing::warn!(setting = %name, "a setting in the store can not be read, its default holds");
            }
        }
        serde_json::from_value(fields).unwrap_or_default()
    }

    /// As the store's rows.
    pub(crate) fn to_rows(&self) -> Vec<(String, String)> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(fields)) => fields.into_iter().map(|(name, value)| (name, value.to_string())).collect(),
            _ => Vec::new(),
        }
    }

    /// These with other values for the fields that are named, checked.
    pub(crate) fn with(&self, named: Map<String, Value>) -> Result<Self, Wrong> {
        let mut fields = serde_json::to_value(self).unwrap_or_default();
        for (name, value) in named {
            fields[name.as_str()] = value;
        }
        let live: Self = serde_path_to_error::deserialize(fields).map_err(|error| {
            let path = error.path().to_string();
            let setting = if path == "." { "settings".to_owned() } else { path };
            Wrong { setting, reason: error.inner().to_string() }
        })?;
        live.check()?;
        Ok(live)
    }

    /// Name, JSON before and JSON after of each field that differs.
    pub(crate) fn changes_to(&self, after: &Self) -> Vec<(String, String, String)> {
        let rows = self.to_rows().into_iter().zip(after.to_rows());
        rows.filter(|(old, new)| old != new).map(|((name, before), (_, after))| (name, before, after)).collect()
    }

    /// What is wrong with these settings, if anything.
    pub(crate) fn check(&self) -> Result<(), Wrong> {
        let wrong = |setting: &str, reason: String| Err(Wrong { setting: setting.to_owned(), reason });
        if !Plan::built_in().iter().any(|plan| plan.id == self.plan) {
            return wrong("plan", format!("there is no plan '{}': choose starter, pro or unlimited", self.plan));
        }
        let PerIp { count, per_seconds } = self.requests_per_ip;
        for (setting, value, most) in [
            ("requests_per_ip.count", count, u32::MAX),
            ("requests_per_ip.per_seconds", per_seconds, 86_400),
            ("body_retention_days", self.body_retention_days, MOST_DAYS),
            ("body_limit_mb", self.body_limit_mb, MOST_MB),
            ("log_retention_days", self.log_retention_days.unwrap_or(1), MOST_DAYS),
            ("log_limit_mb", self.log_limit_mb, MOST_MB),
        ] {
            if !(1..=most).contains(&value) {
                return wrong(setting, format!("{setting} is {value}, it has to be 1 to {most}"));
            }
        }
        if let Some(entry) = self.cors_origins.iter().find(|entry| !is_origin(entry)) {
            return wrong("cors_origins", format!("'{entry}' is no origin, which is written like https://app.example.com"));
        }
        if let Some(entry) = self.hosts.iter().find(|entry| !is_host(entry)) {
            return wrong("hosts", format!("'{entry}' is no name, which is written like my-computer.local"));
        }
        if self.listen.is_some_and(|address| address.port() == 0) {
            return wrong("listen", "listen needs a port of 1 to 65535, else no client would find it".to_owned());
        }
        match self.proxy.as_deref().and_then(proxy_trouble) {
            Some(reason) => wrong("proxy", reason.to_owned()),
            None => Ok(()),
        }
    }

    /// The plan that counts.
    pub(crate) fn plan(&self) -> Plan {
        let [starter, pro, unlimited] = Plan::built_in();
        [starter, pro].into_iter().find(|plan| plan.id == self.plan).unwrap_or(unlimited)
    }
}

/// Apps have schemes of their own, so any will do.
fn is_origin(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, authority)| !scheme.is_empty() && is_host(authority))
}

fn is_host(text: &str) -> bool {
    !text.contains('@') && text.parse::<Authority>().is_ok_and(|authority| !authority.host().is_empty())
}

fn proxy_trouble(text: &str) -> Option<&'static str> {
    let (scheme, address) = text.split_once("://").unwrap_or_default();
    if address.contains('@') {
        return Some("a proxy's name and password can not be kept safely here: name a proxy that asks for none");
    }
    let fits = matches!(scheme, "http" | "https" | "socks5" | "socks5h") && is_host(address.trim_end_matches('/'));
    (!fits).then_some("a proxy is written like http://10.0.0.1:3128 or socks5://127.0.0.1:1080")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_settings_agree_and_an_unreadable_row_costs_only_itself() {
        let live = Live { capture: Capture::Errors, body_limit_mb: 9, ..Live::default() };
        let mut rows: BTreeMap<_, _> = live.to_rows().into_iter().collect();
        assert_eq!(Live::from_rows(&rows), live);
        rows.insert("capture".to_owned(), "\"everything\"".to_owned());
        rows.insert("from_the_future".to_owned(), "1".to_owned());
        assert_eq!(Live::from_rows(&rows), Live { capture: Capture::Off, ..live });
    }
}
