//! `GET /admin/diagnostics`: a text for a bug report. What it says is safe to show to strangers.

use std::fmt::Write;

use axum::{Json, extract::State};
use secrecy::ExposeSecret;
use serde::Serialize;
use turnpike_store::{Sizes, Store};
use utoipa::ToSchema;

use super::{
    status::{Status, Vitals},
    window::Window,
};
use crate::{
    api::error::ApiError,
    blocking, logging,
    workspace::{Workspace, snapshot::Snapshot},
};

/// A text to put into a bug report.
#[derive(Serialize, ToSchema)]
pub(crate) struct Diagnostics {
    report: String,
}

#[utoipa::path(get, path = "/diagnostics", responses((status = 200, body = Diagnostics)))]
pub(crate) async fn diagnostics(
    State(vitals): State<Vitals>,
    State(workspace): State<Workspace>,
    State(window): State<Window>,
    State(store): State<Store>,
) -> Result<Json<Diagnostics>, ApiError> {
    let sizes = blocking(move || store.sizes()).await?;
    let snapshot = workspace.current();
    let mut report = String::new();
    // Writing into a text can not fail.
    let _ = write(&mut report, &vitals.status(), &sizes, &snapshot);
    let credentials = snapshot.providers.iter().filter_map(|provider| provider.secret.as_ref());
    let secrets = credentials.map(|secret| secret.expose_secret()).chain(window.secrets());
    let home = dirs::home_dir().map(|home| home.display().to_string()).unwrap_or_default();
    Ok(Json(Diagnostics { report: presentable(&report, secrets, &home) }))
}

fn write(report: &mut String, status: &Status, sizes: &Sizes, snapshot: &Snapshot) -> std::fmt::Result {
    let yes = |yes| if yes { "yes" } else { "no" };
    writeln!(report, "Turnpike {} on {} ({})", status.version, system(), std::env::consts::ARCH)?;
    writeln!(report, "up {} s, {} requests under way, paused: {}", status.uptime_seconds, status.in_flight, yes(status.paused))?;
    writeln!(report, "{}, only from this computer: {}", status.api, yes(status.local_only))?;
    writeln!(report, "data in {}, log writable: {}", status.data_dir, yes(status.log_writable))?;
    writeln!(report, "credentials sealed by {}: {}", status.secrets.backend, status.secrets.state)?;
    let Sizes { requests, bodies, database_bytes, bodies_bytes, .. } = sizes;
    writeln!(report, "{requests} requests in {database_bytes} bytes, {bodies} bodies in {bodies_bytes} bytes")?;
    writeln!(report, "{} keys, {} models", snapshot.keys.len(), snapshot.routes.len())?;
    writeln!(report, "\nProviders")?;
    for provider in &snapshot.providers {
        let state = match (provider.usable, provider.disabled) {
            (true, _) => "ready",
            (_, true) => "switched off",
            _ => "without a readable credential or an address",
        };
        writeln!(report, "{} ({}): {state}, credential: {}", provider.id, provider.vendor.id, yes(provider.has_credential))?;
    }
    writeln!(report, "\nSettings")?;
    for (name, json) in snapshot.live.to_rows() {
        writeln!(report, "{name} = {json}")?;
    }
    writeln!(report, "\nLog")?;
    logging::latest().iter().try_for_each(|line| writeln!(report, "{line}"))
}

/// The distribution where there is one, else the system.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

/// Anything shorter, such as the `none` that engines are given, is no secret and would take words apart.
const SHORTEST: usize = 8;

/// Without secrets, ours and whatever looks like one, and without the user's name in paths.
fn presentable<'a>(report: &str, secrets: impl Iterator<Item = &'a str>, home: &str) -> String {
    let mut text = report.to_owned();
    for secret in secrets.filter(|secret| secret.len() >= SHORTEST) {
        text = text.replace(secret, "***");
    }
    if home.len() > 1 {
        text = text.replace(home, "~");
    }
    text.lines().map(|line| turnpike_providers::redact(line) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_it_is_anybody_s_secret() {
        let text = "data in /people/ada/.local/share/turnpike\nkey sk-proj-abc123DEF456 was refused\nopens with 0123abcd\n";
        let expected = "data in ~/.local/share/turnpike\nkey *** was refused\nopens with ***\n";
        assert_eq!(presentable(text, ["0123abcd", "key", ""].into_iter(), "/people/ada"), expected);
        assert_eq!(presentable("in /tmp\n", std::iter::empty(), "/"), "in /tmp\n", "root has no home to hide");
    }
}
