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

/// As at the door: a request for a model that is not allowed has counted in its minute, one over the budget has not.
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
    if requests_per_minute.is_some() {
        window.count(now);
    }
    (!allowed).then_some(Limit::Models)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        budget::{Budget, Period},
        key::Preset,
    };

    /// 2026-11-23T00:00:00Z, a Monday.
    const MONDAY: i64 = 1_795_392_000_000;
    const DAY: i64 = 86_400_000;

    /// One that was held for at 4 microcredits and took a second.
    fn arrival(at: i64, model: &str, used: i64) -> Arrival {
        Arrival {
            id: RequestId(Uuid::from_u128(at.unsigned_abs().into())),
            started_at: at,
            ended_at: at + 1_000,
            endpoint: Endpoint::Chat,
            model: Some(model.into()),
            held: Credits::from_micros(4),
            used: Credits::from_micros(used),
        }
    }

    fn key() -> Key {
        Key::new("k".into(), "ci", Preset::Custom, 0)
    }

    fn budget(micros: i64, period: Period) -> Key {
        Key { budget: Some(Budget { credits: Credits::from_micros(micros), period }), ..key() }
    }

    #[test]
    fn each_limit_refuses_what_it_would_have_refused() {
        let every_10_s: Vec<_> = (0..6).map(|number| arrival(MONDAY + number * 10_000, "chat", 2)).collect();
        let at_once: Vec<_> = (0..6).map(|number| arrival(MONDAY + number, "chat", 2)).collect();
        let daily: Vec<_> = (0..6).map(|day| arrival(MONDAY + day * DAY, "chat", 2)).collect();
        let embed = Arrival { endpoint: Endpoint::Embeddings, ..arrival(MONDAY + 60_000, "embed", 1) };
        let mixed = [every_10_s.clone(), vec![embed]].concat();
        let chat_only = Key { models: Some(vec!["chat".into()]), ..key() };
        let embeddings_only = Key { endpoints: Some(vec![Endpoint::Embeddings]), ..key() };
        for (what, key, per_minute, spent, arrivals, expected) in [
            ("no limit", key(), None, 0, &mixed, vec![]),
            ("nothing asked", embeddings_only.clone(), Some(1), 0, &Vec::new(), vec![]),
            ("a minute's worth", key(), Some(6), 0, &every_10_s, vec![]),
            ("too often", key(), Some(2), 0, &every_10_s, vec![(Limit::RequestsPerMinute, 4, 20_000)]),
            ("a model", chat_only.clone(), None, 0, &mixed, vec![(Limit::Models, 1, 60_000)]),
            ("an endpoint", embeddings_only, Some(1), 0, &mixed, vec![(Limit::Endpoints, 6, 0)]),
            (
                "a refused model has counted",
                Key { models: Some(Vec::new()), ..key() },
                Some(1),
                0,
                &at_once,
                vec![(Limit::Models, 1, 0), (Limit::RequestsPerMinute, 5, 1)],
            ),
            ("spent", budget(8, Period::Total), None, 0, &every_10_s, vec![(Limit::Budget, 3, 30_000)]),
            ("spent before", budget(8, Period::Total), None, 4, &every_10_s, vec![(Limit::Budget, 5, 10_000)]),
            ("held by those under way", budget(8, Period::Total), None, 0, &at_once, vec![(Limit::Budget, 4, 2)]),
            ("a new day", budget(4, Period::Day), None, 4, &daily, vec![(Limit::Budget, 1, 0)]),
            ("a week", budget(6, Period::Week), None, 0, &daily, vec![(Limit::Budget, 4, 2 * DAY)]),
        ] {
            let found = dry_run(&key, per_minute, Credits::from_micros(spent), MONDAY, arrivals);
            let found: Vec<_> = found.iter().map(|found| (found.limit, found.refused, found.first_at - MONDAY)).collect();
            assert_eq!(found, expected, "{what}");
        }
    }

    #[test]
    fn the_first_one_refused_is_named() {
        let arrivals = [arrival(MONDAY, "chat", 1), arrival(MONDAY + 1, "other", 1), arrival(MONDAY + 2, "other", 1)];
        let key = Key { models: Some(vec!["chat".into()]), ..key() };
        let found = dry_run(&key, None, Credits::ZERO, MONDAY, &arrivals);
        let first = Refusals { limit: Limit::Models, refused: 2, first_at: MONDAY + 1, first_request: arrivals[1].id };
        assert_eq!(found, [first]);
    }
}
