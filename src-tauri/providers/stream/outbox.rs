//! Frames on their way out. Untouched ones that lie side by side in a read leave as one slice of it; the others are
//! written one behind the other and leave together.

use std::ops::Range;

use bytes::{Bytes, BytesMut};

use super::StreamEvent;

#[derive(Clone, Default)]
pub(super) struct Outbox {
    read: Bytes,
    untouched: Range<usize>,
    written: BytesMut,
    content: bool,
    ready: Vec<StreamEvent>,
}

impl Outbox {
    /// Ranges are of this read from now on.
    pub(super) fn begin(&mut self, read: &Bytes) {
        self.read = read.clone();
        self.untouched = 0..0;
    }

    /// A frame of the read goes out as it is.
    pub(super) fn untouched(&mut self, frame: Range<usize>, content: bool) {
        self.close_written();
        if self.untouched.end == frame.start && !self.untouched.is_empty() {
            self.untouched.end = frame.end;
        } else {
            self.close_untouched();
            self.untouched = frame;
        }
        self.content |= content;
    }

    /// A frame whose payload `write` makes, piece by piece.
    pub(super) fn frame(&mut self, content: bool, write: impl FnOnce(&mut dyn FnMut(&str))) {
        self.close_untouched();
        self.written.extend_from_slice(b"data: ");
        write(&mut |piece| self.written.extend_from_slice(piece.as_bytes()));
        self.written.extend_from_slice(b"\n\n");
        self.content |= content;
    }

    /// Hands out what there is.
    pub(super) fn flush(&mut self, events: &mut Vec<StreamEvent>) {
        self.close_untouched();
        self.close_written();
        self.read = Bytes::new();
        events.append(&mut self.ready);
    }

    fn close_untouched(&mut self) {
        if !self.untouched.is_empty() {
            let range = std::mem::replace(&mut self.untouched, 0..0);
            let bytes = self.read.slice(range);
            self.put(bytes);
        }
    }

    fn close_written(&mut self) {
        if !self.written.is_empty() {
            let bytes = self.written.split().freeze();
            self.put(bytes);
        }
    }

    fn put(&mut self, bytes: Bytes) {
        self.ready.push(StreamEvent::Frames { bytes, content: std::mem::take(&mut self.content) });
    }
}
