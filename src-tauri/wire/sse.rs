//! Server-sent events out of bytes, by the WHATWG rules: any line end, cut anywhere, a byte order mark, comments.
//!
//! Text is never decoded before an event is complete, so a character that is cut in two by the network stays
//! whole. An event that lies within one read is a slice of it: nothing is copied.

use std::{borrow::Cow, ops::Range};

use bytes::{Bytes, BytesMut};
use memchr::memchr2;

/// More than any event that a provider sends; a stream that exceeds it is not one.
pub const LARGEST_EVENT: usize = 16 * 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Cuts a byte stream into events.
#[derive(Clone, Debug, Default)]
pub struct Framer {
    /// What is left of the last read.
    read: Bytes,
    at: usize,
    /// The beginning of an event that the reads before began.
    pending: BytesMut,
    /// The current line has no byte yet.
    line_has_bytes: bool,
    /// The last byte ended a line as CR, so an LF now belongs to it.
    after_cr: bool,
    past_first: bool,
}

/// What comes out of a stream.
#[derive(Debug)]
pub enum Piece {
    /// An event with data.
    Event(Event),
    /// A comment, or an event without data: no content, but a sign of life.
    Life,
    /// An event grew beyond [`LARGEST_EVENT`]: give up.
    TooLarge,
}

/// One event.
#[derive(Debug)]
pub struct Event {
    raw: Bytes,
    data: Data,
    name: Range<usize>,
    within: Option<Range<usize>>,
}

#[derive(Debug)]
enum Data {
    Slice(Range<usize>),
    Joined(Vec<u8>),
}

impl Event {
    /// The value of its data lines, joined by LF.
    pub fn data(&self) -> &[u8] {
        match &self.data {
            Data::Slice(range) => &self.raw[range.clone()],
            Data::Joined(bytes) => bytes,
        }
    }

    /// Has it no `event:` line?
    pub fn is_unnamed(&self) -> bool {
        self.name.is_empty()
    }

    /// The value of its `event:` line; empty without one.
    pub fn name(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.raw[self.name.clone()])
    }

    /// Where in the last [`Framer::push`] its bytes are, if it lies there whole and is nothing but one `data: ` line
    /// and a blank one, both ended by LF: those bytes can be sent on as they are.
    pub fn plain_within(&self) -> Option<Range<usize>> {
        let plain = matches!(&self.data, Data::Slice(data) if data.start == 6 && data.end + 2 == self.raw.len());
        self.within.clone().filter(|_| plain && self.raw.starts_with(b"data: ") && self.raw.ends_with(b"\n\n"))
    }
}

impl Framer {
    /// Takes in one read. What was in it comes out of [`Framer::next_piece`]; ask until there is nothing.
    pub fn push(&mut self, read: Bytes) {
        debug_assert_eq!(self.at, self.read.len(), "the read before was not emptied");
        self.read = read;
        self.at = 0;
    }

    /// The next event that is complete.
    pub fn next_piece(&mut self) -> Option<Piece> {
        loop {
            let start = self.at;
            let Some(end) = self.find_end() else {
                self.pending.extend_from_slice(&self.read[start..]);
                return (self.pending.len() > LARGEST_EVENT).then_some(Piece::TooLarge);
            };
            let piece = if self.pending.is_empty() {
                let raw = self.read.slice(start..end);
                self.parse(raw, Some(start))
            } else {
                self.pending.extend_from_slice(&self.read[start..end]);
                let raw = self.pending.split().freeze();
                self.parse(raw, None)
            };
            if piece.is_some() {
                return piece;
            }
        }
    }

    /// The stream has ended: an event that lacks only its blank line still counts, as some servers omit it.
    pub fn finish(&mut self) -> Option<Event> {
        let raw = self.pending.split().freeze();
        match self.parse(raw, None) {
            Some(Piece::Event(event)) => Some(event),
            _ => None,
        }
    }

    /// Where the event that is being read ends: behind a line without bytes.
    fn find_end(&mut self) -> Option<usize> {
        let bytes = &self.read[..];
        loop {
            if self.after_cr && self.at < bytes.len() {
                self.after_cr = false;
                if bytes[self.at] == b'\n' {
                    self.at += 1;
                    continue;
                }
            }
            let Some(length) = memchr2(b'\n', b'\r', &bytes[self.at..]) else {
                self.line_has_bytes |= self.at < bytes.len();
                self.at = bytes.len();
                return None;
            };
            let blank = length == 0 && !self.line_has_bytes;
            self.line_has_bytes = false;
            self.at += length + 1;
            self.after_cr = bytes[self.at - 1] == b'\r';
            if blank {
                if self.after_cr && bytes.get(self.at) == Some(&b'\n') {
                    self.at += 1;
                    self.after_cr = false;
                }
                return Some(self.at);
            }
        }
    }

    fn parse(&mut self, raw: Bytes, offset: Option<usize>) -> Option<Piece> {
        let marked = !self.past_first && raw.starts_with(BYTE_ORDER_MARK);
        self.past_first |= !raw.is_empty();
        let within = offset.map(|offset| offset..offset + raw.len());
        let mut lines = Lines { raw: &raw, at: if marked { BYTE_ORDER_MARK.len() } else { 0 } };
        let (mut data, mut name, mut comment): (Option<Data>, _, _) = (None, 0..0, false);
        while let Some(line) = lines.next() {
            let (field, value) = split(&raw, line);
            match field {
                b"data" => match &mut data {
                    None => data = Some(Data::Slice(value)),
                    Some(Data::Slice(first)) => {
                        data = Some(Data::Joined([&raw[first.clone()], b"\n", &raw[value]].concat()));
                    }
                    Some(Data::Joined(joined)) => {
                        joined.push(b'\n');
                        joined.extend_from_slice(&raw[value]);
                    }
                },
                b"event" => name = value,
                b"" => comment = true,
                _ => {}
            }
        }
        match data {
            Some(data) => Some(Piece::Event(Event { raw, data, name, within })),
            None => comment.then_some(Piece::Life),
        }
    }
}

/// The field and where its value is, without the one space that may follow the colon.
fn split(raw: &[u8], line: Range<usize>) -> (&[u8], Range<usize>) {
    // Nearly every line is this one; the name of a field is at most a few bytes long.
    let colon = raw[line.clone()].iter().position(|byte| *byte == b':');
    let Some(colon) = colon else { return (&raw[line.clone()], line.end..line.end) };
    let colon = line.start + colon;
    let space = usize::from(raw[colon + 1..line.end].first() == Some(&b' '));
    (&raw[line.start..colon], colon + 1 + space..line.end)
}

struct Lines<'a> {
    raw: &'a [u8],
    at: usize,
}

impl Lines<'_> {
    /// The next line that has bytes, without its end.
    fn next(&mut self) -> Option<Range<usize>> {
        while self.at < self.raw.len() {
            let start = self.at;
            let end = memchr2(b'\n', b'\r', &self.raw[start..]).map_or(self.raw.len(), |length| start + length);
            self.at = end + 1;
            if end > start {
                return Some(start..end);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name and data of every event, when the text arrives in these pieces.
    fn read(pieces: &[&[u8]]) -> Vec<(String, String)> {
        let mut framer = Framer::default();
        let mut events = Vec::new();
        let mut note = |event: Event| {
            events.push((event.name().into_owned(), String::from_utf8(event.data().to_vec()).unwrap()));
        };
        for piece in pieces {
            framer.push(Bytes::copy_from_slice(piece));
            while let Some(piece) = framer.next_piece() {
                if let Piece::Event(event) = piece {
                    note(event);
                }
            }
        }
        framer.finish().into_iter().for_each(&mut note);
        events
    }

    fn expect(events: &[(&str, &str)]) -> Vec<(String, String)> {
        events.iter().map(|(name, data)| ((*name).to_owned(), (*data).to_owned())).collect()
    }

    #[test]
    fn quirk_2_every_line_end_is_one_wherever_it_is_cut() {
        for (text, events) in [
            ("data: a\n\ndata: b\n\n", vec![("", "a"), ("", "b")]),
            ("data: a\r\n\r\ndata: b\r\n\r\n", vec![("", "a"), ("", "b")]),
            ("data: a\r\rdata: b\r\r", vec![("", "a"), ("", "b")]),
            ("data: a\r\n\ndata: b\n\r\n", vec![("", "a"), ("", "b")]),
            ("data:a\n\ndata:  b\n\n", vec![("", "a"), ("", " b")]),
            ("data: a\r\ndata: b\rdata: c\n\n", vec![("", "a\nb\nc")]),
            ("\u{feff}data: a\n\n", vec![("", "a")]),
            ("event: error\ndata: {}\n\nevent: ping\n\n: hi\n\ndata: b\n\n", vec![("error", "{}"), ("", "b")]),
            ("id: 7\nretry: 3\nevent: x\ndata\n\n", vec![("x", "")]),
            ("data: last line without its end", vec![("", "last line without its end")]),
            ("data: a\n\n\n\n\r\n\r\ndata: b\n", vec![("", "a"), ("", "b")]),
        ] {
            let bytes = text.as_bytes();
            for cut in 0..=bytes.len() {
                assert_eq!(read(&[&bytes[..cut], &bytes[cut..]]), expect(&events), "{text:?} cut at {cut}");
            }
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(read(&single), expect(&events), "{text:?} byte by byte");
        }
    }

    #[test]
    fn quirk_1_a_character_cut_in_two_stays_whole() {
        let text = "data: 日本語 🚦 ünïcode\n\n".as_bytes();
        for cut in 0..=text.len() {
            assert_eq!(read(&[&text[..cut], &text[cut..]]), expect(&[("", "日本語 🚦 ünïcode")]));
        }
    }

    #[test]
    fn a_plain_event_of_one_read_is_a_slice_of_it() {
        let mut framer = Framer::default();
        let text = b"data: a\n\ndata: bc\n\n: note\ndata: d\n\ndata: e\r\n\r\ndata: cut";
        framer.push(Bytes::from_static(text));
        let mut ranges = Vec::new();
        while let Some(Piece::Event(event)) = framer.next_piece() {
            ranges.push(event.plain_within());
        }
        assert_eq!(ranges, [Some(0..9), Some(9..19), None, None], "comments and CRLF can not be sent on as they are");
        framer.push(Bytes::from_static(b" off\n\n"));
        let Some(Piece::Event(event)) = framer.next_piece() else { panic!("the rest completes it") };
        assert_eq!((event.data(), event.plain_within()), (&b"cut off"[..], None));
    }

    #[test]
    fn quirk_3_a_comment_is_life_and_nothing_else() {
        let mut framer = Framer::default();
        framer.push(Bytes::from_static(b": keep-alive\n\n"));
        assert!(matches!(framer.next_piece(), Some(Piece::Life)));
        assert!(framer.next_piece().is_none());
    }

    #[test]
    fn an_event_without_end_is_given_up() {
        let mut framer = Framer::default();
        let read = Bytes::from(vec![b'x'; 1024 * 1024]);
        let given_up = (0..20).any(|_| {
            framer.push(read.clone());
            matches!(framer.next_piece(), Some(Piece::TooLarge))
        });
        assert!(given_up);
    }
}
