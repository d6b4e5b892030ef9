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

    /// A film of that size, or of that class where nobody says a size.
    pub fn of_film(size: Option<(u32, u32)>, lines: Option<u32>) -> Self {
        Self { size, quality: None, lines: size.map(film_lines).or(lines) }
    }
}

/// The class of a film's size: what is sold as 720p, 1080p and 4K. It goes by the pixels, since a square film and a wide one of
/// the same class have other sides.
pub fn film_lines((width, height): (u32, u32)) -> u32 {
    const CLASSES: [u32; 8] = [360, 480, 540, 720, 768, 1_080, 1_440, 2_160];
    let lines = (f64::from(width) * f64::from(height) * 9.0 / 16.0).sqrt();
    let off = |class: &u32| (f64::from(*class) - lines).abs();
    CLASSES.into_iter().min_by(|one, other| off(one).total_cmp(&off(other))).unwrap_or(CLASSES[0])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_is_of_the_class_that_its_pixels_make_whichever_its_shape() {
        for (size, lines) in [
            ((1280, 720), 720),
            ((720, 1280), 720),
            ((960, 960), 720),
            ((1470, 630), 720),
            ((1366, 768), 768),
            ((1792, 1024), 1080),
            ((1920, 1080), 1080),
            ((1440, 1440), 1080),
            ((854, 480), 480),
            ((480, 270), 360),
            ((2560, 1440), 1440),
            ((3840, 2160), 2160),
            ((16_384, 16_384), 2160),
        ] {
            assert_eq!(film_lines(size), lines, "{size:?}");
        }
        let known = |size, lines| Rendition::of_film(size, lines).lines;
        assert_eq!(
            (known(Some((1280, 720)), Some(1080)), known(None, Some(480)), known(None, None)),
            (Some(720), Some(480), None)
        );
    }
}
