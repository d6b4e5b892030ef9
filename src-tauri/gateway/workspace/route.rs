//! Routes as requests use them: every target with its provider, its price and its health at hand.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use turnpike_domain::{
    credits::Credits,
    extent::{Extent, Rendition},
    facts::ModelFacts,
    failure::{Failure, FailureKind, cooldown},
    ids::{ModelId, ProviderId},
    plan::{Candidate, Order, plan},
    price::{Bill, Quote, Rates},
    route::{Model, Needs},
    usage::Usage,
};
use turnpike_providers::{Vendor, catalogue::CataloguePrice, is_deaf, media::MediaPrice};

use crate::clock;

/// A model and whom to ask for it, in order.
pub(crate) struct Route {
    pub(crate) model: Model,
    pub(crate) targets: Vec<Target>,
}

impl Route {
    /// The most that a request can cost on any of the targets; `None`: nobody knows.
    pub(crate) fn worst_case(&self, extent: &Extent) -> Option<Credits> {
        self.targets.iter().filter_map(|target| target.price.worst_case(extent)).max()
    }

    /// Does the model itself take no audio? Its fallbacks have no say: an answer to what it was not asked would pass for its own.
    pub(crate) fn is_deaf(&self) -> bool {
        let own = self.targets.first().filter(|target| target.model == self.model.id);
        own.is_some_and(|target| is_deaf(target.provider.vendor, &target.upstream))
    }

    /// Whom to ask for what a request needs, in order, and why not the others. Providers in `down` count as switched off.
    pub(crate) fn plan(&self, needs: &Needs, down: &[&str], now: Instant) -> Order {
        let candidates: Vec<_> = self
            .targets
            .iter()
            .map(|target| {
                let candidate = target.candidate(needs, now);
                Candidate { usable: candidate.usable && !down.contains(&target.provider.id.as_str()), ..candidate }
            })
            .collect();
        plan(&candidates)
    }
}

/// One place that serves a model.
pub(crate) struct Target {
    pub(crate) model: ModelId,
    pub(crate) upstream: String,
    pub(crate) facts: ModelFacts,
    pub(crate) provider: Arc<Upstream>,
    pub(crate) price: Price,
    pub(crate) health: Arc<Health>,
}

impl Target {
    /// This target as `plan` sees it.
    fn candidate(&self, needs: &Needs, now: Instant) -> Candidate<'_> {
        Candidate {
            model: &self.model,
            provider: &self.provider.id,
            lacks: self.facts.missing(needs),
            too_short: self.facts.too_short(needs),
            usable: self.provider.usable,
            cooling: self.health.cooling(now),
        }
    }
}

/// A provider, ready to be called.
pub(crate) struct Upstream {
    pub(crate) id: ProviderId,
    pub(crate) vendor: &'static Vendor,
    pub(crate) base_url: String,
    /// The header that carries the credential; marked sensitive, so that no log prints it.
    pub(crate) authorization: Option<(http::HeaderName, HeaderValue)>,
    /// To take it out of what the provider says.
    pub(crate) secret: Option<SecretString>,
    pub(crate) usable: bool,
    pub(crate) disabled: bool,
    pub(crate) has_credential: bool,
}

impl Upstream {
    /// A failure as it may be shown: some providers repeat the credential that they refuse.
    pub(crate) fn without_secret(&self, mut failure: Failure) -> Failure {
        if let Some(secret) = &self.secret {
            failure.message = failure.message.replace(secret.expose_secret(), "***");
        }
        failure
    }
}

/// What a target costs.
pub(crate) enum Price {
    /// The user said so.
    Yours(Rates),
    /// Built in: the sandbox's, and nothing for an engine on the user's own machine.
    BuiltIn(Rates, &'static str),
    /// The price list's, with its name and version.
    Catalogue(Box<CataloguePrice>),
    /// The table's for media: it depends on what exactly is asked for.
    Media(MediaPrice),
    /// Nobody knows.
    Unknown,
}

impl Price {
    /// The most that a request can cost; `None`: unknown.
    pub(crate) fn worst_case(&self, extent: &Extent) -> Option<Credits> {
        match self {
            Self::Yours(rates) | Self::BuiltIn(rates, _) => Some(rates.worst_case(&extent.most)),
            Self::Catalogue(listed) => Some(listed.dearest.worst_case(&extent.most)),
            Self::Media(price) => Some(price.rates(&extent.rendition).worst_case(&extent.most)),
            Self::Unknown => None,
        }
    }

    /// The price as it is now, for what is billed later; `None`: unknown.
    pub(crate) fn quote(&self, rendition: &Rendition) -> Option<Quote> {
        let (rates, source) = self.rates(rendition)?;
        // The user's word is final; in a list, what has no price of its own is not free.
        Some(Quote { rates, source, is_complete: matches!(self, Self::Yours(_) | Self::BuiltIn(..)) })
    }

    /// The bill for what was used; `None`: unknown.
    pub(crate) fn bill(&self, usage: &Usage, rendition: &Rendition) -> Option<Bill> {
        let quote = match self {
            Self::Catalogue(listed) => {
                Quote { rates: listed.rates_at(usage.input, clock::now()), source: listed.source.clone(), is_complete: false }
            }
            _ => self.quote(rendition)?,
        };
        quote.bill(usage)
    }

    /// The rates for a request of ordinary size, and whose they are.
    pub(crate) fn rates(&self, rendition: &Rendition) -> Option<(Rates, String)> {
        match self {
            Self::Yours(rates) => Some((*rates, "yours".to_owned())),
            Self::BuiltIn(rates, source) => Some((*rates, (*source).to_owned())),
            Self::Catalogue(listed) => Some((listed.rates, listed.source.clone())),
            Self::Media(price) => Some((price.rates(rendition), price.source(rendition))),
            Self::Unknown => None,
        }
    }
}

/// How a target has been doing. Shared by all snapshots.
#[derive(Default)]
pub(crate) struct Health(Mutex<State>);

#[derive(Default)]
struct State {
    consecutive: u32,
    cooling_until: Option<Instant>,
    last_failure: Option<(FailureKind, String)>,
}

impl Health {
    /// How long the target is still to be left alone.
    pub(crate) fn cooling(&self, now: Instant) -> Option<Duration> {
        self.state().cooling_until?.checked_duration_since(now).filter(|wait| !wait.is_zero())
    }

    /// What went wrong last, if that is still why it is left alone.
    pub(crate) fn last_failure(&self) -> Option<(FailureKind, String)> {
        self.state().last_failure.clone()
    }

    pub(crate) fn succeeded(&self) {
        let mut state = self.state();
        if state.consecutive > 0 {
            *state = State::default();
        }
    }

    /// Counts a failure. The sandbox never cools down: it is there to be watched failing.
    pub(crate) fn failed(&self, vendor: &Vendor, failure: &Failure, now: Instant) {
        let mut state = self.state();
        state.consecutive = state.consecutive.saturating_add(1);
        state.last_failure = Some((failure.kind, failure.message.clone()));
        if vendor.answer.is_some() {
            return;
        }
        if let Some(wait) = cooldown(failure.kind, state.consecutive, failure.retry_after) {
            state.cooling_until = now.checked_add(wait);
            tracing::warn!(failure = %failure.kind, seconds = wait.as_secs(), "a target is left alone for a while: {}", failure.message);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
