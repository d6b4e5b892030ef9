//! Credits: what a request costs. 1 credit = US$0.01, held as a whole number of microcredits.

use std::{fmt, iter::Sum, ops::Add, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of credits, exact to the millionth. Never a float: sums of a ledger have to be equal, not close.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credits(i64);

/// Microcredits in one US dollar: 100 credits of a million microcredits each.
pub const MICROCREDITS_PER_DOLLAR: i64 = 100_000_000;

const MICROS: i64 = 1_000_000;

impl Credits {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The amount that is this many millionths of a credit.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Millionths of a credit.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// A provider's own figure in US dollars, rounded to the nearest microcredit. `None` unless it is a
    /// finite amount of zero or more that fits.
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        let micros = (dollars * MICROCREDITS_PER_DOLLAR as f64).round();
        (micros.is_finite() && (0.0..9.0e18).contains(&micros)).then_some(Self(micros as i64))
    }

    /// What is left after taking `other` away; below nothing is nothing.
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }
}

impl Add for Credits {
    type Output = Self;

    /// Saturates: an amount beyond 92 billion US dollars is a mistake, not a reason to wrap around.
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Credits {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Credits {
    /// A plain decimal with six places, as in `x-credits-used`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:06}", micros / MICROS as u64, micros % MICROS as u64)
    }
}

/// Why a text is not an amount of credits.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not an amount of credits: expected a plain decimal of zero or more with at most six places")]
pub struct NotCredits;

impl FromStr for Credits {
    type Err = NotCredits;

    fn from_str(text: &str) -> Result<Self, NotCredits> {
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || places.len() > 6 || !digits(whole) || !digits(places) {
            return Err(NotCredits);
        }
        let whole: i64 = whole.parse().map_err(|_| NotCredits)?;
        let places: i64 = format!("{places:0<6}").parse().map_err(|_| NotCredits)?;
        whole.checked_mul(MICROS).and_then(|micros| micros.checked_add(places)).map(Self).ok_or(NotCredits)
    }
}

impl Serialize for Credits {
    /// Text, since a JSON number would lose places in a browser.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Credits {
    /// Text or a number: a configuration file says `credits = 100`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Amount;
        impl serde::de::Visitor<'_> for Amount {
            type Value = Credits;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount of credits of zero or more with at most six places")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Credits, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Credits, E> {
                number.to_string().parse().map_err(E::custom)
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Credits, E> {
                number.to_string().parse().map_err(E::custom)
            }
            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Credits, E> {
                number.to_string().parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_amount_agree_to_the_millionth() {
        for (text, micros) in [("0", 0), ("1", 1_000_000), ("0.218400", 218_400), ("12.5", 12_500_000), ("0.000001", 1)] {
            assert_eq!(text.parse(), Ok(Credits::from_micros(micros)), "{text}");
        }
        assert_eq!(Credits::from_micros(218_400).to_string(), "0.218400");
        assert_eq!(Credits::from_micros(-1).to_string(), "-0.000001");
    }

    #[test]
    fn what_is_not_a_plain_decimal_is_refused() {
        for text in ["", ".5", "-1", "1e3", "0.1234567", "1,5", "99999999999999999999"] {
            assert_eq!(text.parse::<Credits>(), Err(NotCredits), "{text}");
        }
    }

    #[test]
    fn dollars_round_to_the_nearest_microcredit_and_nonsense_is_none() {
        assert_eq!(Credits::from_dollars(0.01), Some(Credits::from_micros(1_000_000)));
        assert_eq!(Credits::from_dollars(0.000_000_014), Some(Credits::from_micros(1)));
        for nonsense in [f64::NAN, f64::INFINITY, -0.5, 1e300] {
            assert_eq!(Credits::from_dollars(nonsense), None);
        }
    }
}
