//! Music, which is there when the call ends: at an address, or in hexadecimal figures.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::music_request::{MusicFormat, MusicRequest};

use super::read;
use crate::{
    dialect::UpstreamCall,
    failure::refused,
    films::add_own,
    loss::Losses,
    progress::{Asset, JobDialect, Made, MusicDialect, Progress, Submitted, Ticket, nothing_made},
    takes::Known,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Music;

/// An address works for half a day: platform.minimax.io/docs/api-reference/music-generation, 2026-11.
const KEPT_FOR: Duration = Duration::from_secs(12 * 3_600);

impl MusicDialect for Music {
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        if request.length_ms.is_some() {
            let message = "This model decides by itself how long music is. Leave out 'duration', or ask another model.";
            return Err(refused("unsupported_parameter", "duration", message.to_owned()));
        }
        // The figures are twice as long as the music, and have to be in memory.
        let mut body = json!({"model": upstream, "prompt": request.prompt, "output_format": "url"});
        match &request.lyrics {
            Some(lyrics) => body["lyrics"] = json!(lyrics),
            None if request.instrumental => body["is_instrumental"] = true.into(),
            // It refuses a song without words, unless it may write them.
            None => body["lyrics_optimizer"] = true.into(),
        }
        match request.format {
            Some(format @ (MusicFormat::Mp3 | MusicFormat::Wav)) => body["audio_setting"] = json!({"format": format.as_str()}),
            Some(format) => {
                let message = format!("This model makes mp3 and wav, and no {}.", format.as_str());
                return Err(refused("unsupported_value", "output_format", message));
            }
            None => {}
        }
        if request.seed.is_some() {
            losses.note("seed", "is left out: this model does not take it");
        }
        add_own(&request.rest, Known::All, &mut body, &mut losses);
        Ok(UpstreamCall::new(vendor, "/music_generation", body.to_string(), false).with_losses(losses))
    }
}

impl JobDialect for Music {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        made(&read(&body)?).map(Submitted::Done)
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        made(&read(&body)?).map(Progress::Done)
    }
}

fn made(answer: &Value) -> Result<Made, Failure> {
    let sound = answer["data"]["audio"].as_str().unwrap_or_default();
    let asset = match sound.starts_with("http") {
        true => Asset::At(sound.to_owned()),
        false => {
            figures(sound).filter(|bytes| !bytes.is_empty()).map(|bytes| Asset::Bytes(bytes.into())).ok_or_else(nothing_made)?
        }
    };
    let seconds = answer["extra_info"]["music_duration"].as_f64().map(|length_ms| length_ms / 1_000.0);
    Ok(Made { assets: vec![asset], kept_for: Some(KEPT_FOR), ..Made::default() }.lasting(seconds))
}

/// Two figures make a byte.
fn figures(text: &str) -> Option<Vec<u8>> {
    let figure = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |[high, low]: &[u8; 2]| u8::try_from(figure(*high)? << 4 | figure(*low)?).ok();
    pairs.iter().map(byte).collect::<Option<_>>().filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use turnpike_domain::{failure::FailureKind, usage::Usage};

    use super::*;
    use crate::registry::vendor;

    fn submitted(asked: &Value) -> Result<UpstreamCall, Failure> {
        let mut body = json!({"model": "m", "prompt": "calm piano"});
        body.as_object_mut().unwrap().extend(asked.as_object().unwrap().clone());
        let body = body.to_string();
        Music.submit(vendor("minimax").unwrap(), &MusicRequest::parse(body.as_bytes()).unwrap(), "music-2.6")
    }

    #[test]
    fn a_song_has_its_words_or_none_or_those_that_the_model_writes() {
        for (asked, sent, told) in [
            (json!({"lyrics": "[Verse] la"}), json!({"lyrics": "[Verse] la"}), 0),
            (json!({"instrumental": true}), json!({"is_instrumental": true}), 0),
            (json!({}), json!({"lyrics_optimizer": true}), 0),
            (
                json!({"output_format": "wav", "seed": 7, "aigc_watermark": false}),
                json!({"lyrics_optimizer": true, "audio_setting": {"format": "wav"}, "aigc_watermark": false}),
                1,
            ),
        ] {
            let call = submitted(&asked).unwrap();
            let mut expected = json!({"model": "music-2.6", "prompt": "calm piano", "output_format": "url"});
            expected.as_object_mut().unwrap().extend(sent.as_object().unwrap().clone());
            let sent: Value = serde_json::from_slice(&call.body).unwrap();
            assert_eq!((&*call.path, sent, call.warnings.len()), ("/music_generation", expected, told), "{asked}");
        }
        for (asked, param) in [(json!({"duration": 30}), "duration"), (json!({"output_format": "flac"}), "output_format")] {
            assert_eq!(submitted(&asked).unwrap_err().param.as_deref(), Some(param), "{asked}");
        }
    }

    #[test]
    fn quirk_40_music_comes_at_an_address_or_in_figures() {
        let answer = |data: Value| {
            let body = json!({"data": data, "extra_info": {"music_duration": 25_364}, "base_resp": {"status_code": 0, "status_msg": ""}});
            Music.submitted(vendor("minimax").unwrap(), "application/json", body.to_string().into())
        };
        let usage = Some(Usage { made_ms: 25_364, ..Usage::default() });
        let made = |asset| Ok(Submitted::Done(Made { assets: vec![asset], usage, kept_for: Some(KEPT_FOR), ..Made::default() }));
        let url = "https://cdn.test/a.mp3";
        assert_eq!(answer(json!({"audio": url, "status": 2})), made(Asset::At(url.to_owned())));
        assert_eq!(answer(json!({"audio": "494433fF", "status": 2})), made(Asset::Bytes(Bytes::from_static(b"ID3\xff"))));
        for nothing in [json!({"audio": ""}), json!({"audio": "494"}), json!({"audio": "no figures"}), json!({}), Value::Null] {
            assert_eq!(answer(nothing.clone()).unwrap_err().kind, FailureKind::BadReply, "{nothing}");
        }
    }

    #[test]
    fn quirk_40_an_error_inside_a_success_is_one() {
        for (code, kind) in [(1002, FailureKind::RateLimited), (1008, FailureKind::Quota), (1026, FailureKind::ContentPolicy)] {
            let body = json!({"data": null, "base_resp": {"status_code": code, "status_msg": "words"}}).to_string();
            let failure = Music.submitted(vendor("minimax").unwrap(), "application/json", body.into()).unwrap_err();
            assert_eq!((failure.kind, &*failure.message), (kind, "words"), "{code}");
        }
    }
}
