//! What a request consumed, in one form for all providers.

use std::ops::Add;

use serde::{Deserialize, Serialize};

/// What one request used. `cached_input` and `cache_write` are parts of `input`, `reasoning` is a part of `output`:
/// dialects whose providers count otherwise add up before they fill this in. What is zero is left out of JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// All prompt tokens.
    #[serde(skip_serializing_if = "is_zero")]
    pub input: u64,
    /// Prompt tokens read from the provider's cache: billed instead of, not on top of, normal input.
    #[serde(skip_serializing_if = "is_zero")]
    pub cached_input: u64,
    /// Prompt tokens written to the provider's cache.
    #[serde(skip_serializing_if = "is_zero")]
    pub cache_write: u64,
    /// Those of `cache_write` that are kept for an hour.
    #[serde(skip_serializing_if = "is_zero")]
    pub cache_write_1h: u64,
    /// Prompt tokens of audio that did not come from the cache.
    #[serde(skip_serializing_if = "is_zero")]
    pub audio_input: u64,
    /// Prompt tokens of images that did not come from the cache.
    #[serde(skip_serializing_if = "is_zero")]
    pub image_input: u64,
    /// All tokens made, reasoning included.
    #[serde(skip_serializing_if = "is_zero")]
    pub output: u64,
    /// Tokens of reasoning.
    #[serde(skip_serializing_if = "is_zero")]
    pub reasoning: u64,
    /// Tokens of audio made.
    #[serde(skip_serializing_if = "is_zero")]
    pub audio_output: u64,
    /// Tokens of images made.
    #[serde(skip_serializing_if = "is_zero")]
    pub image_output: u64,
    /// Images made.
    #[serde(skip_serializing_if = "is_zero")]
    pub images: u64,
    /// Characters spoken.
    #[serde(skip_serializing_if = "is_zero")]
    pub characters: u64,
    /// Milliseconds of audio heard.
    #[serde(skip_serializing_if = "is_zero")]
    pub heard_ms: u64,
    /// Milliseconds of audio or video made.
    #[serde(skip_serializing_if = "is_zero")]
    pub made_ms: u64,
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            input: self.input + other.input,
            cached_input: self.cached_input + other.cached_input,
            cache_write: self.cache_write + other.cache_write,
            cache_write_1h: self.cache_write_1h + other.cache_write_1h,
            audio_input: self.audio_input + other.audio_input,
            image_input: self.image_input + other.image_input,
            output: self.output + other.output,
            reasoning: self.reasoning + other.reasoning,
            audio_output: self.audio_output + other.audio_output,
            image_output: self.image_output + other.image_output,
            images: self.images + other.images,
            characters: self.characters + other.characters,
            heard_ms: self.heard_ms + other.heard_ms,
            made_ms: self.made_ms + other.made_ms,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields so")]
fn is_zero(count: &u64) -> bool {
    *count == 0
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
