//! Music, which comes when it is made: there is no job. What is to be sung is told with the prompt.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::music_request::{MusicFormat, MusicRequest};

use super::{ElevenLabs, of_answer};
use crate::{
    dialect::UpstreamCall,
    failure,
    loss::Losses,
    progress::{JobDialect, MusicDialect, Progress, Submitted, Ticket},
    songs,
    vendor::Vendor,
};

const FORMATS: &[(MusicFormat, &str)] =
    &[(MusicFormat::Mp3, "mp3_44100_128"), (MusicFormat::Opus, "opus_48000_128"), (MusicFormat::Wav, "wav_44100")];
/// Its own fields, where a client knows whom it talks to.
const OWN: &[&str] = &["sign_with_c2pa", "store_for_inpainting", "finetune_id", "finetune_strength"];

impl MusicDialect for ElevenLabs {
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let format = songs::format(vendor, request, FORMATS)?;
        let mut losses = Losses::beyond(&request.rest, OWN);
        let prompt = songs::in_words(request);
        let mut body = Map::from_iter([("prompt".to_owned(), json!(prompt)), ("model_id".to_owned(), json!(upstream))]);
        if let Some(length_ms) = songs::length_ms(vendor, request, 3..=600)? {
            body.insert("music_length_ms".to_owned(), length_ms.into());
        }
        if request.instrumental {
            body.insert("force_instrumental".to_owned(), true.into());
        }
        // It takes one with a plan of the whole song only.
        if request.seed.is_some() {
            losses.note("seed", "is left out: this model does not take it");
        }
        for (name, raw) in request.rest.iter().filter(|(name, _)| OWN.contains(&&**name)) {
            body.insert(name.to_string(), serde_json::from_str(raw.get()).unwrap_or(Value::Null));
        }
        let format = format.map(|format| format!("?output_format={format}")).unwrap_or_default();
        let mut call = UpstreamCall::new(vendor, format!("/v1/music{format}"), Value::from(body).to_string(), false);
        call.headers.retain(|(name, _)| *name != "accept");
        Ok(call.with_losses(losses))
    }
}

impl JobDialect for ElevenLabs {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        songs::whole(body)
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        Err(failure::unreadable(&body))
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        of_answer(status, retry_after, body)
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::failure::FailureKind;

    use super::*;
    use crate::{
        progress::{Asset, Made},
        vendors::elevenlabs::VENDOR,
    };

    fn call(fields: &str) -> Result<UpstreamCall, Failure> {
        let body = format!(r#"{{"model":"m","prompt":"sad piano"{fields}}}"#);
        ElevenLabs.submit(&VENDOR, &MusicRequest::parse(body.as_bytes()).unwrap(), "music_v1")
    }

    #[test]
    fn music_is_asked_for_in_its_words() {
        for (fields, path, body, warned) in [
            ("", "/v1/music", r#"{"prompt":"sad piano","model_id":"music_v1"}"#, vec![]),
            (
                r#","duration":12.5,"output_format":"opus","instrumental":true"#,
                "/v1/music?output_format=opus_48000_128",
                r#"{"prompt":"sad piano","model_id":"music_v1","music_length_ms":12500,"force_instrumental":true}"#,
                vec![],
            ),
            (
                r#","lyrics":"la la","seed":7,"tempo":90,"sign_with_c2pa":true,"output_format":"mp3""#,
                "/v1/music?output_format=mp3_44100_128",
                r#"{"prompt":"sad piano\n\nLyrics:\nla la","model_id":"music_v1","sign_with_c2pa":true}"#,
                vec!["tempo", "seed"],
            ),
        ] {
            let call = call(fields).unwrap();
            assert_eq!((call.path.as_str(), std::str::from_utf8(&call.body).unwrap()), (path, body));
            assert_eq!(call.warnings.iter().map(|warning| warning.param.as_str()).collect::<Vec<_>>(), warned);
            assert!(call.headers.iter().all(|(name, _)| *name != "accept"), "it gives sound, not JSON");
        }
    }

    #[test]
    fn another_length_or_file_than_it_makes_is_refused() {
        for (fields, param) in [
            (r#","duration":2.9"#, "duration"),
            (r#","duration":0.5"#, "duration"),
            (r#","output_format":"flac""#, "output_format"),
        ] {
            let failure = call(fields).unwrap_err();
            assert_eq!((failure.kind, failure.param.as_deref()), (FailureKind::Invalid, Some(param)), "{fields}");
        }
        assert!(call(r#","duration":3"#).is_ok() && call(r#","duration":600"#).is_ok());
    }

    #[test]
    fn the_answer_is_the_music_and_an_error_in_its_place_is_none() {
        let read = |body: &'static [u8]| ElevenLabs.submitted(&VENDOR, "audio/mpeg", Bytes::from_static(body));
        let made = Made { assets: vec![Asset::Bytes(Bytes::from_static(b"ID3\x04"))], ..Made::default() };
        assert_eq!(read(b"ID3\x04"), Ok(Submitted::Done(made)));
        assert_eq!(read(b"").unwrap_err().kind, FailureKind::BadReply);
        assert_eq!(read(br#"{"detail":{"status":"system_busy","message":"Busy."}}"#).unwrap_err().message, "Busy.");
    }

    #[test]
    fn a_prompt_that_is_not_allowed_is_refused_with_what_would_be() {
        let body = br#"{"detail":{"status":"bad_prompt","message":"Your prompt names an artist.",
            "data":{"prompt_suggestion":"A sad piano piece"}}}"#;
        let failure = JobDialect::failure(&ElevenLabs, &VENDOR, 400, None, body);
        assert_eq!((failure.kind, failure.code.as_deref()), (FailureKind::ContentPolicy, Some("bad_prompt")));
        assert_eq!(failure.message, "Your prompt names an artist. Suggested instead: A sad piano piece");
        let body = br#"{"detail":[{"loc":["body","music_length_ms"],"msg":"Input should be greater than or equal to 3000"}]}"#;
        let failure = JobDialect::failure(&ElevenLabs, &VENDOR, 422, None, body);
        assert_eq!((failure.kind, failure.param.as_deref()), (FailureKind::Invalid, Some("body.music_length_ms")));
    }
}
