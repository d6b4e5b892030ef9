//! One client request, many upstream attempts. Owns retries, fallbacks and the pass-through of bodies; never
//! touches balances: the [`meter::Meter`] does, once, at the end.

pub(crate) mod attachments;
pub(crate) mod attempt;
pub(crate) mod capture;
mod kept;
pub(crate) mod lost;
pub(crate) mod meter;
pub(crate) mod needs;
mod place;
pub(crate) mod redact;
pub(crate) mod retry_after;
pub(crate) mod simulate;
pub(crate) mod source;
pub(crate) mod stop;
pub(crate) mod upstream;
pub(crate) mod walk;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::header::LOCATION;
use turnpike_domain::{
    attempt::SIMULATED,
    failure::{Failure, FailureKind},
};
use turnpike_providers::{JobDialect, UpstreamCall};
use turnpike_wire::openai::chat_request::ChatRequest;

use self::{
    attachments::Attachments,
    attempt::{Ask, Conduct},
    meter::Meter,
    source::Source,
    upstream::{Fetched, Upstreams},
    walk::{Refusal, Walk},
};
use crate::{
    fetch::{FetchError, Fetcher, Limits},
    settings::{Bounds, Patience},
    workspace::route::{Route, Target, Upstream},
};

/// The handle that serves requests by asking providers.
#[derive(Clone)]
pub(crate) struct Relay(Arc<Inner>);

struct Inner {
    upstreams: Upstreams,
    fetcher: Fetcher,
    patience: Patience,
    bounds: Bounds,
}

/// For an answer about a job.
const LOOK: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: usize = 3;

impl Relay {
    pub(crate) fn new(upstreams: Upstreams, fetcher: Fetcher, patience: Patience, bounds: Bounds) -> Self {
        Self(Arc::new(Inner { upstreams, fetcher, patience, bounds }))
    }

    /// Reaches providers through this proxy from now on; without one, as the system says.
    pub(crate) fn use_proxy(&self, proxy: Option<&str>) -> Result<(), String> {
        self.0.upstreams.use_proxy(proxy)
    }

    /// How long whom is waited for.
    pub(crate) fn patience(&self) -> &Patience {
        &self.0.patience
    }

    /// Which models a provider says that it has. Costs nothing, and so shows whether it can be reached.
    pub(crate) async fn models_of(&self, provider: &Upstream) -> Result<Vec<String>, Failure> {
        let listed = self.0.upstreams.models(provider).await;
        listed.map_err(|failure| provider.without_secret(failure))
    }

    /// A document of no provider's, unless it is still the one that `etag` names.
    pub(crate) async fn fetch(&self, url: &str, etag: Option<&str>, most: usize, patience: Duration) -> Result<Fetched, Failure> {
        self.0.upstreams.fetch(url, etag, most, patience).await
    }

    /// What an address on this computer answers, if it is JSON.
    pub(crate) async fn glance(&self, url: &str, patience: Duration) -> Option<serde_json::Value> {
        self.0.upstreams.glance(url, patience).await
    }

    /// What the messages of a request point to, to be fetched for targets that do not fetch it themselves.
    pub(crate) fn attachments<'a>(&'a self, request: &'a ChatRequest<'a>) -> Attachments<'a> {
        let Inner { fetcher, patience, bounds, .. } = &*self.0;
        Attachments::new(&request.attachments, fetcher, Limits { bytes: bounds.fetched, patience: patience.fetch }, bounds.body)
    }

    /// An image at an address that a client or a provider gives. Nobody's credential goes there.
    pub(crate) async fn picture(&self, url: &str) -> Result<Bytes, FetchError> {
        let Inner { fetcher, patience, bounds, .. } = &*self.0;
        let file = fetcher.get(url, Limits { bytes: bounds.fetched, patience: patience.fetch }).await?;
        if file.media_type.starts_with("image/") { Ok(file.bytes.into()) } else { Err(FetchError::Media) }
    }

    /// Asks a provider about a job of its own.
    pub(crate) async fn ask(&self, provider: &Upstream, dialect: &dyn JobDialect, call: UpstreamCall) -> Result<Bytes, Failure> {
        let Inner { upstreams, .. } = &*self.0;
        let explain = |status, retry_after, body: &[u8]| dialect.failure(provider.vendor, status, retry_after, body);
        let asking = async {
            let answer = upstreams.send(provider, call, Conduct::default()).await?;
            answer.success(explain).await?.whole(upstreams.most_reply_bytes()).await
        };
        let late = || Failure::new(FailureKind::Timeout, format!("the provider said nothing within {} s", LOOK.as_secs()));
        let asked = tokio::time::timeout(LOOK, asking).await.unwrap_or_else(|_| Err(late()));
        asked.map_err(|failure| provider.without_secret(failure))
    }

    /// What a provider has made: from itself with its credential, from anywhere else on the public web without.
    pub(crate) async fn asset(&self, provider: &Upstream, at: &str) -> Result<Source, Failure> {
        let Inner { upstreams, fetcher, patience, .. } = &*self.0;
        let mut at = at.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            if !upstreams.is_of(provider, &at)? {
                let elsewhere = |error: FetchError| Failure::new(FailureKind::BadReply, format!("the address {error}"));
                return Ok(Source::network(fetcher.open(&at).await.map_err(elsewhere)?.into(), patience.idle));
            }
            let answer = upstreams.send(provider, UpstreamCall::fetch(provider.vendor, &*at), Conduct::default()).await?;
            match (answer.status, answer.headers.get(LOCATION).and_then(|location| location.to_str().ok())) {
                (200..300, _) => return Ok(answer.source),
                (300..400, Some(location)) => at = upstreams.redirected(provider, &at, location)?,
                (status, _) => {
                    return Err(Failure::new(FailureKind::BadReply, format!("the provider answers {status} where it should be")));
                }
            }
        }
        Err(Failure::new(FailureKind::BadReply, "the provider redirects too often"))
    }

    /// Asks the targets of a route in turn, until one serves or it is over. The meter knows afterwards what was used.
    pub(crate) async fn serve<A: Ask>(&self, ask: A, route: &Arc<Route>, meter: &mut Meter) -> Result<A::Answer, Refusal> {
        let mut walk = Walk::new(route, &ask.needs(route), self.0.patience.tries, meter);
        while let Some(target) = walk.next().await {
            let conduct = meter.try_target(route, &walk, target);
            match ask.ask(&self.0.upstreams, target, conduct).await {
                Ok(answer) => {
                    meter.served();
                    A::note(meter, &answer);
                    return Ok(answer);
                }
                Err(failure) => failed(&mut walk, meter, target, failure),
            }
        }
        Err(walk.refusal())
    }
}

fn failed(walk: &mut Walk<'_>, meter: &mut Meter, target: &Target, failure: Failure) {
    let failure = target.provider.without_secret(failure);
    tracing::warn!(model = %target.model, provider = %target.provider.id, failure = %failure.kind, "attempt failed: {}", failure.message);
    meter.failed(&failure);
    if !failure.message.starts_with(SIMULATED) {
        target.health.failed(target.provider.vendor, &failure, std::time::Instant::now());
    }
    walk.failed(failure);
}
