//! What a request can use, as far as it is known before it is sent: what its hold is made of.

use serde::Deserialize;

use crate::usage::Usage;

/// The most that a request can use, and in which rendition it wants what is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Every byte of text counts as a token: no tokenizer makes more of it. Parts are of no interest.
    pub most: Usage,
    /// What decides the price of an image or a film beside its model.
    pub rendition: Rendition,
}

impl Extent {
    /// Of what is billed by tokens alone.
    pub fn tokens(input_bytes: u64, max_output: u64) -> Self {
        Self { most: Usage { input: input_bytes, output: max_output, ..Usage::default() }, rendition: Rendition::default() }
    }
}

/// An image or a film as it is wanted; what is `None` is left to the provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rendition {
    /// Width and height in pixels.
    pub size: Option<(u32, u32)>,
    /// How carefully it is made.
    pub quality: Option<Quality>,
    /// The class of its size, in pixels: 720 for `720p`, 2048 for an image of `2K`.
    pub lines: Option<u32>,
}

impl Rendition {
    /// An image of that size; whose size is left to the provider, it is of the smallest class.
    pub fn of_image(size: Option<(u32, u32)>, quality: Option<Quality>) -> Self {
        Self { size, quality, lines: Some(size.map_or(SMALLEST_CLASS, lines_of)) }
    }
}

/// The class of an image's size: what is sold as 1K, 2K and 4K, by its longer side.
pub fn lines_of((width, height): (u32, u32)) -> u32 {
    match width.max(height) {
        3_840.. => 4_096,
        2_048.. => 2_048,
        _ => SMALLEST_CLASS,
    }
}

const SMALLEST_CLASS: u32 = 1_024;

/// How carefully an image is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words are the providers'")]
pub enum Quality {
    Low,
    Standard,
    Medium,
    High,
    XHigh,
    Max,
    Hd,
}

impl Quality {
    /// The quality of that word; `auto` is none.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "low" => Self::Low,
            "standard" => Self::Standard,
            "medium" => Self::Medium,
            "high" => Self::High,
            "xhigh" => Self::XHigh,
            "max" => Self::Max,
            "hd" => Self::Hd,
            _ => return None,
        })
    }
}
