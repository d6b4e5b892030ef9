//! From usage to credits.

use serde::{Deserialize, Serialize};

use crate::{
    credits::{Credits, MICROCREDITS_PER_DOLLAR},
    usage::Usage,
};

/// A price per million units, in microcredits: US$0.15 per million tokens is 15,000,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(pub i64);

impl Rate {
    /// `None` unless the price is a finite amount of zero or more that fits.
    pub fn per_million(dollars: f64) -> Option<Self> {
        Credits::from_dollars(dollars).map(|price| Self(price.micros()))
    }

    fn times(self, units: u64) -> i128 {
        i128::from(self.0) * i128::from(units)
    }

    /// US dollars per million units, for showing.
    pub fn dollars_per_million(self) -> f64 {
        self.0 as f64 / MICROCREDITS_PER_DOLLAR as f64
    }
}

/// What a model costs. A rate that is `None` was not given: cached input then costs as much as input,
/// anything else nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// Prompt tokens.
    pub input: Option<Rate>,
    /// Prompt tokens read from the provider's cache.
    pub cached_input: Option<Rate>,
    /// Prompt tokens written to the provider's cache.
    pub cache_write: Option<Rate>,
    /// Tokens made.
    pub output: Option<Rate>,
    /// Every request, whatever it holds.
    pub per_request: Option<Credits>,
    /// An image made.
    pub per_image: Option<Credits>,
    /// A second of video or music made.
    pub per_second: Option<Credits>,
    /// A minute of speech heard.
    pub per_minute: Option<Credits>,
    /// Characters spoken.
    pub per_million_characters: Option<Credits>,
}

/// One line of a bill, as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// `input`, `cached_input`, `cache_write`, `output` or `request`.
    pub unit: String,
    /// How many of them.
    pub count: u64,
    /// The price of a million.
    pub rate: Rate,
}

impl Line {
    /// What this line alone comes to.
    pub fn credits(&self) -> Credits {
        rounded(self.rate.times(self.count))
    }
}

impl Rates {
    /// The bill. Rounded once, half up, after adding: lines may add up to a fraction more than the total.
    pub fn charge(&self, usage: &Usage) -> Credits {
        rounded(self.lines(usage).iter().map(|line| line.rate.times(line.count)).sum())
    }

    /// What [`Rates::charge`] adds up.
    pub fn lines(&self, usage: &Usage) -> Vec<Line> {
        let plain = usage.input.saturating_sub(usage.cached_input).saturating_sub(usage.cache_write);
        let line = |unit: &str, count: u64, rate: Option<Rate>| {
            (count > 0).then(|| Line { unit: unit.to_owned(), count, rate: rate.unwrap_or_default() })
        };
        let request = self.per_request.map(|price| Rate(price.micros().saturating_mul(1_000_000)));
        [
            line("input", plain, self.input),
            line("cached_input", usage.cached_input, self.cached_input.or(self.input)),
            line("cache_write", usage.cache_write, self.cache_write.or(self.input)),
            line("output", usage.output, self.output),
            request.and_then(|rate| line("request", 1, Some(rate))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The most that a request can cost: every byte of input a token (no tokenizer makes more of it) at the
    /// dearest input rate, and all the output that was allowed.
    pub fn worst_case(&self, input_bytes: u64, max_output: u64) -> Credits {
        let dearest = [self.input, self.cached_input, self.cache_write].into_iter().flatten().max_by_key(|rate| rate.0);
        Self { input: dearest, ..*self }.charge(&Usage { input: input_bytes, output: max_output, ..Usage::default() })
    }
}

/// From millionths of microcredits, half up.
fn rounded(total: i128) -> Credits {
    let micros = (total + 500_000).div_euclid(1_000_000);
    Credits::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> Rates {
        Rates {
            input: Rate::per_million(0.15),
            cached_input: Rate::per_million(0.075),
            output: Rate::per_million(0.60),
            ..Rates::default()
        }
    }

    #[test]
    fn cached_input_is_billed_instead_of_input() {
        let usage = Usage { input: 1_000_000, cached_input: 1_000_000, ..Usage::default() };
        assert_eq!(rates().charge(&usage).to_string(), "7.500000", "US$0.075 is 7.5 credits");
    }

    #[test]
    fn a_bill_is_rounded_once() {
        let third = Rates { input: Some(Rate(333_333)), output: Some(Rate(333_333)), ..Rates::default() };
        let usage = Usage { input: 1, output: 1, ..Usage::default() };
        assert_eq!(third.charge(&usage).micros(), 1, "two lines of a third each make 0.67, not 0 + 0");
    }

    #[test]
    fn a_price_per_request_is_charged_once_whatever_was_used() {
        let flat = Rates { per_request: Some(Credits::from_micros(250)), ..Rates::default() };
        assert_eq!(flat.charge(&Usage::default()).micros(), 250);
        assert_eq!(flat.worst_case(10_000, 10_000).micros(), 250, "a flat price is held exactly");
    }

    #[test]
    fn the_worst_case_is_never_below_the_bill() {
        for (input, cached, output) in [(0, 0, 0), (10, 10, 5), (4_000, 1_000, 256), (1, 0, 1)] {
            let usage = Usage { input, cached_input: cached, output, ..Usage::default() };
            assert!(rates().worst_case(input, output) >= rates().charge(&usage), "{usage:?}");
        }
    }
}
