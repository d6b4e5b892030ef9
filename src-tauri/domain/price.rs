//! From usage to credits.

use serde::{Deserialize, Serialize};

use crate::{
    credits::{Credits, MICROCREDITS_PER_DOLLAR},
    usage::Usage,
};

/// A price per million units, in microcredits: US$0.15 per million tokens is 15,000,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// What a model costs. A rate that is `None` was not given: a part of the input or of the output then costs as much as
/// the rest of it, anything else nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rates {
    /// Prompt tokens.
    pub input: Option<Rate>,
    /// Prompt tokens read from the provider's cache.
    pub cached_input: Option<Rate>,
    /// Prompt tokens written to the provider's cache.
    pub cache_write: Option<Rate>,
    /// Prompt tokens written there for an hour.
    pub cache_write_1h: Option<Rate>,
    /// Prompt tokens of audio.
    pub audio_input: Option<Rate>,
    /// Prompt tokens of images.
    pub image_input: Option<Rate>,
    /// Tokens made.
    pub output: Option<Rate>,
    /// Tokens of audio made.
    pub audio_output: Option<Rate>,
    /// Tokens of images made.
    pub image_output: Option<Rate>,
    /// Every request, whatever it holds.
    pub per_request: Option<Credits>,
    /// An image made.
    pub per_image: Option<Credits>,
    /// A second of audio or video, heard or made.
    pub per_second: Option<Credits>,
    /// A minute of it.
    pub per_minute: Option<Credits>,
    /// An hour of it.
    pub per_hour: Option<Credits>,
    /// How its time is counted; `None`: to the millisecond.
    pub increment: Option<Increment>,
    /// Characters spoken.
    pub per_million_characters: Option<Credits>,
}

/// How time is counted for a bill: at least so much, and in whole steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Increment {
    /// The least that is billed.
    pub least_ms: u64,
    /// What it is rounded up to a multiple of.
    pub step_ms: u64,
}

impl Increment {
    fn billed(self, used_ms: u64) -> u64 {
        match used_ms {
            0 => 0,
            _ => used_ms.max(self.least_ms).checked_next_multiple_of(self.step_ms.max(1)).unwrap_or(u64::MAX),
        }
    }
}

/// A price as it was at some time, for what is billed now or later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The rates.
    pub rates: Rates,
    /// Whose they are.
    pub source: String,
    /// What has no rate costs nothing, and is not just unknown.
    pub is_complete: bool,
}

/// What something costs, and whose price it follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// In all.
    pub credits: Credits,
    /// One by one.
    pub lines: Vec<Line>,
    /// Whose price.
    pub source: String,
}

impl Quote {
    /// What so much costs; `None`: nobody knows.
    pub fn bill(&self, usage: &Usage) -> Option<Bill> {
        let bill = || Bill { credits: self.rates.charge(usage), lines: self.rates.lines(usage), source: self.source.clone() };
        (self.is_complete || self.rates.covers(usage)).then(bill)
    }
}

/// What a line of a bill counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named after the fields of `Usage` and `Rates`")]
pub enum Unit {
    Input,
    CachedInput,
    CacheWrite,
    #[serde(rename = "cache_write_1h")]
    CacheWrite1h,
    AudioInput,
    ImageInput,
    Output,
    AudioOutput,
    ImageOutput,
    Character,
    Image,
    Second,
    Minute,
    Hour,
    Request,
}

impl Unit {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::CachedInput => "cached_input",
            Self::CacheWrite => "cache_write",
            Self::CacheWrite1h => "cache_write_1h",
            Self::AudioInput => "audio_input",
            Self::ImageInput => "image_input",
            Self::Output => "output",
            Self::AudioOutput => "audio_output",
            Self::ImageOutput => "image_output",
            Self::Character => "character",
            Self::Image => "image",
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Request => "request",
        }
    }

    /// Time is counted in milliseconds: how many make one unit. Everything else is counted as it is.
    pub fn milliseconds(self) -> Option<u64> {
        match self {
            Self::Second => Some(1_000),
            Self::Minute => Some(60_000),
            Self::Hour => Some(MILLISECONDS_PER_HOUR),
            _ => None,
        }
    }

    /// Is its price told for a million, as those of tokens and characters are?
    pub fn by_the_million(self) -> bool {
        self.milliseconds().is_none() && !matches!(self, Self::Image | Self::Request)
    }
}

const MILLISECONDS_PER_HOUR: u64 = 3_600_000;

/// One line of a bill, as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Of what.
    pub unit: Unit,
    /// How many of them; milliseconds, where the unit is one of time.
    pub count: u64,
    /// The price of a million units.
    pub rate: Rate,
}

impl Line {
    /// What this line alone comes to.
    pub fn credits(&self) -> Credits {
        rounded(self.exact())
    }

    /// The price in US dollars, for showing: of a million units, or of one.
    pub fn dollars(&self) -> f64 {
        let million = self.rate.dollars_per_million();
        if self.unit.by_the_million() { million } else { million / 1e6 }
    }

    /// In hour-milliseconds of a millionth of a microcredit, which makes a price of each unit a whole number.
    fn exact(&self) -> i128 {
        let units_per_hour = MILLISECONDS_PER_HOUR / self.unit.milliseconds().unwrap_or(1);
        self.rate.times(self.count).saturating_mul(i128::from(units_per_hour))
    }
}

impl Rates {
    /// The bill. Rounded once, half up, after adding: lines may add up to a fraction more than the total.
    pub fn charge(&self, usage: &Usage) -> Credits {
        rounded(self.lines(usage).iter().map(Line::exact).fold(0, i128::saturating_add))
    }

    /// What [`Rates::charge`] adds up.
    pub fn lines(&self, usage: &Usage) -> Vec<Line> {
        let line = |(unit, count, rate): (Unit, u64, Option<Rate>)| Some(Line { unit, count, rate: rate? });
        self.counted(usage).filter(|(_, count, _)| *count > 0).filter_map(line).collect()
    }

    /// Is there a price for any of it? Without one the charge is no 0, it is unknown.
    pub fn covers(&self, usage: &Usage) -> bool {
        *usage == Usage::default() || self.counted(usage).any(|(_, count, rate)| count > 0 && rate.is_some())
    }

    /// The most that a request can cost that uses no more than `most`: its input at the dearest input rate there is, its
    /// output at the dearest of output.
    pub fn worst_case(&self, most: &Usage) -> Credits {
        let dearest = |rates: &[Option<Rate>]| rates.iter().copied().flatten().max();
        let cached = [self.cached_input, self.cache_write, self.cache_write_1h];
        let fresh = [self.input, self.audio_input, self.image_input];
        let made = [self.output, self.audio_output, self.image_output];
        let worst = Self { input: dearest(&[fresh, cached].concat()), output: dearest(&made), ..*self };
        let Usage { input, output, images, characters, heard_ms, made_ms, .. } = *most;
        worst.charge(&Usage { input, output, images, characters, heard_ms, made_ms, ..Usage::default() })
    }

    /// Everything that was used, once, with its rate.
    fn counted(&self, usage: &Usage) -> impl Iterator<Item = (Unit, u64, Option<Rate>)> {
        let mut input = usage.input;
        let mut output = usage.output;
        let part = |whole: &mut u64, part: u64| {
            let part = part.min(*whole);
            *whole -= part;
            part
        };
        let cached = part(&mut input, usage.cached_input);
        let mut write = part(&mut input, usage.cache_write);
        let write_1h = part(&mut write, usage.cache_write_1h);
        let audio_input = part(&mut input, usage.audio_input);
        let image_input = part(&mut input, usage.image_input);
        let audio_output = part(&mut output, usage.audio_output);
        let image_output = part(&mut output, usage.image_output);
        let time = self.increment.unwrap_or_default().billed(usage.heard_ms.saturating_add(usage.made_ms));
        let each = |price: Option<Credits>| price.map(|price| Rate(price.micros().saturating_mul(1_000_000)));
        let cache_write = self.cache_write.or(self.input);
        [
            (Unit::Input, input, self.input),
            (Unit::CachedInput, cached, self.cached_input.or(self.input)),
            (Unit::CacheWrite, write, cache_write),
            (Unit::CacheWrite1h, write_1h, self.cache_write_1h.or(cache_write)),
            (Unit::AudioInput, audio_input, self.audio_input.or(self.input)),
            (Unit::ImageInput, image_input, self.image_input.or(self.input)),
            (Unit::Output, output, self.output),
            (Unit::AudioOutput, audio_output, self.audio_output.or(self.output)),
            (Unit::ImageOutput, image_output, self.image_output.or(self.output)),
            (Unit::Character, usage.characters, self.per_million_characters.map(|price| Rate(price.micros()))),
            (Unit::Image, usage.images, each(self.per_image)),
            (Unit::Second, time, each(self.per_second)),
            (Unit::Minute, time, each(self.per_minute)),
            (Unit::Hour, time, each(self.per_hour)),
            (Unit::Request, 1, each(self.per_request)),
        ]
        .into_iter()
    }
}

/// Half up.
fn rounded(exact: i128) -> Credits {
    let one = 1_000_000 * i128::from(MILLISECONDS_PER_HOUR);
    let micros = exact.saturating_add(one / 2).div_euclid(one);
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
        let most = Usage { input: 10_000, output: 10_000, ..Usage::default() };
        assert_eq!(flat.worst_case(&most).micros(), 250, "a flat price is held exactly");
    }

    #[test]
    fn the_worst_case_is_never_below_the_bill() {
        let parts = Rates {
            cache_write: Rate::per_million(0.2),
            cache_write_1h: Rate::per_million(0.3),
            audio_input: Rate::per_million(10.0),
            image_output: Rate::per_million(40.0),
            per_image: Credits::from_dollars(0.04),
            per_minute: Credits::from_dollars(0.006),
            increment: Some(Increment { least_ms: 10_000, step_ms: 0 }),
            ..rates()
        };
        for (input, part, output, other) in [(0, 0, 0, 0), (10, 10, 5, 1), (4_000, 1_000, 256, 3_000), (1, 0, 1, 70_000)] {
            let most = Usage { input, output, images: other, heard_ms: other, ..Usage::default() };
            for usage in [
                Usage { cached_input: part, ..most },
                Usage { cache_write: part, cache_write_1h: part, ..most },
                Usage { audio_input: part, image_output: output, ..most },
            ] {
                assert!(parts.worst_case(&most) >= parts.charge(&usage), "{usage:?}");
            }
        }
    }

    #[test]
    fn every_unit_is_charged_exactly_by_a_line_of_its_own() {
        let price = |dollars| Credits::from_dollars(dollars);
        let rate = |dollars| Rate::per_million(dollars);
        let none = Rates::default();
        let tokens = Rates { input: rate(2.0), output: rate(8.0), ..none };
        let used = Usage::default();
        for (rates, usage, unit, count, micros) in [
            // What has no rate of its own is charged with the rest: US$2 for a million is 200 microcredits for one.
            (tokens, Usage { input: 10, audio_input: 10, ..used }, Unit::AudioInput, 10, 2_000),
            (
                Rates { audio_input: rate(6.0), ..tokens },
                Usage { input: 10, audio_input: 10, ..used },
                Unit::AudioInput,
                10,
                6_000,
            ),
            (Rates { image_input: rate(10.0), ..tokens }, Usage { input: 7, image_input: 7, ..used }, Unit::ImageInput, 7, 7_000),
            (
                Rates { audio_output: rate(64.0), ..tokens },
                Usage { output: 2, audio_output: 2, ..used },
                Unit::AudioOutput,
                2,
                12_800,
            ),
            (
                Rates { image_output: rate(40.0), ..tokens },
                Usage { output: 4_160, image_output: 4_160, ..used },
                Unit::ImageOutput,
                4_160,
                16_640_000,
            ),
            (
                Rates { cache_write: rate(3.75), ..tokens },
                Usage { input: 4, cache_write: 4, cache_write_1h: 4, ..used },
                Unit::CacheWrite1h,
                4,
                1_500,
            ),
            (
                Rates { cache_write_1h: rate(6.0), ..tokens },
                Usage { input: 4, cache_write: 4, cache_write_1h: 4, ..used },
                Unit::CacheWrite1h,
                4,
                2_400,
            ),
            (Rates { per_image: price(0.04), ..none }, Usage { images: 3, ..used }, Unit::Image, 3, 12_000_000),
            // US$15 for a million characters: 1,500 microcredits each.
            (
                Rates { per_million_characters: price(15.0), ..none },
                Usage { characters: 11, ..used },
                Unit::Character,
                11,
                16_500,
            ),
            (Rates { per_second: price(0.05), ..none }, Usage { made_ms: 1_500, ..used }, Unit::Second, 1_500, 7_500_000),
            // 90 seconds at US$0.006 a minute: US$0.009.
            (Rates { per_minute: price(0.006), ..none }, Usage { heard_ms: 90_000, ..used }, Unit::Minute, 90_000, 900_000),
            // US$0.04 an hour has no exact price a minute: 20 seconds are US$0.000222…
            (Rates { per_hour: price(0.04), ..none }, Usage { heard_ms: 20_000, ..used }, Unit::Hour, 20_000, 22_222),
            (Rates { per_hour: price(0.04), ..none }, Usage { heard_ms: 3_600_000, ..used }, Unit::Hour, 3_600_000, 4_000_000),
        ] {
            let lines = rates.lines(&usage);
            assert_eq!((lines.len(), lines[0].unit, lines[0].count), (1, unit, count), "{usage:?}");
            assert_eq!(rates.charge(&usage).micros(), micros, "{usage:?}");
            assert!(rates.covers(&usage));
        }
    }

    #[test]
    fn time_is_billed_from_its_least_and_in_whole_steps() {
        for (least_ms, step_ms, used, billed) in [
            (10_000, 0, 1, 10_000),
            (10_000, 0, 10_001, 10_001),
            (10_000, 0, 0, 0),
            (60_000, 60_000, 61_000, 120_000),
            (60_000, 60_000, 60_000, 60_000),
            (0, 1_000, 2_001, 3_000),
            (0, 7, u64::MAX, u64::MAX),
        ] {
            assert_eq!(Increment { least_ms, step_ms }.billed(used), billed, "{used} in {least_ms}+{step_ms}");
        }
    }

    #[test]
    fn without_a_rate_for_any_of_it_a_charge_is_unknown() {
        let per_image = Rates { per_image: Credits::from_dollars(0.04), ..Rates::default() };
        assert!(!per_image.covers(&Usage { heard_ms: 9, ..Usage::default() }));
        assert!(per_image.covers(&Usage::default()), "nothing used costs nothing");
        assert!(rates().covers(&Usage { input: 9, heard_ms: 9, ..Usage::default() }), "tokens are what this model counts");
    }
}
