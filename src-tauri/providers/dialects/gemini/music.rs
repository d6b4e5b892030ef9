//! Music: an interaction in which a model says a song. It is told everything in words, how long the song is to be too.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::music_request::{MusicFormat, MusicRequest};

use super::{
    failure,
    interaction::{self, PATH},
};
use crate::{
    dialect::UpstreamCall,
    loss::Losses,
    progress::{JobDialect, MusicDialect, Progress, Submitted, Ticket},
    songs,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Music;

/// What it makes, without being asked for it.
const FORMATS: &[(MusicFormat, &str)] = &[(MusicFormat::Mp3, "audio/mpeg")];
/// What a song is among the things that are said in an interaction.
const SORT: &str = "audio";
/// Models of this name make thirty seconds, whatever they are told.
const CLIP: &str = "clip";

impl MusicDialect for Music {
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        songs::format(vendor, request, FORMATS)?;
        let mut losses = Losses::beyond(&request.rest, &[]);
        if request.seed.is_some() {
            losses.note("seed", "is left out: this model does not take it");
        }
        let model = upstream.strip_prefix("models/").unwrap_or(upstream);
        let mut words = songs::in_words(request);
        if request.instrumental {
            words.push_str("\n\nInstrumental only, no vocals.");
        }
        if model.contains(CLIP) {
            songs::length_ms(vendor, request, 30..=30)?;
        } else if let Some(length_ms) = request.length_ms {
            words.push_str(&format!("\n\nLength: {} seconds.", length_ms as f64 / 1_000.0));
            losses.note("duration", "is told to the model in words: the song may be longer or shorter");
        }
        let body = json!({"model": model, "input": words});
        Ok(UpstreamCall::new(vendor, PATH, body.to_string(), false).with_losses(losses))
    }
}

impl JobDialect for Music {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        interaction::submitted(&read(&body)?, SORT)
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        interaction::progress(&read(&body)?, SORT)
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

fn read(body: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(body).map_err(|_| crate::failure::unreadable(body))
}

#[cfg(test)]
mod tests {
    use turnpike_domain::failure::FailureKind;

    use super::*;
    use crate::{
        progress::{Asset, Made},
        vendors::gemini::VENDOR,
    };

    fn call(model: &str, fields: &str) -> Result<UpstreamCall, Failure> {
        let body = format!(r#"{{"model":"m","prompt":"sad piano"{fields}}}"#);
        Music.submit(&VENDOR, &MusicRequest::parse(body.as_bytes()).unwrap(), model)
    }

    #[test]
    fn a_song_is_asked_for_in_words() {
        for (model, fields, words, warned) in [
            ("lyria-3-clip-preview", "", "sad piano", vec![]),
            ("models/lyria-3-clip-preview", r#","duration":30,"output_format":"mp3""#, "sad piano", vec![]),
            ("lyria-3.5", r#","instrumental":true"#, "sad piano\n\nInstrumental only, no vocals.", vec![]),
            (
                "lyria-3.5",
                r#","lyrics":"la la","duration":90,"seed":7,"tempo":90"#,
                "sad piano\n\nLyrics:\nla la\n\nLength: 90 seconds.",
                vec!["tempo", "seed", "duration"],
            ),
        ] {
            let call = call(model, fields).unwrap();
            let expected = json!({"model": model.trim_start_matches("models/"), "input": words});
            assert_eq!((&*call.path, serde_json::from_slice::<Value>(&call.body).unwrap()), ("/v1beta/interactions", expected));
            assert_eq!(call.warnings.iter().map(|warning| warning.param.as_str()).collect::<Vec<_>>(), warned);
        }
    }

    #[test]
    fn another_length_or_file_than_it_makes_is_refused() {
        for (fields, param) in [(r#","duration":31"#, "duration"), (r#","output_format":"wav""#, "output_format")] {
            let failure = call("lyria-3-clip-preview", fields).unwrap_err();
            assert_eq!((failure.kind, failure.param.as_deref()), (FailureKind::Invalid, Some(param)), "{fields}");
        }
    }

    #[test]
    fn quirk_40_a_song_is_what_the_answer_says_and_words_alone_are_a_refusal() {
        let said = |status: &str, content: Value| {
            let steps = json!([{"type": "thought", "signature": "x"}, {"type": "model_output", "content": content}]);
            let body = json!({"id": "v1_a", "object": "interaction", "status": status, "steps": steps}).to_string();
            Music.submitted(&VENDOR, "application/json", body.into())
        };
        let lyrics = json!({"type": "text", "text": "[Verse] la"});
        let song = json!({"type": "audio", "data": "QUJD", "mime_type": "audio/mpeg"});
        let Ok(Submitted::Done(Made { assets, usage, .. })) = said("completed", json!([lyrics, song])) else { panic!() };
        assert_eq!((assets, usage), (vec![Asset::Bytes(Bytes::from_static(b"ABC"))], None));
        let Ok(Submitted::Started(ticket)) = said("in_progress", json!([])) else { panic!() };
        assert_eq!(ticket.look, "/v1beta/interactions/v1_a");
        let refused = said("completed", json!([{"type": "text", "text": "I can not sing like that artist."}])).unwrap_err();
        assert_eq!((refused.kind, &*refused.message), (FailureKind::ContentPolicy, "I can not sing like that artist."));
        for (message, kind) in [
            ("The response was blocked by safety filters.", FailureKind::ContentPolicy),
            ("An internal error has occurred.", FailureKind::Server),
        ] {
            let body = json!({"id": "v1_a", "status": "failed", "error": {"code": "internal", "message": message}}).to_string();
            let Ok(Progress::Failed(failure)) = Music.progress(&VENDOR, &ticket, body.into()) else { panic!("{message}") };
            assert_eq!((failure.kind, &*failure.message), (kind, message));
        }
        assert!(Music.submitted(&VENDOR, "text/html", Bytes::from_static(b"<html>")).is_err());
    }
}
