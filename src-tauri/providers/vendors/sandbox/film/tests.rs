use super::{super::drawing::hash, *};

const TEXT: &str = "a red fox jumps over the lazy dog in the snow";
const GOLDEN: u64 = 1_382_746_067_873_490_212;

fn number(bytes: &[u8]) -> usize {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// What is inside the first box of each of these kinds, one in the other.
fn inside<'a>(mut file: &'a [u8], path: &[&[u8; 4]]) -> &'a [u8] {
    let Some((kind, deeper)) = path.split_first() else { return file };
    while &file[4..8] != *kind {
        file = &file[number(file)..];
    }
    inside(&file[8..number(file)], deeper)
}

fn frames(file: &[u8]) -> Vec<&[u8]> {
    let sizes = inside(file, &[b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsz"]);
    let mut at = number(&inside(file, &[b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stco"])[8..]);
    let frame = |size: &[u8]| {
        at += number(size);
        let sample = &file[at - number(size)..at];
        assert_eq!(number(sample) + 4, sample.len(), "each says how long it is");
        &sample[4..]
    };
    sizes[12..].chunks(4).map(frame).collect()
}

#[test]
fn a_film_is_as_large_and_as_long_as_asked_and_its_parts_lie_where_it_says() {
    for (size, length_ms, count) in [((1_280, 720), 4_000, 80), ((482, 270), 4_510, 91), ((64, 1_280), 1_001, 21)] {
        let file = film(TEXT, "Sandbox: fox", 7, size, length_ms);
        assert_eq!(inside(&file, &[b"ftyp"])[..4], *b"isom");
        let track = inside(&file, &[b"moov", b"trak"]);
        let (shape, media) = (inside(track, &[b"tkhd"]), inside(track, &[b"mdia"]));
        assert_eq!((number(&shape[76..]) >> 16, number(&shape[80..]) >> 16), (size.0 as usize, size.1 as usize));
        for header in [inside(&file, &[b"moov", b"mvhd"]), inside(media, &[b"mdhd"])] {
            assert_eq!((number(&header[12..]), number(&header[16..])), (1_000, length_ms as usize));
        }
        let times = inside(media, &[b"minf", b"stbl", b"stts"]);
        let spans = times[8..].chunks(8).map(|span| (number(span), number(&span[4..]))).collect::<Vec<_>>();
        assert_eq!(spans.iter().map(|(count, _)| count).sum::<usize>(), count);
        assert_eq!(spans.iter().map(|(count, long)| count * long).sum::<usize>(), length_ms as usize);
        let frames = frames(&file);
        assert_eq!(frames.iter().map(|frame| frame.len() + 4).sum::<usize>(), inside(&file, &[b"mdat"]).len());
        assert_eq!(frames[0][0] & 31, 5, "the first can be seen by itself");
        assert!(frames[1..].iter().all(|frame| frame[0] & 31 == 1));
        assert!(file.windows(12).any(|text| text == b"Sandbox: fox"));
        assert!(file.len() < 2 << 20, "{} bytes", file.len());
    }
}

#[test]
fn the_same_prompt_is_the_same_film_and_another_another() {
    let small = |text, seed| film(text, "t", seed, (128, 96), 1_000);
    assert_eq!(small(TEXT, 7), small(TEXT, 7));
    assert_ne!(small(TEXT, 7), small(TEXT, 8));
    let file = small(TEXT, 7);
    let frames = frames(&file);
    assert!(frames.windows(2).all(|pair| pair[0] != pair[1]), "it moves");
    let whole: String = file.iter().map(|byte| char::from(*byte)).collect();
    assert_eq!(hash(&whole, 0), GOLDEN, "ffmpeg decodes this one to the pixels drawn: look again if it changes on purpose");
}

#[test]
fn nothing_in_a_frame_looks_like_the_start_of_another() {
    // Blue and black are full of zeros, and so is what is skipped.
    for seed in 0..20 {
        for frame in frames(&film("o", "t", seed, (64, 64), 1_000)) {
            assert!(frame.windows(3).all(|bytes| bytes[..2] != [0, 0] || bytes[2] >= 3), "{seed}");
        }
    }
}
