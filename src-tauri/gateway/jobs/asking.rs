//! What a provider is asked about a job of its own.

use turnpike_domain::{
    failure::{Failure, FailureKind},
    job::JobKind,
};
use turnpike_providers::{JobDialect, Progress, Ticket, Vendor};

use crate::{relay::Relay, workspace::route::Upstream};

/// How a job stands.
pub(super) async fn look(relay: &Relay, provider: &Upstream, kind: JobKind, ticket: &Ticket) -> Result<Progress, Failure> {
    let dialect = dialect(provider.vendor, kind)
        .ok_or_else(|| Failure::new(FailureKind::BadReply, "its provider makes nothing of the kind any more"))?;
    let body = relay.ask(provider, dialect, dialect.look(provider.vendor, ticket)).await?;
    dialect.progress(provider.vendor, ticket, body).map_err(|failure| provider.without_secret(failure))
}

/// Has its provider stopped it?
pub(super) async fn cancel(relay: &Relay, provider: &Upstream, kind: JobKind, ticket: &Ticket) -> bool {
    let Some(dialect) = dialect(provider.vendor, kind) else { return false };
    let Some(call) = dialect.cancel(provider.vendor, ticket) else { return false };
    match relay.ask(provider, dialect, call).await {
        Ok(_) => true,
        Err(failure) => {
            tracing::info!(provider = %provider.id, "a job could not be cancelled at its provider: {}", failure.message);
            false
        }
    }
}

fn dialect(vendor: &Vendor, kind: JobKind) -> Option<&'static dyn JobDialect> {
    match kind {
        JobKind::Video => vendor.videos.map(|dialect| dialect as &dyn JobDialect),
        JobKind::Music => vendor.music.map(|dialect| dialect as &dyn JobDialect),
    }
}
