//! Budgets: how many credits a key may spend in a period, however many of its requests race.

use jiff::{Timestamp, ToSpan, Unit, ZonedRound, civil::Weekday, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::credits::Credits;

/// Credits per period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// How many.
    pub credits: Credits,
    /// In which time.
    pub period: Period,
}

/// Periods begin at midnight UTC; weeks on Mondays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// For ever.
    Total,
}

impl Period {
    /// When the period that holds `now` began, and when it ends; both in Unix milliseconds.
    pub fn bounds(self, now: i64) -> (i64, Option<i64>) {
        let (start, step) = match (self, midnight(now)) {
            (Self::Total, _) | (_, None) => return (0, None),
            (Self::Day, Some(day)) => (Some(day.clone()), 1.day()),
            (Self::Week, Some(day)) => {
                let since_monday = day.weekday().since(Weekday::Monday);
                (day.checked_sub(i64::from(since_monday).days()).ok(), 1.week())
            }
            (Self::Month, Some(day)) => (day.first_of_month().ok(), 1.month()),
        };
        let end = start.as_ref().and_then(|start| start.checked_add(step).ok());
        let millis = |at: jiff::Zoned| at.timestamp().as_millisecond();
        (start.map_or(0, millis), end.map(millis))
    }
}

fn midnight(now: i64) -> Option<jiff::Zoned> {
    let at = Timestamp::from_millisecond(now).ok()?.to_zoned(TimeZone::UTC);
    at.round(ZonedRound::new().smallest(Unit::Day).mode(jiff::RoundMode::Trunc)).ok()
}

/// What a key has spent and what is held for its requests in flight. The one place that says yes or no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Settled in the period that began at `period_start`.
    pub spent: Credits,
    /// Reserved by requests that have not settled.
    pub held: Credits,
    /// Unix milliseconds.
    pub period_start: i64,
}

/// Why a hold was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// What could still be held.
    pub remaining: Credits,
    /// True when requests in flight hold what is missing: waiting may help.
    pub in_flight: bool,
    /// Unix milliseconds; `None`: never.
    pub period_ends: Option<i64>,
}

impl Balance {
    /// Holds `amount`, or says why not. A key without a budget is only added up.
    pub fn hold(&mut self, amount: Credits, budget: Option<&Budget>, now: i64) -> Result<(), OverBudget> {
        if let Some(budget) = budget {
            let (start, period_ends) = budget.period.bounds(now);
            self.enter(start);
            let in_use = self.spent + self.held;
            if in_use + amount > budget.credits {
                let fits_alone = self.held > Credits::ZERO && self.spent + amount <= budget.credits;
                return Err(OverBudget { remaining: budget.credits.saturating_sub(in_use), in_flight: fits_alone, period_ends });
            }
        }
        self.held = self.held + amount;
        Ok(())
    }

    /// Replaces a hold by what was really used; zero releases it.
    pub fn settle(&mut self, held: Credits, used: Credits) {
        self.held = self.held.saturating_sub(held);
        self.spent = self.spent + used;
    }

    /// Is four fifths of it gone, or more?
    pub fn is_nearly_spent(&self, budget: &Budget) -> bool {
        let left = budget.credits.saturating_sub(self.spent);
        left + left + left + left + left <= budget.credits
    }

    /// A new period starts from nothing; what is held stays held.
    fn enter(&mut self, start: i64) {
        if start != self.period_start {
            self.period_start = start;
            self.spent = Credits::ZERO;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_395_802_000; // 2026-11-22T23:43:22Z, a Sunday

    #[test]
    fn periods_begin_at_midnight_utc_on_mondays_and_on_the_first() {
        let day = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        for (period, start, end) in [
            (Period::Day, "2026-11-23T00:00:00Z", Some("2026-11-24T00:00:00Z")),
            (Period::Week, "2026-11-23T00:00:00Z", Some("2026-11-30T00:00:00Z")),
            (Period::Month, "2026-11-01T00:00:00Z", Some("2026-12-01T00:00:00Z")),
            (Period::Total, "1970-01-01T00:00:00Z", None),
        ] {
            let now = day("2026-11-23T03:00:00Z");
            assert_eq!(period.bounds(now), (day(start), end.map(day)), "{period:?}");
        }
    }

    #[test]
    fn a_budget_is_nearly_spent_from_four_fifths_on() {
        let budget = Budget { credits: Credits::from_micros(10), period: Period::Total };
        for (spent, nearly) in [(0, false), (7, false), (8, true), (10, true), (12, true)] {
            let balance = Balance { spent: Credits::from_micros(spent), ..Balance::default() };
            assert_eq!(balance.is_nearly_spent(&budget), nearly, "{spent} of 10");
        }
    }

    #[test]
    fn what_is_held_counts_until_it_settles() {
        let budget = Budget { credits: Credits::from_micros(10), period: Period::Total };
        let mut balance = Balance::default();
        let one = Credits::from_micros(1);
        for _ in 0..10 {
            balance.hold(one, Some(&budget), NOW).unwrap();
        }
        let refused = balance.hold(one, Some(&budget), NOW).unwrap_err();
        assert_eq!(refused, OverBudget { remaining: Credits::ZERO, in_flight: true, period_ends: None });
        balance.settle(one, Credits::ZERO);
        balance.hold(one, Some(&budget), NOW).unwrap();
    }

    #[test]
    fn waiting_does_not_help_when_the_money_is_spent() {
        let budget = Budget { credits: Credits::from_micros(10), period: Period::Day };
        let mut balance = Balance::default();
        balance.hold(Credits::from_micros(10), Some(&budget), NOW).unwrap();
        balance.settle(Credits::from_micros(10), Credits::from_micros(10));
        assert!(!balance.hold(Credits::from_micros(1), Some(&budget), NOW).unwrap_err().in_flight);
        let tomorrow = NOW + 86_400_000;
        assert!(balance.hold(Credits::from_micros(1), Some(&budget), tomorrow).is_ok(), "a new day, a new budget");
    }
}
