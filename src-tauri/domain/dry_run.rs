//! What other limits would have done to requests that have been: the rules that serve, run over the log.

use std::{cmp::Reverse, collections::BinaryHeap, time::Duration};

use crate::{
    budget::Balance,
    credits::Credits,
    ids::{ModelId, RequestId},
    key::Key,
    rate::Window,
    request::Endpoint,
};

/// A request of the log, as far as limits look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its id.
    pub id: RequestId,
    /// Unix milliseconds.
    pub started_at: i64,
    /// Unix milliseconds.
    pub ended_at: i64,
    /// What was called.
    pub endpoint: Endpoint,
    /// What was asked for.
    pub model: Option<ModelId>,
    /// What was held for it.
    pub held: Credits,
    /// What it was charged.
    pub used: Credits,
}

/// The limits of a key, in the order in which they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// The endpoints that it may call.
    Endpoints,
    /// How often.
    RequestsPerMinute,
    /// The models that it may ask for.
    Models,
    /// What it may spend.
    Budget,
}

impl Limit {
    /// The word in JSON, as the key's field is named.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Endpoints => "endpoints",
            Self::RequestsPerMinute => "requests_per_minute",
            Self::Models => "models",
            Self::Budget => "budget",
        }
    }
}

/// What a limit would have refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusals {
    /// Which limit.
    pub limit: Limit,
    /// How many.
    pub refused: u64,
    /// When first; Unix milliseconds.
    pub first_at: i64,
    /// Which one first.
    pub first_request: RequestId,
}

const MINUTE: Duration = Duration::from_secs(60);

/// What the limits of `key` would have refused of its requests since `from`, which come in the order of their starts.
/// `spent` is what it had spent by then in the budget's period.
pub fn dry_run(key: &Key, requests_per_minute: Option<u32>, spent: Credits, from: i64, arrivals: &[Arrival]) -> Vec<Refusals> {
    let (period_start, _) = key.spending_period().bounds(from);
    let mut balance = Balance { spent, held: Credits::ZERO, period_start };
    let mut window = Window::new(MINUTE);
    let mut under_way = BinaryHeap::new();
    let mut found: Vec<Refusals> = Vec::new();
    for arrival in arrivals {
        while let Some(Reverse((ended_at, held, used))) = under_way.peek().copied()
            && ended_at <= arrival.started_at
        {
            balance.settle(held, used);
            under_way.pop();
        }
        match refuse(key, requests_per_minute, &mut window, &mut balance, arrival) {
            None => under_way.push(Reverse((arrival.ended_at, arrival.held, arrival.used))),
            Some(limit) => match found.iter_mut().find(|refusals| refusals.limit == limit) {
                Some(refusals) => refusals.refused += 1,
                None => {
                    found.push(Refusals { limit, refused: 1, first_at: arrival.started_at, first_request: arrival.id });
                }
            },
        }
    }
    found
}

/// What one limit refuses, no other has counted.
fn refuse(
    key: &Key,
    requests_per_minute: Option<u32>,
    window: &mut Window,
    balance: &mut Balance,
    arrival: &Arrival,
) -> Option<Limit> {
    let now = arrival.started_at.max(0).unsigned_abs();
    if !key.allows_endpoint(arrival.endpoint) {
        return Some(Limit::Endpoints);
    }
    if requests_per_minute.is_some_and(|limit| window.standing(limit, now).remaining == 0) {
        return Some(Limit::RequestsPerMinute);
    }
    let allowed = arrival.model.as_ref().is_none_or(|model| key.allows_model(model));
    if allowed && balance.hold(arrival.held, key.budget.as_ref(), arrival.started_at).is_err() {
        return Some(Limit::Budget);
    }
    window.count(now);
    (!allowed).then_some(Limit::Models)
}
