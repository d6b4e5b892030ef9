//! Prices of what is billed by its tokens, and of some that is not, from the `genai-prices` data: the one that is built
//! in, or a newer one.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use genai_prices::{Calculator, PriceRequest, Usage as Counts, UsageKey};
use turnpike_domain::{
    credits::Credits,
    price::{Increment, Rate, Rates},
};

use crate::{registry::vendors, vendor::Vendor};

/// Models that most people know what to expect of, by the price list's names: vendor and model. For comparing prices.
pub use crate::vendors::well_known::WELL_KNOWN;
/// Where a newer list is.
pub use genai_prices::REMOTE_DATA_URL as NEWEST;

/// The built-in list's name and version, as a request's record says it.
const BUILT_IN: &str = "genai-prices@0.2.1";

/// A price list.
#[derive(Clone)]
pub struct Catalogue(Arc<List>);

struct List {
    prices: Prices,
    source: String,
}

enum Prices {
    BuiltIn,
    Newer(Calculator),
}

/// Why a list is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotAList {
    /// It is something else.
    #[error("it is no price list that this version can read")]
    Unreadable,
    /// It is one, but not of the whole.
    #[error("it lacks {0}, so it is not the whole list")]
    Lacks(String),
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Catalogue {
    /// The list that this version brought along. Decoded when it is first asked, which takes tens of milliseconds.
    pub fn built_in() -> Self {
        Self(Arc::new(List { prices: Prices::BuiltIn, source: BUILT_IN.to_owned() }))
    }

    /// A list that came from elsewhere, if it can be one: it knows our vendors, and what well-known models cost.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(json: &[u8], source: String) -> Result<Self, NotAList> {
        let calculator = Calculator::from_json(json).map_err(|_| NotAList::Unreadable)?;
        let catalogue = Self(Arc::new(List { prices: Prices::Newer(calculator), source }));
        for id in vendors().iter().filter_map(|vendor| vendor.catalogue) {
            if !matches!(catalogue.calculator().find_provider(Some(id), None), Ok(Some(_))) {
                return Err(NotAList::Lacks(id.to_owned()));
            }
        }
        for (provider, model) in WELL_KNOWN {
            let priced = catalogue.probe(provider, model, SMALL, 0).and_then(|rates| rates.output);
            if priced.is_none_or(|rate| rate.0 == 0) {
                return Err(NotAList::Lacks(format!("{provider}/{model}")));
            }
        }
        Ok(catalogue)
    }

    /// Its name and version, as a request's record says it.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// What the model `upstream` of a vendor costs; `None` if the list does not know it.
    pub fn rates(&self, vendor: &Vendor, upstream: &str, now: i64) -> Option<CataloguePrice> {
        self.listed(vendor.catalogue?, upstream, now)
    }

    /// What the model of one of the list's own vendors costs, whether requests can be sent there or not.
    pub fn listed(&self, provider: &str, model: &str, now: i64) -> Option<CataloguePrice> {
        let rates = self.probe(provider, model, SMALL, now)?;
        let mut seen = vec![self.probe(provider, model, LARGE, now)?];
        // Some cost less at night, some from a day on.
        let sum = |at| self.dollars(provider, model, at, &[(UsageKey::INPUT_TOKENS, SMALL), (UsageKey::OUTPUT_TOKENS, SMALL)]);
        let times = (1..=SAMPLES).map(|sample| now.saturating_add(sample * BETWEEN_SAMPLES_MS)).filter(|at| sum(*at) != sum(now));
        seen.extend(times.filter_map(|at| self.probe(provider, model, SMALL, at)));
        let varies = seen.iter().any(|other| *other != rates);
        let dearest = seen.iter().fold(rates, dearer);
        let exact = varies.then(|| (self.clone(), provider.to_owned(), model.to_owned()));
        Some(CataloguePrice { rates, dearest, exact, source: self.source().to_owned() })
    }

    fn calculator(&self) -> &Calculator {
        match &self.0.prices {
            Prices::BuiltIn => Calculator::bundled(),
            Prices::Newer(calculator) => calculator,
        }
    }

    fn dollars(&self, provider: &str, model: &str, at: i64, counts: &[(UsageKey, f64)]) -> Option<f64> {
        let counts: Counts = counts.iter().cloned().collect();
        let at = UNIX_EPOCH.checked_add(Duration::from_millis(at.max(0).unsigned_abs()))?;
        let request = PriceRequest::new(model, &counts).with_provider_id(provider).with_timestamp(at);
        self.calculator().calculate(&request).ok().map(|price| price.total_price)
    }

    /// The rates that a request with this much input is charged by: each is the difference that its units make.
    fn probe(&self, provider: &str, model: &str, input: f64, at: i64) -> Option<Rates> {
        let flat = self.dollars(provider, model, at, &[])?;
        let price = |counts: &[(UsageKey, f64)]| self.dollars(provider, model, at, counts);
        let per_million = |dollars: f64| Rate::per_million(dollars * (1_000_000.0 / input));
        let all_of = |parts: &[UsageKey]| {
            let counts: Vec<_> = [UsageKey::INPUT_TOKENS].iter().chain(parts).map(|key| (key.clone(), input)).collect();
            price(&counts)
        };
        let plain = all_of(&[])?;
        let input_rate = per_million(plain - flat);
        // Where the list has no price of its own for a part, it charges the whole's.
        let instead =
            |parts: &[UsageKey]| all_of(parts).and_then(|all| per_million(all - flat)).filter(|rate| Some(*rate) != input_rate);
        let output_rate = all_of(&[UsageKey::OUTPUT_TOKENS]).and_then(|all| per_million(all - plain));
        let made = |part| {
            let all = all_of(&[UsageKey::OUTPUT_TOKENS, part])?;
            per_million(all - plain).filter(|rate| Some(*rate) != output_rate)
        };
        let cache_write = instead(&[UsageKey::CACHE_WRITE_TOKENS]);
        let heard = |seconds: f64| price(&[(UsageKey::AUDIO_SECONDS, seconds), (UsageKey::INPUT_AUDIO_SECONDS, seconds)]);
        let some = |dollars: f64| Credits::from_dollars(dollars).filter(|price| *price > Credits::ZERO);
        let per_hour = heard(36_000.0).and_then(|all| some((all - flat) / 10.0));
        let per_million_characters = price(&[(UsageKey::INPUT_CHARACTERS, 1e6)]).and_then(|all| some(all - flat));
        // The list charges nothing for what it has no price for. A model that is billed otherwise is not free of tokens.
        let by_tokens =
            |rate: Option<Rate>| rate.filter(|rate| rate.0 > 0 || (per_hour.is_none() && per_million_characters.is_none()));
        Some(Rates {
            input: by_tokens(input_rate),
            cached_input: instead(&[UsageKey::CACHE_READ_TOKENS]),
            cache_write,
            cache_write_1h: instead(&[UsageKey::CACHE_WRITE_TOKENS, UsageKey::CACHE_WRITE_1H_TOKENS])
                .filter(|rate| Some(*rate) != cache_write),
            audio_input: instead(&[UsageKey::INPUT_AUDIO_TOKENS]),
            image_input: instead(&[UsageKey::INPUT_IMAGE_TOKENS]),
            output: by_tokens(output_rate),
            audio_output: made(UsageKey::OUTPUT_AUDIO_TOKENS),
            image_output: made(UsageKey::OUTPUT_IMAGE_TOKENS),
            per_request: some(flat),
            per_hour,
            increment: heard(0.001)
                .zip(heard(36_000.0))
                .and_then(|(least, all)| increment((least - flat) / ((all - flat) / 36_000.0))),
            per_million_characters,
            ..Rates::default()
        })
    }
}

/// What a model costs by the catalogue.
#[derive(Clone)]
pub struct CataloguePrice {
    /// For a request of ordinary size, now.
    pub rates: Rates,
    /// The dearest that any request is charged within a day; the same as `rates` unless it varies.
    pub dearest: Rates,
    /// Where the price is from.
    pub source: String,
    /// Large requests cost more, or those at some time of the day: the list, the provider and the model to ask it for.
    exact: Option<(Catalogue, String, String)>,
}

impl CataloguePrice {
    /// By the input's size or the time of the day?
    pub fn varies(&self) -> bool {
        self.exact.is_some()
    }

    /// What exactly a request with this much input is charged by, all of it.
    pub fn rates_at(&self, input: u64, now: i64) -> Rates {
        let Some((catalogue, provider, model)) = &self.exact else { return self.rates };
        catalogue.probe(provider, model, input.max(1) as f64, now).unwrap_or(self.dearest)
    }
}

/// Input of an ordinary request, and one beyond every tier there is.
const SMALL: f64 = 1_000.0;
const LARGE: f64 = 50_000_000.0;

/// Looks at a day of prices.
const SAMPLES: i64 = 12;
const BETWEEN_SAMPLES_MS: i64 = 2 * 60 * 60 * 1_000;

/// A bill for a moment that is one for longer.
fn increment(seconds: f64) -> Option<Increment> {
    let least_ms = (seconds * 1_000.0).round();
    (least_ms.is_finite() && least_ms > 1.0).then_some(Increment { least_ms: least_ms as u64, step_ms: 0 })
}

/// Of each rate the higher one.
fn dearer(one: Rates, other: &Rates) -> Rates {
    Rates {
        input: one.input.max(other.input),
        cached_input: one.cached_input.max(other.cached_input),
        cache_write: one.cache_write.max(other.cache_write),
        cache_write_1h: one.cache_write_1h.max(other.cache_write_1h),
        audio_input: one.audio_input.max(other.audio_input),
        image_input: one.image_input.max(other.image_input),
        output: one.output.max(other.output),
        audio_output: one.audio_output.max(other.audio_output),
        image_output: one.image_output.max(other.image_output),
        per_request: one.per_request.max(other.per_request),
        ..one
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::usage::Usage;

    use super::*;
    use crate::registry::vendor;

    /// 2026-11-23T00:00:00Z.
    const NOW: i64 = 1_795_392_000_000;

    fn known(id: &str) -> &'static Vendor {
        vendor(id).unwrap()
    }

    #[test]
    fn a_known_model_has_its_list_price() {
        let price = Catalogue::built_in().rates(known("openai"), "gpt-4o-mini", NOW).unwrap();
        let dollars = |rate: Option<Rate>| rate.map(Rate::dollars_per_million);
        assert_eq!((dollars(price.rates.input), dollars(price.rates.output)), (Some(0.15), Some(0.6)));
        assert_eq!(dollars(price.rates.cached_input), Some(0.075));
        assert_eq!((price.varies(), price.dearest), (false, price.rates));
        assert_eq!(price.source, BUILT_IN);
    }

    #[test]
    fn an_unknown_model_or_vendor_has_none() {
        let list = Catalogue::built_in();
        assert!(list.rates(known("openai"), "no-such-model-at-all", NOW).is_none());
        assert!(list.rates(known("ollama"), "llama3", NOW).is_none());
    }

    /// Rates are worked out of differences between prices; the list itself is what they have to agree with.
    #[test]
    fn rates_charge_what_the_list_charges() {
        let used = Usage { input: 3_410, output: 512, ..Usage::default() };
        let list = Catalogue::built_in();
        for (id, model, usage) in [
            ("openai", "gpt-4o-mini", Usage { cached_input: 1_024, ..used }),
            ("groq", "llama-3.3-70b-versatile", used),
            ("mistral", "mistral-small-latest", used),
            ("openai", "text-embedding-3-small", Usage { output: 0, ..used }),
            ("anthropic", "claude-sonnet-4-5", Usage { cached_input: 1_024, cache_write: 2_000, cache_write_1h: 700, ..used }),
            ("openai", "gpt-audio", Usage { audio_input: 3_000, audio_output: 500, ..used }),
            ("openai", "gpt-4o-transcribe", Usage { audio_input: 3_400, ..used }),
            ("openai", "gpt-image-1", Usage { image_input: 3_000, image_output: 512, ..used }),
            ("openai", "gpt-image-1.5", Usage { image_input: 3_000, image_output: 500, ..used }),
            ("gemini", "gemini-2.5-flash", Usage { audio_input: 1_000, ..used }),
            ("gemini", "gemini-2.5-flash-preview-tts", used),
            ("gemini", "gemini-2.5-pro", Usage { input: 250_000, cached_input: 30_000, ..used }),
            ("openai", "whisper-1", Usage { heard_ms: 7_300, ..Usage::default() }),
            ("groq", "whisper-large-v3-turbo", Usage { heard_ms: 7_300, ..Usage::default() }),
            ("openai", "tts-1-hd", Usage { characters: 4_096, ..Usage::default() }),
            ("deepseek", "deepseek-chat", used),
        ] {
            for hour in [0, 3, 8, 20] {
                let at = NOW + hour * 3_600_000;
                let price = list.rates(known(id), model, at).unwrap_or_else(|| panic!("{model}"));
                let ours = price.rates_at(usage.input, at).charge(&usage);
                let theirs = Credits::from_dollars(exact(&list, known(id).catalogue.unwrap(), model, &usage, at)).unwrap();
                assert!(theirs > Credits::ZERO && (ours.micros() - theirs.micros()).abs() <= 1, "{model}: {ours} and {theirs}");
                let most = Usage { cached_input: 0, cache_write: 0, ..usage };
                assert!(price.dearest.worst_case(&most) >= ours, "{model}");
            }
        }
    }

    fn exact(list: &Catalogue, provider: &str, model: &str, usage: &Usage, at: i64) -> f64 {
        let all = [
            (UsageKey::INPUT_TOKENS, usage.input),
            (UsageKey::CACHE_READ_TOKENS, usage.cached_input),
            (UsageKey::CACHE_WRITE_TOKENS, usage.cache_write),
            (UsageKey::CACHE_WRITE_1H_TOKENS, usage.cache_write_1h),
            (UsageKey::INPUT_AUDIO_TOKENS, usage.audio_input),
            (UsageKey::INPUT_IMAGE_TOKENS, usage.image_input),
            (UsageKey::OUTPUT_TOKENS, usage.output),
            (UsageKey::OUTPUT_AUDIO_TOKENS, usage.audio_output),
            (UsageKey::OUTPUT_IMAGE_TOKENS, usage.image_output),
            (UsageKey::INPUT_CHARACTERS, usage.characters),
        ];
        let seconds = usage.heard_ms as f64 / 1_000.0;
        let counts = all.into_iter().map(|(key, count)| (key, count as f64));
        let counts = counts.chain([(UsageKey::AUDIO_SECONDS, seconds), (UsageKey::INPUT_AUDIO_SECONDS, seconds)]);
        let counts: Vec<_> = counts.filter(|(_, count)| *count > 0.0).collect();
        list.dollars(provider, model, at, &counts).unwrap_or_else(|| panic!("{provider}/{model}"))
    }

    #[test]
    fn a_model_that_is_billed_by_time_or_by_characters_is_not_free_of_tokens() {
        for (model, unit) in [("whisper-1", "per_hour"), ("tts-1", "per_million_characters")] {
            let rates = Catalogue::built_in().rates(known("openai"), model, NOW).unwrap().rates;
            assert!(!rates.covers(&Usage { input: 9, output: 9, ..Usage::default() }), "{model} {unit}");
        }
    }

    #[test]
    fn a_tier_shows_and_reprices_the_whole_request() {
        let price = Catalogue::built_in().rates(known("openrouter"), "google/gemini-2.5-pro", NOW).unwrap();
        assert!(price.varies());
        let (below, above) = (price.rates_at(200_000, NOW), price.rates_at(200_001, NOW));
        assert_eq!((below, above), (price.rates, price.dearest));
        assert!(above.input > below.input && above.output > below.output);
    }

    #[test]
    fn what_is_no_whole_list_is_not_taken() {
        for (json, why) in [("<html>", "it is no price list"), ("{}", "it is no price list"), ("[]", "it lacks")] {
            let error = Catalogue::read(json.as_bytes(), "test".to_owned()).err().unwrap().to_string();
            assert!(error.starts_with(why), "{error}");
        }
    }

    #[test]
    fn every_well_known_model_has_a_price() {
        for (provider, model) in WELL_KNOWN {
            let price = Catalogue::built_in().listed(provider, model, NOW);
            let rates = price.unwrap_or_else(|| panic!("{provider}/{model}")).rates;
            assert!(
                rates.input.is_some_and(|rate| rate.0 > 0) && rates.output.is_some_and(|rate| rate.0 > 0),
                "{provider}/{model}"
            );
        }
    }

    #[test]
    fn every_catalogue_id_is_one() {
        for vendor in vendors() {
            if let Some(id) = vendor.catalogue {
                assert!(Calculator::bundled().find_provider(Some(id), None).unwrap().is_some(), "{id}");
            }
        }
    }
}
