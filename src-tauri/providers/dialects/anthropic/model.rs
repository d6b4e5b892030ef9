//! What a model takes, by its version: names that nobody knows yet are judged by the number in them.

/// A model of the family that this dialect was made for, or another one that speaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Model {
    /// `(0, 0)`: it is of another family.
    version: (u8, u8),
    opus: bool,
}

/// How a model can be made to think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thinks {
    Never,
    /// As many tokens as it is told.
    Budget,
    /// As much as it finds right.
    Adaptive,
}

impl Model {
    pub(super) fn named(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let behind = name.split_once("claude").map_or("", |(_, behind)| behind);
        let mut words = behind.split(['-', '.', '@', ':', '/']).map(|word| word.parse::<u8>().ok().filter(|_| word.len() < 3));
        let major = words.find_map(|number| number).unwrap_or(0);
        let minor = words.next().flatten().unwrap_or(0);
        Self { version: (major, minor), opus: behind.contains("opus") }
    }

    /// The most tokens that it makes; for one that is not known what all can make.
    pub(super) fn most_output(self) -> u64 {
        match self.version {
            (1..=2, _) | (3, 0..=4) => 4_096,
            (0, _) | (3, 5..=6) => 8_192,
            (4, 0..=4) if self.opus => 32_000,
            (3, _) | (4, 0..=5) => 64_000,
            _ => 128_000,
        }
    }

    pub(super) fn thinks(self) -> Thinks {
        match self.version {
            (0..=2, _) | (3, 0..=6) => Thinks::Never,
            (3, _) | (4, 0..=5) => Thinks::Budget,
            _ => Thinks::Adaptive,
        }
    }

    /// It hides its thoughts unless it is asked to sum them up, and knows the effort `xhigh`.
    pub(super) fn hides_thoughts(self) -> bool {
        self.version >= (4, 7)
    }

    /// It takes `temperature`, `top_p` and `top_k`.
    pub(super) fn takes_sampling(self) -> bool {
        self.version < (4, 7)
    }

    /// It takes `temperature` and `top_p` together.
    pub(super) fn takes_both_samplings(self) -> bool {
        self.version < (4, 1)
    }

    /// Its answers and its calls can be held to a schema.
    pub(super) fn follows_schemas(self) -> bool {
        self.version >= (4, 1)
    }

    /// It takes the role `system` in the middle of a conversation.
    pub(super) fn takes_system_turns(self) -> bool {
        self.version >= (4, 8)
    }

    /// It goes on with an answer that was begun for it.
    pub(super) fn continues_answers(self) -> bool {
        self.version < (4, 6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_judged_by_the_number_in_its_name() {
        for (name, version, most_output, thinks) in [
            ("claude-3-opus-20240229", (3, 0), 4_096, Thinks::Never),
            ("claude-3-5-sonnet-20240620", (3, 5), 8_192, Thinks::Never),
            ("claude-3-7-sonnet-latest", (3, 7), 64_000, Thinks::Budget),
            ("claude-opus-4-20250514", (4, 0), 32_000, Thinks::Budget),
            ("claude-sonnet-4-0", (4, 0), 64_000, Thinks::Budget),
            ("claude-opus-4-5-20251101", (4, 5), 64_000, Thinks::Budget),
            ("anthropic/claude-haiku-4.5", (4, 5), 64_000, Thinks::Budget),
            ("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", (4, 5), 64_000, Thinks::Budget),
            ("claude-opus-4-6", (4, 6), 128_000, Thinks::Adaptive),
            ("claude-sonnet-5", (5, 0), 128_000, Thinks::Adaptive),
            ("somebody-else-m2", (0, 0), 8_192, Thinks::Never),
        ] {
            let model = Model::named(name);
            assert_eq!((model.version, model.most_output(), model.thinks()), (version, most_output, thinks), "{name}");
        }
    }
}
