//! Streams as a network brings them: in pieces, cut anywhere.

use bytes::Bytes;
use turnpike_providers::{ChatStream, StreamEnd, StreamEvent};

use crate::{SERVED_AS, recording::Recording};

pub(crate) fn stream(recording: &Recording) -> ChatStream {
    recording.vendor.chat.unwrap().stream(recording.vendor, SERVED_AS, false)
}

/// The frames put together, how it ended, and whether content was announced.
pub(crate) fn read(mut stream: ChatStream, reads: &[&[u8]], finish: bool) -> (Vec<u8>, Option<StreamEvent>, bool) {
    let mut events = Vec::new();
    for bytes in reads {
        stream.push(Bytes::copy_from_slice(bytes), &mut events);
    }
    if finish {
        stream.finish(&mut events);
    }
    let (mut frames, mut last, mut content) = (Vec::new(), None, false);
    for event in events {
        assert!(last.is_none(), "nothing follows the end");
        match event {
            StreamEvent::Frames { bytes, content: has_content } => {
                frames.extend_from_slice(&bytes);
                content |= has_content;
            }
            end => last = Some(end),
        }
    }
    (frames, last, content)
}

/// Goes through a stream event by event; within each every byte is a place to cut. Near its borders, where a line end may
/// be cut in two, the event behind must come out right as well. Inside a huge event only some bytes are: a minute would pass
/// otherwise. Then the whole of it byte by byte.
pub(crate) fn cut_everywhere(recording: &Recording) {
    const BORDER: usize = 8;
    const HUGE: usize = 16 << 10;
    let text = recording.sse.as_deref().unwrap();
    let bytes = text.as_bytes();
    let mut starts: Vec<usize> = vec![0];
    let blanks = ["\n\n", "\r\n\r\n"].iter().flat_map(|blank| text.match_indices(blank).map(|(at, blank)| at + blank.len()));
    starts.extend(blanks.filter(|at| *at < bytes.len()));
    let mut before = stream(recording);
    for (at, start) in starts.iter().copied().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(bytes.len());
        let behind = starts.get(at + 2).copied().unwrap_or(bytes.len());
        let expect = |to: usize| (to, timeless(read(before.clone(), &[&bytes[start..to]], to == bytes.len())));
        let (alone, together) = (expect(end), expect(behind));
        let inside = |cut: &usize| end - start < HUGE || cut.is_multiple_of(61) || cut + 64 >= end || *cut <= start + 64;
        for cut in (start + 1..end).filter(inside) {
            let (to, expected) = if cut + BORDER >= end || cut <= start + BORDER { &together } else { &alone };
            let got = timeless(read(before.clone(), &[&bytes[start..cut], &bytes[cut..*to]], *to == bytes.len()));
            assert!(got == *expected, "{} cut at {cut}: {got:?} instead of {expected:?}", recording.name);
        }
        before.push(Bytes::copy_from_slice(&bytes[start..end]), &mut Vec::new());
    }
    let whole = timeless(read(stream(recording), &[bytes], true));
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert!(timeless(read(stream(recording), &single, true)) == whole, "{} byte by byte", recording.name);
}

/// Without the times that are made up where a provider says none: a second may pass between two runs.
fn timeless((frames, last, content): (Vec<u8>, Option<StreamEvent>, bool)) -> (String, Option<StreamEvent>, bool) {
    let text = String::from_utf8(frames).unwrap();
    let pieces = text.split("\"created\":").enumerate();
    let frames = pieces.map(|(at, piece)| if at == 0 { piece } else { piece.trim_start_matches(|c: char| c.is_ascii_digit()) });
    let last = last.map(|last| match last {
        StreamEvent::End(end) => StreamEvent::End(StreamEnd { created: 0, ..end }),
        other => other,
    });
    (frames.collect(), last, content)
}

pub(crate) fn end(recording: &Recording, last: Option<StreamEvent>) -> StreamEnd {
    match last {
        Some(StreamEvent::End(end)) => end,
        other => panic!("{}: {other:?}", recording.name),
    }
}
