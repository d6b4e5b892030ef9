//! The file around a film: what there is to know comes first, so that it plays while it is being fetched.

use super::avc;

/// A film without sound.
pub(super) struct Track {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) length_ms: u32,
    /// How long each frame is to be seen; the last as long as there is time.
    pub(super) frame_ms: u32,
    /// The first can be seen without the others.
    pub(super) frames: Vec<Vec<u8>>,
}

/// Three rows of a picture that is neither turned nor stretched.
const UPRIGHT: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
/// Of time, in a second.
const UNITS: u32 = 1_000;

impl Track {
    pub(super) fn file(&self, title: &str) -> Vec<u8> {
        let samples: Vec<_> = self.frames.iter().map(|frame| [&size(frame), &frame[..]].concat()).collect();
        let head = boxed(b"ftyp", &[b"isom", &words(&[0x200]), b"isomiso2avc1mp41"]);
        // Where the frames begin does not change how long it takes to say so.
        let begin = head.len() + self.about(title, &samples, 0).len() + 8;
        let about = self.about(title, &samples, begin as u32);
        [head, about, boxed(b"mdat", &[&samples.concat()])].concat()
    }

    fn about(&self, title: &str, samples: &[Vec<u8>], begin: u32) -> Vec<u8> {
        let length = self.length_ms;
        let header = [&[0, 0, 0, UNITS, length, 0x1_0000, 0x100_0000, 0, 0][..], &UPRIGHT, &[0; 6], &[2]].concat();
        let shape = [&[3, 0, 0, 1, 0, length, 0, 0, 0, 0][..], &UPRIGHT, &[self.width << 16, self.height << 16]].concat();
        let here = boxed(b"dinf", &[&boxed(b"dref", &[&words(&[0, 1]), &boxed(b"url ", &[&words(&[1])])])]);
        let information = boxed(b"minf", &[&boxed(b"vmhd", &[&words(&[1, 0, 0])]), &here, &self.table(samples, begin)]);
        let media = boxed(
            b"mdia",
            &[
                &boxed(b"mdhd", &[&words(&[0, 0, 0, UNITS, length, 0x55c4_0000])]),
                &boxed(b"hdlr", &[&words(&[0, 0]), b"vide", &words(&[0; 3]), b"Sandbox\0"]),
                &information,
            ],
        );
        let track = boxed(b"trak", &[&boxed(b"tkhd", &[&words(&shape)]), &media]);
        boxed(b"moov", &[&boxed(b"mvhd", &[&words(&header)]), &track, &names(title)])
    }

    /// What the frames are, and where, and when.
    fn table(&self, samples: &[Vec<u8>], begin: u32) -> Vec<u8> {
        let count = samples.len() as u32;
        let sizes: Vec<u32> = samples.iter().map(|sample| sample.len() as u32).collect();
        let rest = self.length_ms - (count - 1) * self.frame_ms;
        boxed(
            b"stbl",
            &[
                &boxed(b"stsd", &[&words(&[0, 1]), &self.coding()]),
                &boxed(b"stts", &[&words(&[0, 2, count - 1, self.frame_ms, 1, rest])]),
                &boxed(b"stss", &[&words(&[0, 1, 1])]),
                &boxed(b"stsc", &[&words(&[0, 1, 1, count, 1])]),
                &boxed(b"stsz", &[&words(&[0, 0, count]), &words(&sizes)]),
                &boxed(b"stco", &[&words(&[0, 1, begin])]),
            ],
        )
    }

    fn coding(&self) -> Vec<u8> {
        let (sequence, parameters) = (avc::sequence(self.width, self.height), avc::parameters());
        let short = |unit: &[u8]| (unit.len() as u16).to_be_bytes();
        let set_up = boxed(
            b"avcC",
            &[&[1], &avc::PROFILE, &[0xff, 0xe1], &short(&sequence), &sequence, &[1], &short(&parameters), &parameters],
        );
        let look = [0, 1, 0, 0, 0, 0, self.width << 16 | self.height, 0x48_0000, 0x48_0000, 0];
        boxed(b"avc1", &[&words(&look), &[0, 1], &[0; 32], &[0, 0x18, 0xff, 0xff], &set_up])
    }
}

/// What a player shows beside the film.
fn names(title: &str) -> Vec<u8> {
    let name = |kind: &[u8; 4], text: &str| boxed(kind, &[&boxed(b"data", &[&words(&[1, 0]), text.as_bytes()])]);
    let list = boxed(b"ilst", &[&name(b"\xa9nam", title), &name(b"\xa9too", "sandbox")]);
    let handler = boxed(b"hdlr", &[&words(&[0, 0]), b"mdirappl", &words(&[0, 0]), &[0]]);
    boxed(b"udta", &[&boxed(b"meta", &[&words(&[0]), &handler, &list])])
}

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let inside = parts.concat();
    [&(inside.len() as u32 + 8).to_be_bytes()[..], kind, &inside].concat()
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn size(frame: &[u8]) -> [u8; 4] {
    (frame.len() as u32).to_be_bytes()
}
