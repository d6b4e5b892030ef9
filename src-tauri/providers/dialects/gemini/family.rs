//! What the name of a model says about what it takes.

use serde_json::{Value, json};

/// What differs between the models behind this API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Open models: no thoughts to be had.
    Other,
    /// `gemini-1.5` and `gemini-2.0`
    Second,
    /// `gemini-2.5`, and names without a number; is it one of the large?
    Thinking { pro: bool },
    /// `gemini-3` and later; likewise
    Third { pro: bool },
}

impl Family {
    pub(super) fn of(model: &str) -> Self {
        let Some(rest) = model.strip_prefix("gemini-") else { return Self::Other };
        let mut numbers = rest.split(['-', '.']).map_while(|part| part.parse::<u32>().ok());
        let pro = rest.contains("pro");
        match (numbers.next(), numbers.next()) {
            (Some(3..), _) => Self::Third { pro },
            (None, _) | (Some(2), Some(5..)) => Self::Thinking { pro },
            _ => Self::Second,
        }
    }

    /// How much to think, and that the thoughts are wanted. `None`: it knows no such thing.
    pub(super) fn thinking(self, effort: &str) -> Option<Value> {
        let mut config = match self {
            Self::Other | Self::Second => return None,
            Self::Thinking { pro } => json!({"thinkingBudget": match effort {
                // The large ones can not be told not to think.
                "none" if pro => 128,
                "none" => 0,
                "minimal" | "low" => 1_024,
                "medium" => 8_192,
                _ => 24_576,
            }}),
            Self::Third { pro } => json!({"thinkingLevel": match effort {
                // None of them can be told not to think, and the large ones not to think the least.
                "none" | "minimal" if pro => "low",
                "none" | "minimal" => "minimal",
                "low" => "low",
                "medium" => "medium",
                _ => "high",
            }}),
        };
        config["includeThoughts"] = (effort != "none").into();
        Some(config)
    }

    /// It refuses calls in the history that are not signed.
    pub(super) fn wants_signatures(self) -> bool {
        matches!(self, Self::Third { .. })
    }

    /// Tools and an answer in JSON at once.
    pub(super) fn has_tools_beside_json(self) -> bool {
        matches!(self, Self::Third { .. })
    }

    /// Results of tools may hold images.
    pub(super) fn sees_results(self) -> bool {
        matches!(self, Self::Third { .. })
    }

    /// The most bytes of a body.
    pub(super) fn most_bytes(self) -> usize {
        match self {
            Self::Other | Self::Second | Self::Thinking { .. } => 20 << 20,
            Self::Third { .. } => 100 << 20,
        }
    }

    /// It fetches files from the web by itself.
    pub(super) fn fetches(self) -> bool {
        matches!(self, Self::Thinking { .. } | Self::Third { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::{Family::*, *};

    #[test]
    fn the_name_says_the_family() {
        for (name, family) in [
            ("gemini-2.0-flash", Second),
            ("gemini-1.5-pro", Second),
            ("gemini-2.5-flash-lite", Thinking { pro: false }),
            ("gemini-pro-latest", Thinking { pro: true }),
            ("gemini-3-flash-preview", Third { pro: false }),
            ("gemini-3.1-pro-preview", Third { pro: true }),
            ("gemini-10-pro", Third { pro: true }),
            ("gemma-3-27b-it", Other),
        ] {
            assert_eq!(Family::of(name), family, "{name}");
        }
    }

    #[test]
    fn effort_becomes_what_the_family_calls_it() {
        for (name, effort, config) in [
            ("gemini-2.5-flash", "none", json!({"thinkingBudget": 0, "includeThoughts": false})),
            ("gemini-2.5-pro", "none", json!({"thinkingBudget": 128, "includeThoughts": false})),
            ("gemini-2.5-flash", "medium", json!({"thinkingBudget": 8192, "includeThoughts": true})),
            ("gemini-3-flash-preview", "minimal", json!({"thinkingLevel": "minimal", "includeThoughts": true})),
            ("gemini-3-pro-preview", "minimal", json!({"thinkingLevel": "low", "includeThoughts": true})),
            ("gemini-3-pro-preview", "xhigh", json!({"thinkingLevel": "high", "includeThoughts": true})),
        ] {
            assert_eq!(Family::of(name).thinking(effort), Some(config), "{name} {effort}");
        }
        assert_eq!(Family::of("gemini-2.0-flash").thinking("high"), None);
    }
}
