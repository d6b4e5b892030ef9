//! Prices, from the `genai-prices` data that is built in.

use std::sync::LazyLock;

use genai_prices::{Calculator, PriceRequest, Usage as Counts, UsageKey};
use turnpike_domain::{
    credits::Credits,
    price::{Rate, Rates},
    usage::Usage,
};

use crate::vendor::Vendor;

/// Models that most people know what to expect of, by the price list's names: vendor and model. For comparing prices.
pub use crate::vendors::well_known::WELL_KNOWN;

/// The data's name and version, as a request's record says it.
pub const SOURCE: &str = "genai-prices@0.2.1";

/// What a model costs by the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CataloguePrice {
    /// For a request of ordinary size.
    pub rates: Rates,
    /// The dearest that any size of request is charged; the same as `rates` unless `tiered`.
    pub dearest: Rates,
    /// Large requests cost more a token: only [`charge`] is exact.
    pub tiered: bool,
    /// Where the price is from.
    pub source: String,
}

/// Input of an ordinary request, and one beyond every tier there is.
const SMALL: f64 = 1_000.0;
const LARGE: f64 = 50_000_000.0;

/// What the model `upstream` of a vendor costs; `None` if the catalogue does not know it.
pub fn rates(vendor: &Vendor, upstream: &str) -> Option<CataloguePrice> {
    listed(vendor.catalogue?, upstream)
}

/// What the model of one of the price list's own vendors costs, whether requests can be sent there or not.
pub fn listed(provider: &str, upstream: &str) -> Option<CataloguePrice> {
    let small = probe(provider, upstream, SMALL)?;
    let large = probe(provider, upstream, LARGE)?;
    let dearest = dearer(&small, &large);
    Some(CataloguePrice { rates: small, dearest, tiered: small != large, source: SOURCE.to_owned() })
}

/// What exactly this usage of it costs now.
pub fn charge(vendor: &Vendor, upstream: &str, usage: &Usage) -> Option<Credits> {
    let mut counts = vec![(UsageKey::INPUT_TOKENS, usage.input), (UsageKey::OUTPUT_TOKENS, usage.output)];
    let parts = [(UsageKey::CACHE_READ_TOKENS, usage.cached_input), (UsageKey::CACHE_WRITE_TOKENS, usage.cache_write)];
    counts.extend(parts.into_iter().filter(|(_, count)| *count > 0));
    let counts: Counts = counts.into_iter().map(|(key, count)| (key, count as f64)).collect();
    Credits::from_dollars(dollars(vendor.catalogue?, upstream, &counts)?)
}

/// Decodes the data ahead of the first request that needs it, which takes tens of milliseconds.
pub fn warm() {
    LazyLock::force(&CALCULATOR);
}

static CALCULATOR: LazyLock<&'static Calculator> = LazyLock::new(Calculator::bundled);

fn dollars(provider: &str, model: &str, counts: &Counts) -> Option<f64> {
    let request = PriceRequest::new(model, counts).with_provider_id(provider);
    CALCULATOR.calculate(&request).ok().map(|price| price.total_price)
}

/// The rates that a request with this much input is charged by: each is the difference that its tokens make.
fn probe(provider: &str, model: &str, input: f64) -> Option<Rates> {
    let price = |parts: &[(UsageKey, f64)]| {
        let counts: Counts = parts.iter().cloned().chain([(UsageKey::INPUT_TOKENS, input)]).collect();
        dollars(provider, model, &counts)
    };
    let flat = dollars(provider, model, &Counts::new())?;
    let plain = price(&[])?;
    let per_million = |dollars: f64| Rate::per_million(dollars * (1_000_000.0 / input));
    let input_rate = per_million(plain - flat);
    // Where the catalogue has no price of its own for a kind of token, it charges the input's.
    let instead = |key| price(&[(key, input)]).and_then(|all| per_million(all - flat)).filter(|rate| Some(*rate) != input_rate);
    Some(Rates {
        input: input_rate,
        cached_input: instead(UsageKey::CACHE_READ_TOKENS),
        cache_write: instead(UsageKey::CACHE_WRITE_TOKENS),
        output: price(&[(UsageKey::OUTPUT_TOKENS, input)]).and_then(|all| per_million(all - plain)),
        per_request: Credits::from_dollars(flat).filter(|price| *price > Credits::ZERO),
        ..Rates::default()
    })
}

fn dearer(one: &Rates, other: &Rates) -> Rates {
    Rates {
        input: one.input.max_by_rate(other.input),
        cached_input: one.cached_input.max_by_rate(other.cached_input),
        cache_write: one.cache_write.max_by_rate(other.cache_write),
        output: one.output.max_by_rate(other.output),
        per_request: one.per_request.max(other.per_request),
        ..*one
    }
}

trait MaxByRate {
    fn max_by_rate(self, other: Self) -> Self;
}

impl MaxByRate for Option<Rate> {
    fn max_by_rate(self, other: Self) -> Self {
        [self, other].into_iter().flatten().max_by_key(|rate| rate.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::{vendor, vendors};

    fn known(id: &str) -> &'static Vendor {
        vendor(id).unwrap()
    }

    #[test]
    fn a_known_model_has_its_list_price() {
        let price = rates(known("openai"), "gpt-4o-mini").unwrap();
        let dollars = |rate: Option<Rate>| rate.map(Rate::dollars_per_million);
        assert_eq!((dollars(price.rates.input), dollars(price.rates.output)), (Some(0.15), Some(0.6)));
        assert_eq!(dollars(price.rates.cached_input), Some(0.075));
        assert_eq!((price.tiered, price.dearest), (false, price.rates));
        assert_eq!(price.source, SOURCE);
    }

    #[test]
    fn an_unknown_model_or_vendor_has_none() {
        assert_eq!(rates(known("openai"), "no-such-model-at-all"), None);
        assert_eq!(rates(known("ollama"), "llama3"), None);
        assert_eq!(charge(known("openai"), "no-such-model-at-all", &Usage::default()), None);
    }

    #[test]
    fn without_tiers_rates_and_charge_agree() {
        let usage = Usage { input: 3_410, cached_input: 1_024, output: 512, ..Usage::default() };
        let mut checked = 0;
        for (id, model) in [
            ("openai", "gpt-4o-mini"),
            ("groq", "llama-3.3-70b-versatile"),
            ("mistral", "mistral-small-latest"),
            ("openai", "text-embedding-3-small"),
        ] {
            let price = rates(known(id), model).unwrap();
            assert!(!price.tiered, "{model}");
            let (ours, exact) = (price.rates.charge(&usage), charge(known(id), model, &usage).unwrap());
            assert!((ours.micros() - exact.micros()).abs() <= 1, "{model}: {ours} and {exact}");
            checked += 1;
        }
        assert_eq!(checked, 4);
    }

    #[test]
    fn a_tier_shows_and_the_dearest_rates_are_never_below_the_charge() {
        let price = rates(known("openrouter"), "google/gemini-2.5-pro").unwrap();
        assert!(price.tiered);
        assert!(price.dearest.input.unwrap().0 > price.rates.input.unwrap().0);
        for input in [1_000, 150_000, 250_000, 900_000] {
            let usage = Usage { input, output: 1_000, ..Usage::default() };
            let charged = charge(known("openrouter"), "google/gemini-2.5-pro", &usage).unwrap();
            assert!(price.dearest.charge(&usage) >= charged, "{input}");
        }
    }

    #[test]
    fn every_well_known_model_has_a_price() {
        for (provider, model) in WELL_KNOWN {
            let rates = listed(provider, model).unwrap_or_else(|| panic!("{provider}/{model}")).rates;
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
                assert!(CALCULATOR.find_provider(Some(id), None).unwrap().is_some(), "{id}");
            }
        }
    }
}
