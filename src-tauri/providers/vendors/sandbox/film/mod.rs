//! A film that nobody imagined: a ball that flies over a drawing of the prompt. Owns the pictures, their coding and the file
//! around it, so that any player plays it.

mod avc;
mod mp4;
mod picture;

use super::drawing::Drawing;
use mp4::Track;
use picture::Picture;

/// How long a picture is to be seen.
const FRAME_MS: u32 = 50;
/// How long the ball flies from one side to the other, in pictures: the two never agree, so that it comes around.
const ACROSS: u32 = 37;
const DOWN: u32 = 23;

/// The film of a text as an MP4 file.
pub(super) fn film(text: &str, title: &str, seed: u64, (width, height): (u32, u32), length_ms: u32) -> Vec<u8> {
    let drawing = Drawing::of(text, seed, width, height);
    let (background, colour) = (Picture::of(&drawing), drawing.pixel(width / 2, height / 2).map(|part| !part));
    let radius = width.min(height) / 8;
    let mut frames = Vec::new();
    let mut last = None;
    for index in 0..length_ms.div_ceil(FRAME_MS).max(1) {
        let place = |side: u32, of: u32| (radius + (side - 2 * radius) * there_and_back(index, of) / of) as usize;
        let picture = background.with_disc((place(width, ACROSS), place(height, DOWN)), radius as usize, colour);
        frames.push(avc::frame(&picture, last.as_ref(), index));
        last = Some(picture);
    }
    Track { width, height, length_ms, frame_ms: FRAME_MS, frames }.file(title)
}

/// From 0 to `most` and back, and again.
fn there_and_back(index: u32, most: u32) -> u32 {
    (index % (2 * most)).min(2 * most - index % (2 * most))
}

#[cfg(test)]
mod tests;
