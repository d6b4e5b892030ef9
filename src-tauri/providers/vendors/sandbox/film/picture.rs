//! A picture in the colours of films: how bright each pixel is, and for every four of them how blue and how red.

use super::super::drawing::Drawing;

/// Pixels of a block's side.
const BLOCK: usize = 16;

#[derive(Clone)]
pub(super) struct Picture {
    planes: [Plane; 3],
}

#[derive(Clone)]
struct Plane {
    width: usize,
    height: usize,
    /// Samples of a block's side.
    side: usize,
    samples: Vec<u8>,
}

impl Picture {
    /// A drawing. What is missing in its last blocks is as the pixels beside it.
    pub(super) fn of(drawing: &Drawing) -> Self {
        let padded = |side: u32| side.next_multiple_of(BLOCK as u32) as usize;
        let (width, height) = (padded(drawing.width), padded(drawing.height));
        let colour =
            |x: usize, y: usize| ycbcr(drawing.pixel((x as u32).min(drawing.width - 1), (y as u32).min(drawing.height - 1)));
        let plane = |at: usize, of: usize| Plane {
            width: width / of,
            height: height / of,
            side: BLOCK / of,
            samples: (0..height / of)
                .flat_map(|y| (0..width / of).map(move |x| (x, y)))
                .map(|(x, y)| colour(x * of, y * of)[at])
                .collect(),
        };
        Self { planes: [plane(0, 1), plane(1, 2), plane(2, 2)] }
    }

    /// The same with a disc on it.
    pub(super) fn with_disc(&self, (x, y): (usize, usize), radius: usize, rgb: [u8; 4]) -> Self {
        let mut picture = self.clone();
        for ((plane, value), of) in picture.planes.iter_mut().zip(ycbcr(rgb)).zip([1, 2, 2]) {
            for row in y.saturating_sub(radius) / of..=((y + radius) / of).min(plane.height - 1) {
                let up = (row * of).abs_diff(y);
                let half = (radius * radius).saturating_sub(up * up).isqrt();
                let (from, to) = (x.saturating_sub(half) / of, ((x + half) / of).min(plane.width - 1));
                plane.samples[row * plane.width + from..=row * plane.width + to].fill(value);
            }
        }
        picture
    }

    pub(super) fn columns(&self) -> usize {
        self.planes[0].width / BLOCK
    }

    pub(super) fn rows(&self) -> usize {
        self.planes[0].height / BLOCK
    }

    /// The rows of a block's samples, plane after plane.
    pub(super) fn block(&self, column: usize, row: usize) -> impl Iterator<Item = &[u8]> {
        self.planes.iter().flat_map(move |plane| plane.block(column, row))
    }

    /// Does each row of a block go on with the pixel to its left?
    pub(super) fn goes_on_from_left(&self, column: usize, row: usize) -> bool {
        self.planes.iter().all(|plane| {
            let before = plane.block(column - 1, row).filter_map(<[u8]>::last);
            plane.block(column, row).zip(before).all(|(samples, before)| samples.iter().all(|sample| sample == before))
        })
    }

    /// Does each column of a block go on with the pixel above it?
    pub(super) fn goes_on_from_above(&self, column: usize, row: usize) -> bool {
        self.planes.iter().all(|plane| {
            let above = plane.block(column, row - 1).last();
            plane.block(column, row).all(|samples| Some(samples) == above)
        })
    }
}

impl Plane {
    fn block(&self, column: usize, row: usize) -> impl Iterator<Item = &[u8]> {
        (row * self.side..(row + 1) * self.side).map(move |y| {
            let from = y * self.width + column * self.side;
            &self.samples[from..from + self.side]
        })
    }
}

/// As television has it, by its usual whole numbers.
fn ycbcr([red, green, blue, _]: [u8; 4]) -> [u8; 3] {
    let sum = |parts: [i32; 3], above: i32| {
        let sum = parts[0] * i32::from(red) + parts[1] * i32::from(green) + parts[2] * i32::from(blue);
        (((sum + 128) >> 8) + above) as u8
    };
    [sum([66, 129, 25], 16), sum([-38, -74, 112], 128), sum([112, -94, -18], 128)]
}
