//! H.264 without loss, as little of it as a drawing needs: what stands still is skipped, what goes on as its neighbour does
//! is copied from it, and the rest is written as it is.

use super::picture::Picture;

/// Constrained baseline, at a level for 1280 by 720.
pub(super) const PROFILE: [u8; 3] = [66, 0b1100_0000, 31];

/// Bits, the first in the highest place.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// Bits of the last byte that are not used yet.
    free: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            self.free -= 1;
            if let Some(last) = self.bytes.last_mut() {
                *last |= (((value >> at) & 1) as u8) << self.free;
            }
        }
    }

    /// A number in the standard's code: small ones are short.
    fn number(&mut self, value: u32) {
        let length = (value + 1).ilog2();
        self.put(0, length);
        self.put(value + 1, length + 1);
    }

    fn numbers(&mut self, values: &[u32]) {
        values.iter().for_each(|value| self.number(*value));
    }

    /// Ends a unit, and makes sure that nothing in it looks like the start of another.
    fn unit(mut self, head: u8) -> Vec<u8> {
        self.put(1, 1);
        let mut unit = vec![head];
        let mut zeros = 0;
        for byte in self.bytes {
            if zeros >= 2 && byte <= 3 {
                unit.push(3);
                zeros = 0;
            }
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            unit.push(byte);
        }
        unit
    }
}

/// What all pictures have in common.
pub(super) fn sequence(width: u32, height: u32) -> Vec<u8> {
    let mut bits = Bits::default();
    PROFILE.iter().for_each(|byte| bits.put((*byte).into(), 8));
    let (columns, rows) = (width.div_ceil(16), height.div_ceil(16));
    // Numbers of frames have four bits; the order of decoding is that of showing; one picture is remembered.
    bits.numbers(&[0, 0, 2, 1]);
    bits.put(0, 1);
    bits.numbers(&[columns - 1, rows - 1]);
    // Whole frames, and what of the last blocks is not to be seen.
    bits.put(0b111, 3);
    bits.numbers(&[0, (columns * 16 - width) / 2, 0, (rows * 16 - height) / 2]);
    // Which colours the numbers mean, and nothing else that would be nice to know.
    bits.put(0b1001, 4);
    bits.put(0b1_0101, 5);
    (0..3).for_each(|_| bits.put(6, 8));
    bits.put(0, 6);
    bits.unit(0x67)
}

/// How all pictures are coded.
pub(super) fn parameters() -> Vec<u8> {
    let mut bits = Bits::default();
    bits.numbers(&[0, 0]);
    bits.put(0, 2);
    bits.numbers(&[0, 0, 0]);
    bits.put(0, 3);
    bits.numbers(&[0, 0, 0]);
    bits.put(0b100, 3);
    bits.unit(0x68)
}

/// The `index`th picture, behind `last`.
pub(super) fn frame(picture: &Picture, last: Option<&Picture>, index: u32) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.numbers(&[0, if last.is_some() { 5 } else { 7 }, 0]);
    bits.put(index % 16, 4);
    match last {
        Some(_) => bits.put(0, 3),
        None => {
            bits.number(0);
            bits.put(0, 2);
        }
    }
    // The usual quality, which nothing goes by, and no smoothing.
    bits.numbers(&[0, 1]);
    blocks(&mut bits, picture, last);
    bits.unit(if last.is_some() { 0x41 } else { 0x65 })
}

fn blocks(bits: &mut Bits, picture: &Picture, last: Option<&Picture>) {
    let (columns, rows) = (picture.columns(), picture.rows());
    let mut written = vec![false; columns * rows];
    let mut skipped = 0;
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        if last.is_some_and(|last| picture.block(column, row).eq(last.block(column, row))) {
            skipped += 1;
            continue;
        }
        if last.is_some() {
            bits.number(skipped);
            skipped = 0;
        }
        // Between pictures there are five more kinds before these.
        let kind = if last.is_some() { 5 } else { 0 };
        // That nothing differs takes longer to say beside blocks in which as much differs as can be.
        let beside = (column > 0 && written[row * columns + column - 1]) || (row > 0 && written[(row - 1) * columns + column]);
        let nothing_more = if beside { (0b00_0011, 6) } else { (1, 1) };
        if column > 0 && picture.goes_on_from_left(column, row) {
            bits.numbers(&[kind + 2, 1, 0]);
            bits.put(nothing_more.0, nothing_more.1);
        } else if row > 0 && picture.goes_on_from_above(column, row) {
            bits.numbers(&[kind + 1, 2, 0]);
            bits.put(nothing_more.0, nothing_more.1);
        } else {
            bits.number(kind + 25);
            bits.free = 0;
            picture.block(column, row).for_each(|samples| bits.bytes.extend_from_slice(samples));
            written[row * columns + column] = true;
        }
    }
    if skipped > 0 {
        bits.number(skipped);
    }
}
