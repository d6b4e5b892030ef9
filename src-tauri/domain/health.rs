//! How a provider is doing, from what it did lately.

/// In one word, for the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It serves.
    Up,
    /// It serves, but fails too often.
    Degraded,
    /// It has failed every time lately, or can not be asked at all.
    Down,
    /// Something of it is left alone for a while.
    Cooling,
    /// Switched off by hand.
    Off,
    /// It was not asked lately.
    Unknown,
}

/// What is known of a provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Switched off by hand.
    pub off: bool,
    /// It can not be asked: its credential can not be read, or it has no address.
    pub unusable: bool,
    /// One of its models is left alone for a while.
    pub cooling: bool,
    /// How often it was asked.
    pub attempts: u64,
    /// How often it failed, by its own fault.
    pub failed: u64,
    /// How often since it last served.
    pub failed_in_a_row: u64,
}

/// So many failures in a row are no hiccup.
const NO_HICCUP: u64 = 3;

impl Condition {
    /// The first of these that holds, the one that explains most.
    pub fn of(signs: Signs) -> Self {
        match signs {
            Signs { off: true, .. } => Self::Off,
            Signs { unusable: true, .. } => Self::Down,
            Signs { cooling: true, .. } => Self::Cooling,
            Signs { attempts: 0, .. } => Self::Unknown,
            Signs { attempts, failed, failed_in_a_row, .. } if failed >= attempts || failed_in_a_row >= NO_HICCUP => Self::Down,
            Signs { attempts, failed, failed_in_a_row, .. } if failed_in_a_row > 0 || failed * 10 >= attempts => Self::Degraded,
            _ => Self::Up,
        }
    }

    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Degraded => "degraded",
            Self::Down => "down",
            Self::Cooling => "cooling",
            Self::Off => "off",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_called_by_the_worst_that_explains_it() {
        let asked = |attempts, failed, failed_in_a_row| Signs { attempts, failed, failed_in_a_row, ..Signs::default() };
        for (signs, word) in [
            (asked(0, 0, 0), "unknown"),
            (asked(100, 0, 0), "up"),
            (asked(100, 9, 0), "up"),
            (asked(100, 10, 0), "degraded"),
            (asked(100, 1, 1), "degraded"),
            (asked(100, 3, 3), "down"),
            (asked(1, 1, 1), "down"),
            (Signs { cooling: true, ..asked(1, 1, 1) }, "cooling"),
            (Signs { unusable: true, ..asked(0, 0, 0) }, "down"),
            (Signs { off: true, unusable: true, cooling: true, ..asked(9, 9, 9) }, "off"),
        ] {
            assert_eq!(Condition::of(signs).as_str(), word, "{signs:?}");
        }
    }
}
