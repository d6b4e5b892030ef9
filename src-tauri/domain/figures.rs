//! What the requests of a period add up to. Rates are for whoever shows them to derive from these sums: an average of
//! averages is wrong. Percentiles come from the values themselves.

use std::collections::HashMap;

use crate::credits::Credits;

/// One request, as far as figures need it. Nothing is copied: the log shows one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure<'a> {
    /// Unix milliseconds.
    pub started_at: i64,
    /// Refused, or broken after a good beginning?
    pub failed: bool,
    /// Served by a fallback?
    pub fallback: bool,
    /// The model that served, else the one that was asked for.
    pub model: Option<&'a str>,
    /// Who served.
    pub provider: Option<&'a str>,
    /// The id of its key.
    pub key: Option<&'a str>,
    /// `None`: unknown price.
    pub credits: Option<Credits>,
    /// Prompt tokens.
    pub input: u64,
    /// Prompt tokens that were read from the provider's cache.
    pub cached_input: u64,
    /// Prompt tokens that were written to it.
    pub cache_write: u64,
    /// Tokens made.
    pub output: u64,
    /// To the last byte.
    pub duration_ms: u64,
    /// To the first content.
    pub first_token_ms: Option<u64>,
}

/// Sums over requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Requests.
    pub requests: u64,
    /// Those that failed.
    pub failed: u64,
    /// Those that a fallback served.
    pub fallbacks: u64,
    /// What was charged.
    pub credits: Credits,
    /// Requests whose price is unknown: they are in no amount of credits.
    pub unpriced: u64,
    /// Prompt tokens.
    pub input: u64,
    /// Prompt tokens that were read from providers' caches.
    pub cached_input: u64,
    /// Tokens made.
    pub output: u64,
}

/// How long requests took. Of requests that failed only the sums tell: a refusal is quick, and says nothing of speed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latencies {
    durations: Vec<u32>,
    first_tokens: Vec<u32>,
}

/// The figures of a period, and of equal stretches of it.
#[derive(Debug)]
pub struct Overview {
    from: i64,
    bucket_ms: i64,
    /// Of the whole period.
    pub totals: Sums,
    /// Oldest first.
    pub buckets: Vec<(Sums, Latencies)>,
    /// By model. Requests that named none are in the totals only.
    pub models: HashMap<String, Series>,
    /// By provider.
    pub providers: HashMap<String, Sums>,
    /// By the key's id.
    pub keys: HashMap<String, Sums>,
}

/// The figures of one model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// Of the whole period.
    pub sums: Sums,
    /// Its requests in each stretch.
    pub requests: Vec<u64>,
}

impl Sums {
    /// Adds one request.
    pub fn add(&mut self, figure: &Figure<'_>) {
        self.requests += 1;
        self.failed += u64::from(figure.failed);
        self.fallbacks += u64::from(figure.fallback);
        self.credits = self.credits + figure.credits.unwrap_or_default();
        self.unpriced += u64::from(figure.credits.is_none());
        self.input = self.input.saturating_add(figure.input);
        self.cached_input = self.cached_input.saturating_add(figure.cached_input);
        self.output = self.output.saturating_add(figure.output);
    }
}

impl Latencies {
    /// Adds one request.
    pub fn add(&mut self, figure: &Figure<'_>) {
        if !figure.failed {
            self.durations.push(narrow(figure.duration_ms));
            self.first_tokens.extend(figure.first_token_ms.map(narrow));
        }
    }

    /// Adds those of others.
    pub fn extend(&mut self, other: &Self) {
        self.durations.extend(&other.durations);
        self.first_tokens.extend(&other.first_tokens);
    }

    /// The milliseconds to the last byte within which so many percent of the requests had ended.
    pub fn duration(&mut self, percent: usize) -> Option<u64> {
        percentile(&mut self.durations, percent)
    }

    /// The same to the first content.
    pub fn first_token(&mut self, percent: usize) -> Option<u64> {
        percentile(&mut self.first_tokens, percent)
    }
}

impl Overview {
    /// Nothing yet, of the `buckets` stretches of `bucket_ms` from `from` on.
    pub fn new(from: i64, bucket_ms: i64, buckets: usize) -> Self {
        Self {
            from,
            bucket_ms: bucket_ms.max(1),
            totals: Sums::default(),
            buckets: vec![Default::default(); buckets.max(1)],
            models: HashMap::new(),
            providers: HashMap::new(),
            keys: HashMap::new(),
        }
    }

    /// Adds one request of the period.
    pub fn add(&mut self, figure: &Figure<'_>) {
        self.totals.add(figure);
        let last = self.buckets.len() - 1;
        let index = usize::try_from((figure.started_at - self.from) / self.bucket_ms).unwrap_or_default().min(last);
        if let Some((sums, latencies)) = self.buckets.get_mut(index) {
            sums.add(figure);
            latencies.add(figure);
        }
        if let Some(model) = figure.model {
            add_to(&mut self.models, model, |series: &mut Series| {
                series.sums.add(figure);
                series.requests.resize(last + 1, 0);
                series.requests[index] += 1;
            });
        }
        for (all, name) in [(&mut self.providers, figure.provider), (&mut self.keys, figure.key)] {
            if let Some(name) = name {
                add_to(all, name, |sums: &mut Sums| sums.add(figure));
            }
        }
    }

    /// How long the requests of the whole period took.
    pub fn latencies(&self) -> Latencies {
        let mut all = Latencies::default();
        for (_, latencies) in &self.buckets {
            all.extend(latencies);
        }
        all
    }
}

/// Few names stand in many requests: only a new one is copied.
fn add_to<T: Default>(all: &mut HashMap<String, T>, name: &str, add: impl FnOnce(&mut T)) {
    match all.get_mut(name) {
        Some(known) => add(known),
        None => add(all.entry(name.to_owned()).or_default()),
    }
}

fn narrow(milliseconds: u64) -> u32 {
    u32::try_from(milliseconds).unwrap_or(u32::MAX)
}

/// By nearest rank: a value that really was, and the whole of few values counts.
fn percentile(values: &mut [u32], percent: usize) -> Option<u64> {
    let rank = (values.len() * percent.min(100)).div_ceil(100).checked_sub(1)?;
    Some(u64::from(*values.select_nth_unstable(rank).1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latencies(durations: &[u64]) -> Latencies {
        let mut latencies = Latencies::default();
        for duration in durations {
            latencies.add(&Figure { duration_ms: *duration, ..Figure::default() });
        }
        latencies
    }

    #[test]
    fn a_percentile_is_a_value_that_was() {
        let hundred: Vec<u64> = (1..=100).rev().collect();
        for (values, percent, expected) in [
            (&[][..], 50, None),
            (&[7], 50, Some(7)),
            (&[7], 95, Some(7)),
            (&[1, 9], 50, Some(1)),
            (&[9, 1], 95, Some(9)),
            (&[5, 1, 3], 50, Some(3)),
            (&hundred, 50, Some(50)),
            (&hundred, 95, Some(95)),
            (&hundred, 100, Some(100)),
            (&[u64::MAX], 50, Some(u64::from(u32::MAX))),
        ] {
            assert_eq!(latencies(values).duration(percent), expected, "{percent} of {values:?}");
        }
    }

    #[test]
    fn what_failed_is_counted_and_says_nothing_of_speed() {
        let mut latencies = Latencies::default();
        latencies.add(&Figure { duration_ms: 2, failed: true, first_token_ms: Some(1), ..Figure::default() });
        assert_eq!((latencies.duration(50), latencies.first_token(50)), (None, None));
        latencies.add(&Figure { duration_ms: 900, first_token_ms: Some(300), ..Figure::default() });
        assert_eq!((latencies.duration(50), latencies.first_token(50)), (Some(900), Some(300)));
    }

    #[test]
    fn every_request_is_in_the_totals_once_and_in_its_stretch_of_time() {
        let priced =
            Figure { credits: Some(Credits::from_micros(5)), input: 10, cached_input: 4, output: 2, ..Figure::default() };
        let mut overview = Overview::new(1_000, 10, 3);
        for figure in [
            Figure { started_at: 1_000, model: Some("a"), provider: Some("p"), key: Some("k"), ..priced },
            Figure { started_at: 1_009, model: Some("a"), failed: true, ..priced },
            Figure { started_at: 1_010, model: Some("b"), credits: None, fallback: true, ..priced },
            Figure { started_at: 1_099, output: u64::MAX, ..priced },
            Figure { started_at: 999, ..priced },
        ] {
            overview.add(&figure);
        }
        let buckets: Vec<_> = overview.buckets.iter().map(|(sums, _)| (sums.requests, sums.failed)).collect();
        assert_eq!(buckets, [(3, 1), (1, 0), (1, 0)], "one outside by a clock's step counts at the edge");
        let totals = overview.totals;
        assert_eq!((totals.requests, totals.failed, totals.fallbacks, totals.unpriced), (5, 1, 1, 1));
        assert_eq!((totals.credits, totals.input, totals.cached_input), (Credits::from_micros(20), 50, 20));
        assert_eq!(totals.output, u64::MAX, "nonsense does not wrap around");
        assert_eq!(
            (overview.models["a"].requests.clone(), overview.models["b"].requests.clone()),
            (vec![2, 0, 0], vec![0, 1, 0])
        );
        assert_eq!((overview.providers["p"].requests, overview.keys["k"].requests), (1, 1));
        assert_eq!(overview.latencies().durations.len(), 4);
    }
}
