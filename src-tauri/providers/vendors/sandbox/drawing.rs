//! A drawing that nobody imagined: a disc for each word, as large as the word is long, before a sky of the prompt's colours.
//! The same words are the same drawing; the word SANDBOX is always on it.

use std::io::Cursor;

/// Pixels of three colours and how much they cover, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) width: u32,
    pub(super) height: u32,
    pixels: Vec<[u8; 4]>,
}

/// More pixels than anybody needs of a sandbox.
const MOST_PIXELS: u64 = 2_048 * 2_048;
/// Stripes of the sky.
const STRIPES: u32 = 16;
/// Words that become discs.
const MOST_WORDS: usize = 24;

/// Is a drawing of that size made here?
pub(super) fn fits(width: u32, height: u32) -> bool {
    u64::from(width) * u64::from(height) <= MOST_PIXELS
}

impl Drawing {
    /// The `index`th drawing of a text.
    pub(super) fn of(text: &str, index: u64, width: u32, height: u32) -> Self {
        let seed = hash(text, index);
        let (sky, ground) = (colour(seed), colour(seed.rotate_left(24)));
        let discs: Vec<_> = text.split_whitespace().take(MOST_WORDS).map(|word| Disc::of(word, seed, width, height)).collect();
        let pixel = |x: u32, y: u32| {
            let stripe = y * STRIPES / height;
            let behind = mixed(sky, ground, stripe, STRIPES);
            discs.iter().rev().find(|disc| disc.covers(x, y)).map_or(behind, |disc| disc.colour)
        };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect();
        Self { width, height, pixels }.labelled()
    }

    /// What a text makes of another drawing: half of it shows through where the mask lets it.
    pub(super) fn edited(text: &str, index: u64, image: &Self, mask: Option<&Self>, width: u32, height: u32) -> Self {
        let mut drawing = Self::of(text, index, width, height);
        for y in 0..height {
            for x in 0..width {
                let (there, at) = (image.at(x, y, width, height), (y * width + x) as usize);
                let open = mask.is_none_or(|mask| mask.at(x, y, width, height)[3] == 0);
                drawing.pixels[at] = if open { mixed(there, drawing.pixels[at], 1, 2) } else { there };
            }
        }
        drawing.labelled()
    }

    /// What is drawn first: the same in fewer, larger spots.
    pub(super) fn draft(&self, spot: u32) -> Self {
        let mut draft = self.clone();
        for y in 0..self.height {
            for x in 0..self.width {
                draft.pixels[(y * self.width + x) as usize] =
                    self.pixels[(y / spot * spot * self.width + x / spot * spot) as usize];
            }
        }
        draft
    }

    /// As a PNG file.
    pub(super) fn png(&self) -> Option<Vec<u8>> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        encoder.add_text_chunk("Software".to_owned(), "sandbox".to_owned()).ok()?;
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(self.pixels.as_flattened()).ok()?;
        writer.finish().ok()?;
        Some(file)
    }

    /// A PNG file, if it is one and not too large.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(file));
        decoder.set_transformations(png::Transformations::ALPHA | png::Transformations::STRIP_16);
        let mut reader = decoder.read_info().ok()?;
        let (width, height) = (reader.info().width, reader.info().height);
        if !fits(width, height) {
            return None;
        }
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut bytes).ok()?;
        let pixels = match info.color_type {
            png::ColorType::Rgba => bytes.as_chunks::<4>().0.to_vec(),
            png::ColorType::GrayscaleAlpha => {
                bytes.as_chunks::<2>().0.iter().map(|[grey, alpha]| [*grey, *grey, *grey, *alpha]).collect()
            }
            _ => return None,
        };
        Some(Self { width, height, pixels })
    }

    pub(super) fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        self.pixels[(y * self.width + x) as usize]
    }

    /// The pixel at a place of a drawing of another size.
    fn at(&self, x: u32, y: u32, width: u32, height: u32) -> [u8; 4] {
        let scaled = |at: u32, from: u32, to: u32| (u64::from(at) * u64::from(to) / u64::from(from)) as usize;
        self.pixels[scaled(y, height, self.height) * self.width as usize + scaled(x, width, self.width)]
    }

    /// Writes what it is into the lower left corner, in dots that can be seen.
    fn labelled(mut self) -> Self {
        let dot = (self.width.min(self.height) / 128).max(1);
        for row in 0..ROWS {
            for column in 0..COLUMNS {
                let colour = if is_written(column, row) { [255; 4] } else { [0, 0, 0, 255] };
                self.fill(column * dot, self.height.saturating_sub((ROWS - row) * dot), dot, colour);
            }
        }
        self
    }

    fn fill(&mut self, left: u32, top: u32, side: u32, colour: [u8; 4]) {
        for y in top..(top + side).min(self.height) {
            for x in left..(left + side).min(self.width) {
                self.pixels[(y * self.width + x) as usize] = colour;
            }
        }
    }
}

/// S, A, N, D, B, O, X: a bit a dot, a row a number.
const LABEL: [[u8; 7]; 7] = [
    [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
    [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
    [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001],
    [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110],
    [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    [0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001],
];

/// Dots of the label: letters of five by seven, one between them, and two around.
const COLUMNS: u32 = 7 * 6 + 3;
const ROWS: u32 = 7 + 4;

fn is_written(column: u32, row: u32) -> bool {
    let (Some(column), Some(row)) = (column.checked_sub(2), row.checked_sub(2)) else { return false };
    let bits = LABEL.get((column / 6) as usize).and_then(|rows| rows.get(row as usize));
    column % 6 < 5 && bits.is_some_and(|bits| bits >> (4 - column % 6) & 1 == 1)
}

struct Disc {
    x: i64,
    y: i64,
    radius: i64,
    colour: [u8; 4],
}

impl Disc {
    fn of(word: &str, seed: u64, width: u32, height: u32) -> Self {
        let hash = hash(word, seed);
        let letters = word.chars().count().clamp(2, 16) as i64;
        let place = |bits: u64, side: u32| (bits % u64::from(side)) as i64;
        Self {
            x: place(hash, width),
            y: place(hash >> 20, height),
            radius: (i64::from(width.min(height)) * letters / 64).max(1),
            colour: colour(hash.rotate_left(40)),
        }
    }

    fn covers(&self, x: u32, y: u32) -> bool {
        let (x, y) = (i64::from(x) - self.x, i64::from(y) - self.y);
        x * x + y * y <= self.radius * self.radius
    }
}

fn colour(bits: u64) -> [u8; 4] {
    let [red, green, blue, ..] = bits.to_le_bytes();
    [red, green, blue, 255]
}

fn mixed(one: [u8; 4], other: [u8; 4], part: u32, of: u32) -> [u8; 4] {
    std::array::from_fn(|at| ((u32::from(one[at]) * (of - part) + u32::from(other[at]) * part) / of) as u8)
}

/// FNV-1a: the same on every computer and in every version.
pub(super) fn hash(text: &str, seed: u64) -> u64 {
    let bytes = text.bytes().chain(seed.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash ^ hash >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_png_and_others_another() {
        let drawn = |text, index| Drawing::of(text, index, 96, 64).png().unwrap();
        assert_eq!(drawn("a red fox", 0), drawn("a red fox", 0));
        assert_ne!(drawn("a red fox", 0), drawn("a red fox", 1));
        assert_ne!(drawn("a red fox", 0), drawn("a blue fox", 0));
        let drawing = Drawing::of("a red fox", 0, 96, 64);
        assert_eq!(Drawing::read(&drawing.png().unwrap()), Some(drawing), "what is written can be read");
    }

    #[test]
    fn an_edit_stays_out_of_what_the_mask_covers() {
        let image = Drawing::of("before", 0, 64, 64);
        let mut mask = Drawing { pixels: vec![[0, 0, 0, 255]; 64 * 64], ..image.clone() };
        mask.pixels[..64].fill([0; 4]);
        let edited = Drawing::edited("after", 0, &image, Some(&mask), 64, 64);
        assert_ne!(edited.pixels[..64], image.pixels[..64]);
        assert_eq!(edited.pixels[64..], image.pixels[64..]);
        assert_ne!(Drawing::edited("after", 0, &image, None, 64, 64).pixels[64..], image.pixels[64..]);
    }

    #[test]
    fn what_is_no_png_or_too_large_is_not_read() {
        let mut large = Drawing::of("x", 0, 8, 8).png().unwrap();
        assert!(Drawing::read(&large[..40]).is_none());
        large[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert!(Drawing::read(&large).is_none());
        assert!(fits(1, 1) && fits(2_048, 2_048) && !fits(2_049, 2_048) && !fits(16_384, 16_384));
    }
}
