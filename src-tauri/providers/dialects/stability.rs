//! Stability AI's format for music, which comes when it is made. It is asked for inside JSON, since only there the answer says
//! that it was filtered.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::music_request::{MusicFormat, MusicRequest};

use crate::{
    dialect::UpstreamCall,
    failure::{self, refused},
    form::Form,
    loss::Losses,
    progress::{Asset, JobDialect, Made, MusicDialect, Progress, Submitted, Ticket},
    songs,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stability;

const FORMATS: &[(MusicFormat, &str)] = &[(MusicFormat::Mp3, "mp3"), (MusicFormat::Wav, "wav")];
/// Its own fields, where a client knows whom it talks to.
const OWN: &[&str] = &["steps", "cfg_scale"];

impl MusicDialect for Stability {
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        if request.lyrics.is_some() {
            let message = format!("Nobody sings in the music of {}. Leave the lyrics out, or ask another model.", vendor.label);
            return Err(refused("unsupported_parameter", "lyrics", message));
        }
        let mut form = Form::around(&[]);
        form.text("model", upstream);
        form.text("prompt", &request.prompt);
        if let Some(length_ms) = songs::length_ms(vendor, request, 1..=190)? {
            if !length_ms.is_multiple_of(1_000) {
                let message = format!("{} makes music of whole seconds.", vendor.label);
                return Err(refused("unsupported_value", "duration", message));
            }
            form.text("duration", &(length_ms / 1_000).to_string());
        }
        if let Some(format) = songs::format(vendor, request, FORMATS)? {
            form.text("output_format", format);
        }
        if let Some(seed) = request.seed {
            form.text("seed", &seed.to_string());
        }
        for (name, raw) in request.rest.iter().filter(|(name, _)| OWN.contains(&&**name)) {
            form.spell(name, raw.get());
        }
        let call = UpstreamCall::form(vendor, "/v2beta/audio/stable-audio-2/text-to-audio", form, false);
        Ok(call.with_losses(Losses::beyond(&request.rest, OWN)))
    }
}

impl JobDialect for Stability {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let answer: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        if answer["finish_reason"] == "CONTENT_FILTERED" {
            let words = "the provider refused this for its content: CONTENT_FILTERED";
            return Err(Failure::new(FailureKind::ContentPolicy, words));
        }
        if answer["errors"].is_array() {
            return Err(failure::in_band(&answer.to_string()));
        }
        Ok(Submitted::Done(Made { assets: vec![Asset::inside(&answer["audio"])?], ..Made::default() }))
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        Err(failure::unreadable(&body))
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        let said: Value = serde_json::from_slice(body).unwrap_or_default();
        let failure = failure::of_answer(status, retry_after, body);
        let kind = if said["name"] == "content_moderation" { FailureKind::ContentPolicy } else { failure.kind };
        Failure { kind, ..failure }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendors::stability::VENDOR;

    fn call(fields: &str) -> Result<UpstreamCall, Failure> {
        let body = format!(r#"{{"model":"m","prompt":"sad piano"{fields}}}"#);
        Stability.submit(&VENDOR, &MusicRequest::parse(body.as_bytes()).unwrap(), "stable-audio-2.5")
    }

    #[test]
    fn music_is_asked_for_in_a_form_and_answered_in_json() {
        let asked = call(r#","duration":30,"output_format":"wav","seed":7,"steps":8,"tempo":90,"instrumental":true"#).unwrap();
        assert_eq!(asked.path, "/v2beta/audio/stable-audio-2/text-to-audio");
        assert!(asked.headers.contains(&("accept", "application/json".to_owned())));
        let form = String::from_utf8(asked.body.to_vec()).unwrap();
        let fields: Vec<_> = form.split("name=\"").skip(1).map(|part| part.split("\r\n").collect::<Vec<_>>()).collect();
        let fields: Vec<_> = fields.iter().map(|lines| (lines[0].trim_end_matches('"'), lines[2])).collect();
        let expected = [
            ("model", "stable-audio-2.5"),
            ("prompt", "sad piano"),
            ("duration", "30"),
            ("output_format", "wav"),
            ("seed", "7"),
            ("steps", "8"),
        ];
        assert_eq!(fields, expected);
        assert_eq!(asked.warnings.iter().map(|warning| warning.param.as_str()).collect::<Vec<_>>(), ["tempo"]);
    }

    #[test]
    fn what_it_does_not_make_is_refused() {
        for (fields, param) in [
            (r#","lyrics":"la la""#, "lyrics"),
            (r#","duration":191"#, "duration"),
            (r#","duration":2.5"#, "duration"),
            (r#","output_format":"opus""#, "output_format"),
        ] {
            let failure = call(fields).unwrap_err();
            assert_eq!((failure.kind, failure.param.as_deref()), (FailureKind::Invalid, Some(param)), "{fields}");
        }
    }

    #[test]
    fn quirk_40_a_success_may_be_filtered_and_an_error_says_why() {
        let read = |body: &'static str| Stability.submitted(&VENDOR, "application/json", Bytes::from_static(body.as_bytes()));
        let made = Made { assets: vec![Asset::Bytes(Bytes::from_static(b"ABC"))], ..Made::default() };
        assert_eq!(read(r#"{"audio":"QUJD","finish_reason":"SUCCESS","seed":7}"#), Ok(Submitted::Done(made)));
        for (body, kind) in [
            (r#"{"audio":"QUJD","finish_reason":"CONTENT_FILTERED","seed":7}"#, FailureKind::ContentPolicy),
            (r#"{"finish_reason":"SUCCESS"}"#, FailureKind::BadReply),
            (r#"{"audio":""}"#, FailureKind::BadReply),
            ("<html>", FailureKind::BadReply),
        ] {
            assert_eq!(read(body).unwrap_err().kind, kind, "{body}");
        }
        for (status, body, kind) in [
            (403, r#"{"id":"a","name":"content_moderation","errors":["Flagged."]}"#, FailureKind::ContentPolicy),
            (403, r#"{"id":"a","name":"permission_denied","errors":["No."]}"#, FailureKind::Permission),
            (402, r#"{"id":"a","name":"payment_required","errors":["You lack credits."]}"#, FailureKind::Quota),
            (400, r#"{"id":"a","name":"bad_request","errors":["prompt: must be shorter"]}"#, FailureKind::Invalid),
            (429, r#"{"id":"a","name":"rate_limit_exceeded","errors":["Slow down."]}"#, FailureKind::RateLimited),
        ] {
            let failure = JobDialect::failure(&Stability, &VENDOR, status, None, body.as_bytes());
            assert_eq!(failure.kind, kind, "{body}");
            assert!(body.contains(&*failure.message), "{body}: {}", failure.message);
        }
    }
}
