//! The walk along a route's targets: whom to ask next, after which pause, and when to give up. All it decides,
//! it asks [`turnpike_domain::plan`] and [`turnpike_domain::failure`].

use std::time::{Duration, Instant};

use turnpike_domain::{
    failure::{Failure, Left, Verdict, backoff, verdict},
    plan::{Skip, SkipReason},
    route::{Capability, Needs},
};

use super::meter::Meter;
use crate::{
    clock,
    workspace::route::{Route, Target},
};

/// Where a request stands on its route.
pub(crate) struct Walk<'a> {
    route: &'a Route,
    /// Indexes of the route's targets, in the order to ask them.
    order: Vec<usize>,
    at: usize,
    tried: u32,
    tries: u32,
    pause: Option<Duration>,
    over: bool,
    first_failure: Option<(&'a Target, Failure)>,
    skipped: Vec<Skip>,
}

/// Why nobody served.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Asked, and failed: what the first target said last.
    Failed {
        /// Who that was.
        provider: String,
        /// What it said.
        failure: Failure,
    },
    /// No target can take what the request holds.
    Lacks(Capability),
    /// No target may be asked.
    NoTarget,
    /// The owner stopped the request.
    Stopped,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(route: &'a Route, needs: &Needs, tries: u32, meter: &mut Meter) -> Self {
        let order = route.plan(needs, &[], Instant::now());
        meter.skipped(&order.skipped);
        Self {
            route,
            order: order.targets,
            at: 0,
            tried: 0,
            tries,
            pause: None,
            over: false,
            first_failure: None,
            skipped: order.skipped,
        }
    }

    /// Whom to ask now, after the pause that the last failure calls for; `None`: it is over.
    pub(crate) async fn next(&mut self) -> Option<&'a Target> {
        if self.over {
            return None;
        }
        if let Some(pause) = self.pause.take() {
            tokio::time::sleep_until(tokio::time::Instant::now() + pause).await;
        }
        self.tried += 1;
        self.route.targets.get(*self.order.get(self.at)?)
    }

    /// The index of the target that is being asked, among all of the route.
    pub(crate) fn serving(&self) -> usize {
        self.order.get(self.at).copied().unwrap_or_default()
    }

    /// Is the first target of the walk being asked?
    pub(super) fn at_first(&self) -> bool {
        self.at == 0
    }

    /// The target that was asked failed.
    pub(crate) fn failed(&mut self, failure: Failure) {
        let next_target = self.at + 1 < self.order.len();
        let left = Left { tries: self.tries.saturating_sub(self.tried), next_target };
        let mut step = verdict(failure.kind, left);
        if step == Verdict::SameTarget {
            self.pause = backoff(self.tried, failure.retry_after, clock::jitter());
            if self.pause.is_none() {
                step = verdict(failure.kind, Left { tries: 0, ..left });
            }
        }
        if self.at == 0 {
            let target = self.order.first().and_then(|index| self.route.targets.get(*index));
            self.first_failure = target.map(|target| (target, failure));
        }
        match step {
            Verdict::SameTarget => {}
            Verdict::NextTarget => (self.at, self.tried) = (self.at + 1, 0),
            Verdict::Stop => self.over = true,
        }
    }

    /// What to tell the client: the words of the target that it asked for, since that is what it knows.
    pub(crate) fn refusal(self) -> Refusal {
        if let Some((target, failure)) = self.first_failure {
            return Refusal::Failed { provider: target.provider.id.to_string(), failure };
        }
        Refusal::of_skips(&self.skipped)
    }
}

impl Refusal {
    /// Every target was passed over.
    pub(crate) fn of_skips(skipped: &[Skip]) -> Self {
        let lacking = skipped.iter().find_map(|skip| match skip.reason {
            SkipReason::Lacks { capability } => Some(capability),
            SkipReason::ContextLength { .. } | SkipReason::Disabled | SkipReason::Cooling { .. } => None,
        });
        lacking.map_or(Self::NoTarget, Self::Lacks)
    }
}
