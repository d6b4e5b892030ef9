//! What the wire formats for music have in common: how a request is told to models that take less of it than a client can
//! say. A length or a kind of file that a model does not make is refused, since the one is money and the other nobody can play.

use std::ops::RangeInclusive;

use bytes::Bytes;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::music_request::{MusicFormat, MusicRequest};

use crate::{
    failure::{self, refused},
    progress::{Asset, Made, Submitted, nothing_made},
    vendor::Vendor,
};

/// The prompt and what is to be sung, for models that are told both in one text.
pub(crate) fn in_words(request: &MusicRequest<'_>) -> String {
    match &request.lyrics {
        Some(lyrics) => format!("{}\n\nLyrics:\n{lyrics}", request.prompt),
        None => request.prompt.to_string(),
    }
}

/// The length asked for, if the model makes one of `seconds`.
pub(crate) fn length_ms(
    vendor: &Vendor,
    request: &MusicRequest<'_>,
    seconds: RangeInclusive<u64>,
) -> Result<Option<u64>, Failure> {
    let within = |length_ms: &u64| (seconds.start() * 1_000..=seconds.end() * 1_000).contains(length_ms);
    match request.length_ms {
        Some(length_ms) if !within(&length_ms) => {
            let lengths = match (seconds.start(), seconds.end()) {
                (least, most) if least == most => format!("{most} seconds"),
                (least, most) => format!("{least} to {most} seconds"),
            };
            let message = format!("{} makes {lengths} with this model. Ask for that, or leave it out.", vendor.label);
            Err(refused("unsupported_value", "duration", message))
        }
        length => Ok(length),
    }
}

/// The vendor's word for the kind of file asked for.
pub(crate) fn format(
    vendor: &Vendor,
    request: &MusicRequest<'_>,
    known: &[(MusicFormat, &'static str)],
) -> Result<Option<&'static str>, Failure> {
    let Some(format) = request.format else { return Ok(None) };
    let word = known.iter().find(|(known, _)| *known == format).map(|(_, word)| *word);
    word.map(Some).ok_or_else(|| {
        let words: Vec<_> = known.iter().map(|(format, _)| format.as_str()).collect();
        let message = format!("{} makes no {}. Ask for {}.", vendor.label, format.as_str(), words.join(" or "));
        refused("unsupported_value", "output_format", message)
    })
}

/// Music that came as an answer.
pub(crate) fn whole(body: Bytes) -> Result<Submitted, Failure> {
    if body.is_empty() {
        return Err(nothing_made());
    }
    // Some answer 200 with an error inside. No format of sound begins like this.
    if body.starts_with(b"{") {
        return Err(failure::in_band(&String::from_utf8_lossy(&body)));
    }
    Ok(Submitted::Done(Made { assets: vec![Asset::Bytes(body)], ..Made::default() }))
}
