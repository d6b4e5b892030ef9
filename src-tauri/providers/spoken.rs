//! Speech as providers send it: as it is, as events, or in base64 inside a JSON body.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::sse::{Event, Framer, Piece};

use crate::{
    audio::{BodyEnd, BodyReader},
    failure::{self, refused},
    usage,
    vendor::Vendor,
};

/// Fields of a request for speech that every dialect acts on.
pub(crate) const COMMON: [&str; 5] = ["model", "input", "voice", "response_format", "stream_format"];

/// Bytes that are speech already.
#[derive(Debug, Default)]
pub(crate) struct AsIs {
    any: bool,
}

impl BodyReader for AsIs {
    fn push(&mut self, bytes: Bytes, out: &mut Vec<Bytes>) -> Result<(), Failure> {
        // Some answer 200 with an error inside. No format of sound begins like this.
        if !self.any && bytes.starts_with(b"{\"") {
            return Err(failure::in_band(&String::from_utf8_lossy(&bytes)));
        }
        self.any |= !bytes.is_empty();
        out.push(bytes);
        Ok(())
    }

    fn finish(&mut self, _: &mut Vec<Bytes>) -> Result<BodyEnd, Failure> {
        if self.any { Ok(BodyEnd::default()) } else { Err(failure::unreadable(b"")) }
    }
}

/// OpenAI's events, which say what was used.
#[derive(Debug, Default)]
pub(crate) struct Events {
    framer: Framer,
    end: Option<BodyEnd>,
}

impl BodyReader for Events {
    fn push(&mut self, bytes: Bytes, out: &mut Vec<Bytes>) -> Result<(), Failure> {
        self.framer.push(bytes);
        while let Some(piece) = self.framer.next_piece() {
            if let Piece::Event(event) = piece {
                self.take(&event, out)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<BodyEnd, Failure> {
        if let Some(event) = self.framer.finish() {
            self.take(&event, out)?;
        }
        self.end.ok_or_else(|| Failure::new(FailureKind::Truncated, "the speech ended before it was complete"))
    }
}

impl Events {
    fn take(&mut self, event: &Event, out: &mut Vec<Bytes>) -> Result<(), Failure> {
        let Ok(value) = serde_json::from_slice::<Value>(event.data()) else { return Ok(()) };
        match value["type"].as_str() {
            Some("speech.audio.delta") => out.push(decoded(value["audio"].as_str())?),
            Some("speech.audio.done") => {
                let counted = usage::read(None, &value["usage"].to_string());
                self.end = Some(BodyEnd { usage: counted.map(|counted| counted.usage), cost: None });
            }
            _ if value.get("error").is_some_and(|error| !error.is_null()) => return Err(failure::in_band(&value.to_string())),
            _ => {}
        }
        Ok(())
    }
}

/// How sound is found in a JSON body.
pub(crate) type Find = fn(&Value) -> Result<(Bytes, BodyEnd), Failure>;

/// Sound in a JSON body.
pub(crate) struct InJson {
    find: Find,
    body: Vec<u8>,
}

impl InJson {
    pub(crate) fn new(find: Find) -> Self {
        Self { find, body: Vec::new() }
    }
}

impl BodyReader for InJson {
    fn push(&mut self, bytes: Bytes, _: &mut Vec<Bytes>) -> Result<(), Failure> {
        /// An hour of the least compressed sound, in base64.
        const MOST: usize = 256 << 20;
        if self.body.len() + bytes.len() > MOST {
            return Err(Failure::new(FailureKind::BadReply, format!("the provider's answer is larger than {MOST} bytes")));
        }
        self.body.extend_from_slice(&bytes);
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<BodyEnd, Failure> {
        let value: Value = serde_json::from_slice(&self.body).map_err(|_| failure::unreadable(&self.body))?;
        let (sound, end) = (self.find)(&value)?;
        out.push(sound);
        Ok(end)
    }
}

/// Who speaks: OpenAI's names are the vendor's nearest voice, all others are its own.
pub(crate) fn voice<'a>(vendor: &Vendor, asked: &'a str) -> Result<&'a str, Failure> {
    let known = vendor.voices.iter().find(|(ours, _)| ours.eq_ignore_ascii_case(asked));
    if let Some((_, theirs)) = known {
        return Ok(theirs);
    }
    if asked.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Ok(asked);
    }
    let message = format!("{} has no voice of that name: they are made of letters, digits, '-' and '_'.", vendor.label);
    Err(refused("invalid_value", "voice", message))
}

/// Sound that has to be there, in base64.
pub(crate) fn decoded(base64: Option<&str>) -> Result<Bytes, Failure> {
    let sound = base64.and_then(|base64| STANDARD.decode(base64).ok()).filter(|sound| !sound.is_empty());
    sound.map(Bytes::from).ok_or_else(|| Failure::new(FailureKind::BadReply, "the provider's answer has no sound in it"))
}

/// A WAV file around samples of 16 bits in one channel.
pub(crate) fn wav(samples: &[u8], rate: u32) -> Bytes {
    let length = u32::try_from(samples.len()).unwrap_or(u32::MAX - 36);
    let mut file = Vec::with_capacity(44 + samples.len());
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(length + 36).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    for (number, bytes) in [(16, 4), (1, 2), (1, 2), (rate, 4), (rate * 2, 4), (2, 2), (16, 2_usize)] {
        file.extend_from_slice(&number.to_le_bytes()[..bytes]);
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(samples);
    file.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(reader: &mut dyn BodyReader, pieces: &[&[u8]]) -> Result<(Vec<u8>, BodyEnd), Failure> {
        let mut out = Vec::new();
        for piece in pieces {
            reader.push(Bytes::copy_from_slice(piece), &mut out)?;
        }
        let end = reader.finish(&mut out)?;
        Ok((out.concat(), end))
    }

    #[test]
    fn events_cut_anywhere_are_the_same_sound() {
        let stream = b"data: {\"type\":\"speech.audio.delta\",\"audio\":\"QUI=\"}\r\n\r\ndata: {\"type\":\"speech.audio.delta\",\"audio\":\"Qw==\"}\n\n\
            data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":3,\"output_tokens\":9,\"total_tokens\":12}}\n\n";
        for cut in 0..stream.len() {
            let (sound, end) = heard(&mut Events::default(), &[&stream[..cut], &stream[cut..]]).unwrap();
            assert_eq!((&sound[..], end.usage.map(|usage| (usage.input, usage.output))), (&b"ABC"[..], Some((3, 9))));
        }
        let cut = heard(&mut Events::default(), &[&stream[..60]]).unwrap_err();
        assert_eq!(cut.kind, FailureKind::Truncated);
    }

    #[test]
    fn an_error_in_the_place_of_sound_is_a_failure() {
        for body in [&b"{\"error\":{\"message\":\"no\"}}"[..], b""] {
            assert!(heard(&mut AsIs::default(), &[body]).is_err());
        }
        assert_eq!(heard(&mut AsIs::default(), &[b"RIFF", b"x"]).unwrap().0, b"RIFFx");
    }

    #[test]
    fn samples_get_the_header_that_describes_them() {
        let file = wav(&[1, 0, 2, 0], 24_000);
        assert_eq!(file.len(), 48);
        assert_eq!(&file[..16], b"RIFF\x28\0\0\0WAVEfmt ");
        assert_eq!(
            (&file[24..28], &file[28..32], &file[40..]),
            (&24_000_u32.to_le_bytes()[..], &48_000_u32.to_le_bytes()[..], &[4, 0, 0, 0, 1, 0, 2, 0][..])
        );
    }
}
