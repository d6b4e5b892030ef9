//! Settings that take effect at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
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
    /// Names other than loopback's by which clients may reach /v1.
    pub(crate) hosts: Vec<String>,
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

    /// What is wrong with these settings, if anything.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !Plan::built_in().iter().any(|plan| plan.id == self.plan) {
            return Err(format!("there is no plan '{}': choose starter, pro or unlimited", self.plan));
        }
        if self.requests_per_ip.count == 0 || self.requests_per_ip.per_seconds == 0 {
            return Err("requests_per_ip needs a count and a number of seconds of 1 or more".to_owned());
        }
        Ok(())
    }

    /// The plan that counts.
    pub(crate) fn plan(&self) -> Plan {
        let [starter, pro, unlimited] = Plan::built_in();
        [starter, pro].into_iter().find(|plan| plan.id == self.plan).unwrap_or(unlimited)
    }
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
