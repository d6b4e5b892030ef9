//! How long sound or a film is, by what its file says of itself. The file is read from where it lies, never whole.

use std::{
    io::{BufReader, Read, Seek, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use lofty::{config::ParseOptions, file::AudioFile as _, probe::Probe};
use symphonia::{
    core::{
        formats::{FormatOptions, probe::Hint},
        io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions},
        meta::MetadataOptions,
    },
    default::get_probe,
};

/// Silence, as tightly as any format packs it: a file that claims to hold more would be paid for by its claim.
const LEAST_BYTES_OF_A_SECOND: f64 = 16.0;

/// How long what `file` holds is; `None`: it does not say, or is neither sound nor a film.
pub fn length_of(file: impl Read + Seek + Send + Sync + 'static) -> Option<Duration> {
    let mut file = BufReader::new(file);
    let bytes = file.seek(SeekFrom::End(0)).ok()?;
    file.rewind().ok()?;
    let mut head = [0; 8];
    file.read_exact(&mut head).ok()?;
    file.rewind().ok()?;
    let read = || match head {
        [_, _, _, _, b'f', b't', b'y', b'p'] => of_mp4(&mut file, bytes).or_else(|| by_packets(file, bytes)),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => by_packets(file, bytes),
        // How long an MP3 is can be reckoned from the first of its packets only where all are alike.
        [b'I', b'D', b'3', ..] | [0xff, 0xe2 | 0xe3 | 0xf2 | 0xf3 | 0xfa | 0xfb, ..] => by_packets(file, bytes),
        _ => of_sound(file),
    };
    // The readers panic over some headers that nobody means well with: what they can not read has no length.
    let length = catch_unwind(AssertUnwindSafe(read)).ok().flatten();
    let most = bytes as f64 / LEAST_BYTES_OF_A_SECOND;
    length.filter(|length| !length.is_zero() && length.as_secs_f64() <= most)
}

fn of_sound(file: impl Read + Seek) -> Option<Duration> {
    let options = ParseOptions::new().read_tags(false).read_cover_art(false);
    let file = Probe::new(file).options(options).guess_file_type().ok()?.read().ok()?;
    Some(file.properties().duration())
}

/// What a browser records, and what is sent while it is made, does not say how long it is: the last of its packets does.
fn by_packets(file: impl Read + Seek + Send + Sync + 'static, bytes: u64) -> Option<Duration> {
    let source = MediaSourceStream::new(Box::new(Source(file, bytes)), MediaSourceStreamOptions::default());
    let mut reader = get_probe().probe(&Hint::new(), source, FormatOptions::default(), MetadataOptions::default()).ok()?;
    let bases: Vec<_> = reader.tracks().iter().filter_map(|track| Some((track.id, track.time_base?))).collect();
    let mut end = 0.0_f64;
    while let Ok(Some(packet)) = reader.next_packet() {
        if let Some((_, base)) = bases.iter().find(|(id, _)| *id == packet.track_id) {
            let (at, long) = (base.calc_time(packet.pts)?, base.calc_duration(packet.dur)?);
            end = end.max(at.as_secs_f64() + long.as_secs_f64());
        }
    }
    Duration::try_from_secs_f64(end).ok()
}

/// A file of so many bytes, as the reader of packets wants it.
struct Source<R>(R, u64);

impl<R: Read> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into)
    }
}

impl<R: Seek> Seek for Source<R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

impl<R: Read + Seek + Send + Sync> MediaSource for Source<R> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.1)
    }
}

/// The header of the movie says it, wherever it stands; that of one in fragments says it in another place.
fn of_mp4(file: &mut (impl Read + Seek), end: u64) -> Option<Duration> {
    let movie = find(file, (0, end), b"moov")?;
    let header = find(file, movie, b"mvhd")?;
    let (wide, words) = words(file, header.0)?;
    let scale = if wide { words[5] } else { words[3] };
    let whole = if wide { long(words[6], words[7]) } else { words[4].into() };
    let whole = if whole == 0 { in_fragments(file, movie)? } else { whole };
    Duration::try_from_secs_f64(whole as f64 / f64::from(scale)).ok()
}

fn in_fragments(file: &mut (impl Read + Seek), movie: (u64, u64)) -> Option<u64> {
    let extends = find(file, movie, b"mvex")?;
    let header = find(file, extends, b"mehd")?;
    let (wide, words) = words(file, header.0)?;
    Some(if wide { long(words[1], words[2]) } else { words[1].into() })
}

/// The first words of a header, and whether its times are long ones.
fn words(file: &mut (impl Read + Seek), at: u64) -> Option<(bool, [u32; 8])> {
    let mut bytes = [0; 32];
    file.seek(SeekFrom::Start(at)).ok()?;
    let read = file.take(32).read(&mut bytes).ok()?;
    let (words, _) = bytes.as_chunks::<4>();
    let words: [u32; 8] = std::array::from_fn(|word| u32::from_be_bytes(words[word]));
    (read >= 8).then_some((bytes[0] == 1, words))
}

fn long(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// Where in a part of the file the inside of the first box of a kind lies.
fn find(file: &mut (impl Read + Seek), (mut at, end): (u64, u64), kind: &[u8; 4]) -> Option<(u64, u64)> {
    while at + 8 <= end {
        let mut head = [0; 16];
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut head[..8]).ok()?;
        let (before, size) = match u32::from_be_bytes([head[0], head[1], head[2], head[3]]) {
            0 => (8, end - at),
            1 => {
                file.read_exact(&mut head[8..]).ok()?;
                (16, u64::from_be_bytes(std::array::from_fn(|byte| head[8 + byte])))
            }
            size => (8, size.into()),
        };
        let next = at.checked_add(size).filter(|next| size >= before && *next <= end)?;
        if &head[4..8] == kind {
            return Some((at + before, next));
        }
        at = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };

    use super::*;
    use crate::spoken::wav;

    /// Counts what is read of it.
    struct Counted(Cursor<Vec<u8>>, Arc<AtomicU64>);

    impl Read for Counted {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let read = self.0.read(into)?;
            self.1.fetch_add(read as u64, Ordering::Relaxed);
            Ok(read)
        }
    }

    impl Seek for Counted {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }

    fn boxed(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        [&(inside.len() as u32 + 8).to_be_bytes()[..], kind, inside].concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    fn film(header: &[u32], more: &[u8]) -> Vec<u8> {
        let large = [&1_u32.to_be_bytes()[..], b"mdat", &(16 + (1_u64 << 20)).to_be_bytes(), &vec![0; 1 << 20]].concat();
        let movie = boxed(b"moov", &[boxed(b"mvhd", &words(header)), more.to_vec()].concat());
        [boxed(b"ftyp", b"isom\0\0\x02\0"), large, movie].concat()
    }

    #[test]
    fn a_film_says_its_length_in_its_header_and_is_not_read_for_it() {
        let fragments = boxed(b"mvex", &boxed(b"mehd", &words(&[0, 2_500])));
        let long_fragments = boxed(b"mvex", &boxed(b"mehd", &words(&[1 << 24, 0, 7_250])));
        for (file, expected) in [
            (film(&[0, 0, 0, 1_000, 4_510, 0, 0, 0], b""), Some(4_510)),
            (film(&[0, 0, 0, 90_000, 720_000, 0, 0, 0], b""), Some(8_000)),
            (film(&[1 << 24, 0, 0, 0, 0, 600, 0, 3_600], b""), Some(6_000)),
            (film(&[0, 0, 0, 1_000, 0, 0, 0, 0], &fragments), Some(2_500)),
            (film(&[0, 0, 0, 1_000, 0, 0, 0, 0], &long_fragments), Some(7_250)),
            (film(&[0, 0, 0, 1_000, 0, 0, 0, 0], b""), None),
            (film(&[0, 0, 0, 0, 4_000, 0, 0, 0], b""), None),
            (film(&[0], b""), None),
        ] {
            let read = Arc::default();
            let length = length_of(Counted(Cursor::new(file), Arc::clone(&read)));
            assert_eq!(length, expected.map(Duration::from_millis));
            let read = read.load(Ordering::Relaxed);
            assert!(read < 128 << 10, "{read} bytes of a mebibyte");
        }
    }

    #[test]
    fn what_says_no_length_is_as_long_as_its_packets() {
        let second = wav(&[0; 48_000], 24_000);
        assert_eq!(length_of(Cursor::new(second)), Some(Duration::from_secs(1)));
        for (file, seconds) in [
            (&include_bytes!("fixtures/audio/second_without_length.webm")[..], 1.0),
            (include_bytes!("fixtures/audio/varying_without_length.mp3"), 3.0),
            (include_bytes!("fixtures/audio/film_in_fragments.mp4"), 2.0),
        ] {
            let length = length_of(Cursor::new(file)).unwrap().as_secs_f64();
            assert!((seconds - 0.02..seconds + 0.08).contains(&length), "{length} of {seconds}");
        }
    }

    #[test]
    fn what_is_cut_or_no_film_has_no_length_and_does_no_harm() {
        let whole = film(&[0, 0, 0, 1_000, 4_510, 0, 0, 0], b"");
        for cut in (0..64).chain(whole.len() - 64..whole.len()) {
            assert_eq!(length_of(Cursor::new(whole[..cut].to_vec())), None, "{cut}");
        }
        for file in [
            &include_bytes!("fixtures/audio/varying_without_length.mp3")[..],
            include_bytes!("fixtures/audio/film_in_fragments.mp4"),
        ] {
            for at in (0..file.len()).step_by(3) {
                let mut broken = file.to_vec();
                broken[at] ^= 0xff;
                for damaged in [broken, file[..at].to_vec()] {
                    let most = damaged.len() as f64 / LEAST_BYTES_OF_A_SECOND;
                    let length = length_of(Cursor::new(damaged));
                    assert!(length.is_none_or(|length| length.as_secs_f64() <= most), "{at}");
                }
            }
        }
        let mut endless = boxed(b"ftyp", b"isom");
        endless.extend_from_slice(&[0, 0, 0, 1, b'f', b'r', b'e', b'e', 255, 255, 255, 255, 255, 255, 255, 255]);
        for junk in [&b""[..], b"<html>", b"\0\0\0\x04ftyp", b"\x1a\x45\xdf\xa3\0\0\0\0\0", &endless] {
            assert_eq!(length_of(Cursor::new(junk.to_vec())), None, "{junk:?}");
        }
    }
}
