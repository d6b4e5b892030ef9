//! What a request consumed, in one form for all providers.

use serde::{Deserialize, Serialize};

/// Tokens of one request. `cached_input` and `cache_write` are parts of `input`, `reasoning` is a part of
/// `output`: dialects whose providers count otherwise add up before they fill this in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// All prompt tokens.
    pub input: u64,
    /// Prompt tokens read from the provider's cache: billed instead of, not on top of, normal input.
    pub cached_input: u64,
    /// Prompt tokens written to the provider's cache.
    pub cache_write: u64,
    /// All tokens made, reasoning included.
    pub output: u64,
    /// Tokens of reasoning.
    pub reasoning: u64,
}

/// Whose figures a [`Usage`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsageSource {
    /// The provider counted.
    Reported,
    /// The provider said nothing, or the stream ended early: counted here from the text.
    Estimated,
}

/// Tokens that a text of this many bytes makes, as a rule of thumb for billing what no provider counted:
/// four bytes a token, rounded up.
pub fn estimate_tokens(bytes: u64) -> u64 {
    bytes.div_ceil(4)
}
