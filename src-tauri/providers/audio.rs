//! What a wire format for speech or for transcripts has to do.

use std::{io::Cursor, time::Duration};

use bytes::Bytes;
use turnpike_domain::{credits::Credits, failure::Failure, usage::Usage};
use turnpike_wire::openai::{
    speech_request::{SpeechFormat, SpeechRequest},
    transcription_request::{TranscriptFormat, TranscriptionRequest},
};

use crate::{dialect::UpstreamCall, failure, length::length_of, vendor::Vendor};

/// A wire format for text that is spoken.
pub trait SpeechDialect: Send + Sync {
    /// The call that asks `upstream`, the vendor's name for a model, to say what the client wants said.
    fn encode(&self, vendor: &Vendor, request: &SpeechRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure>;

    /// Reads a success that says it is of this type.
    fn reader(&self, vendor: &'static Vendor, content_type: &str, format: SpeechFormat) -> Box<dyn BodyReader>;

    /// What an answer that is no success says.
    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

/// Reads an answer as it arrives, and makes of it what the client is sent.
pub trait BodyReader: Send {
    /// Takes bytes of the answer; puts what is ready behind `out`.
    ///
    /// # Errors
    /// When it is not what was asked for.
    fn push(&mut self, bytes: Bytes, out: &mut Vec<Bytes>) -> Result<(), Failure>;

    /// The answer is over.
    ///
    /// # Errors
    /// When it should not be.
    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<BodyEnd, Failure>;
}

/// What an answer says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BodyEnd {
    /// What the provider counted.
    pub usage: Option<Usage>,
    /// What the provider says that it cost.
    pub cost: Option<Credits>,
}

/// What is to be heard.
#[derive(Clone, Debug)]
pub struct Audio {
    /// All of it.
    pub bytes: Bytes,
    /// With an ending that says what it is: most go by that. The rest of a client's own name is nobody's business.
    pub file_name: &'static str,
    /// By its first bytes.
    pub media_type: &'static str,
    /// How long it is, where its format says so and its bytes can be as much.
    pub length: Option<Duration>,
}

impl Audio {
    /// Looks at bytes; `None`: they are no audio that anybody takes.
    pub fn of(bytes: Bytes) -> Option<Self> {
        let (file_name, media_type) = kind(&bytes)?;
        let length = length_of(Cursor::new(bytes.clone()));
        Some(Self { bytes, file_name, media_type, length })
    }
}

/// What audio is, by its first bytes: a name that fits, and its type.
fn kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(("audio.wav", "audio/wav")),
        [b'f', b'L', b'a', b'C', ..] => Some(("audio.flac", "audio/flac")),
        [b'O', b'g', b'g', b'S', ..] => Some(("audio.ogg", "audio/ogg")),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(("audio.m4a", "audio/mp4")),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Some(("audio.webm", "audio/webm")),
        [b'I', b'D', b'3', ..] | [0xff, 0xe2..=0xff, ..] => Some(("audio.mp3", "audio/mpeg")),
        _ => None,
    }
}

/// As what a transcript is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// In which format.
    pub format: TranscriptFormat,
    /// With the time of each word.
    pub words: bool,
    /// As a stream.
    pub stream: bool,
    /// Into English.
    pub translate: bool,
    /// How long the audio is, as we measured it.
    pub heard: Option<Duration>,
}

/// A wire format for what was said.
pub trait TranscriptionDialect: Send + Sync {
    /// The call that asks `upstream` what is said in `audio`.
    fn encode(
        &self,
        vendor: &Vendor,
        request: &TranscriptionRequest<'_>,
        audio: &Audio,
        upstream: &str,
    ) -> Result<UpstreamCall, Failure>;

    /// Reads a success and makes of it what is `wanted`.
    fn reader(&self, vendor: &'static Vendor, wanted: Wanted) -> Box<dyn BodyReader>;

    /// What an answer that is no success says.
    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::wav;

    #[test]
    fn audio_is_known_by_its_bytes_and_says_how_long_it_is() {
        let second = wav(&[0; 48_000], 24_000);
        let audio = Audio::of(second).unwrap();
        assert_eq!((audio.file_name, audio.media_type), ("audio.wav", "audio/wav"));
        assert_eq!(audio.length, Some(Duration::from_secs(1)));
        for (bytes, media_type) in [
            (&b"fLaC\0\0"[..], "audio/flac"),
            (b"OggS\0", "audio/ogg"),
            (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
            (b"\x1a\x45\xdf\xa3", "audio/webm"),
            (b"ID3\x04", "audio/mpeg"),
            (b"\xff\xfb\x90", "audio/mpeg"),
        ] {
            let audio = Audio::of(Bytes::from_static(bytes)).unwrap();
            assert_eq!((audio.media_type, audio.length), (media_type, None), "there is nothing in it");
        }
        for junk in [&b""[..], b"RIFF", b"<html>", b"\x89PNG", b"\xff\xd8\xff"] {
            assert!(Audio::of(Bytes::from_static(junk)).is_none(), "{junk:?}");
        }
    }

    #[test]
    fn a_length_that_the_bytes_can_not_hold_is_none() {
        let streaminfo = b"fLaC\x80\0\0\x22\x10\0\x10\0\0\0\0\0\0\0\x01\xf4\x00\xf0";
        for (samples, expected) in [(8_000_u32, Some(1)), (80_000, Some(10)), (8_000_000, None), (u32::MAX, None)] {
            let claim = [&streaminfo[..], &samples.to_be_bytes(), &[0; 16], &[0; 200]].concat();
            let length = Audio::of(claim.into()).unwrap().length;
            assert_eq!(length.map(|length| length.as_secs()), expected, "{samples} samples at 8 kHz");
        }
    }

    #[test]
    fn a_header_that_the_reader_panics_over_has_no_length() {
        let page = |flags: u8, number: u8, packet: &[u8]| {
            let head = [&b"OggS\0"[..], &[flags], &[0; 8], &[1, 0, 0, 0, number], &[0; 7], &[1, packet.len() as u8]].concat();
            [head, packet.to_vec()].concat()
        };
        for (channels, family) in [(0, 0), (0, 1), (0, 255), (255, 0)] {
            let head = [&b"OpusHead\x01"[..], &[channels, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, family]].concat();
            let file = [page(2, 0, &head), page(4, 1, b"OpusTags\0\0\0\0\0\0\0\0")].concat();
            let audio = Audio::of(file.into()).unwrap();
            assert_eq!((audio.media_type, audio.length), ("audio/ogg", None), "{channels} channels");
        }
    }

    #[test]
    fn what_a_browser_records_is_as_long_as_its_packets() {
        let recorded = Bytes::from_static(include_bytes!("fixtures/audio/second_without_length.webm"));
        let length = Audio::of(recorded.clone()).unwrap().length.unwrap().as_secs_f64();
        assert!((0.98..1.05).contains(&length), "{length}");
        for cut in 0..recorded.len() {
            assert!(
                Audio::of(recorded.slice(..cut)).is_none_or(|audio| audio.length.is_none_or(|cut| cut.as_secs_f64() <= length))
            );
        }
    }
}
