use serde_json::json;
use turnpike_domain::failure::FailureKind::{self, *};

use super::*;
use crate::{
    films::asked::{self, and, picture},
    images::Picture,
    progress::{Asset, Made},
    registry::vendor,
};

const URI: &str = "https://generativelanguage.googleapis.com/v1beta/files/abc:download?alt=media";

fn gemini() -> &'static Vendor {
    vendor("gemini").unwrap()
}

fn submitted(asked: &Value, image: Option<&Picture>, upstream: &str) -> Result<UpstreamCall, Failure> {
    asked::submitted(&Videos, gemini(), asked, image, upstream)
}

fn progress(answer: &Value) -> Result<Progress, Failure> {
    Videos.progress(gemini(), &Ticket::default(), answer.to_string().into())
}

fn made(assets: Vec<Asset>) -> Made {
    Made { assets, kept_for: Some(KEPT_FOR), ..Made::default() }
}

#[test]
fn an_operation_is_asked_for_in_its_words() {
    let picture = picture();
    let image = json!({"bytesBase64Encoded": "iVBORw0KGgow", "mimeType": "image/png"});
    for (asked, image, film, parameters, told) in [
        (json!({}), None, json!({}), json!({"durationSeconds": 8}), 0),
        (
            json!({"seconds": "4", "size": "720x1280", "n": 2, "seed": 7}),
            None,
            json!({}),
            json!({"durationSeconds": 4, "aspectRatio": "9:16", "resolution": "720p", "sampleCount": 2, "seed": 7}),
            0,
        ),
        (
            json!({"resolution": "4k", "negative_prompt": "rain", "personGeneration": "allow_adult", "lastFrame": {"a": 1}, "fps": 24}),
            None,
            json!({"lastFrame": {"a": 1}}),
            json!({"durationSeconds": 8, "resolution": "4k", "negativePrompt": "rain", "personGeneration": "allow_adult"}),
            1,
        ),
        (json!({}), Some(&picture), json!({"image": image}), json!({"durationSeconds": 8}), 0),
    ] {
        let call = submitted(&asked, image, "models/veo-3.1-generate-001").unwrap();
        let expected = and(json!({"prompt": "a boat"}), &film);
        let expected = json!({"instances": [expected], "parameters": parameters});
        assert_eq!(call.path, "/v1beta/models/veo-3.1-generate-001:predictLongRunning");
        assert_eq!((serde_json::from_slice::<Value>(&call.body).unwrap(), call.warnings.len()), (expected, told), "{asked}");
    }
}

#[test]
fn an_interaction_is_asked_for_in_its_words() {
    let picture = picture();
    let text = json!({"type": "text", "text": "a boat"});
    let inside = json!({"type": "image", "data": "iVBORw0KGgow", "mime_type": "image/png"});
    for (asked, image, input, format) in [
        (json!({}), None, json!([text]), json!({"duration": "8s"})),
        (
            json!({"seconds": 3, "size": "1280x720"}),
            None,
            json!([text]),
            json!({"duration": "3s", "aspect_ratio": "16:9", "resolution": "720p"}),
        ),
        (json!({}), Some(&picture), json!([inside, text]), json!({"duration": "8s"})),
    ] {
        let call = submitted(&asked, image, "gemini-omni-1.1-flash").unwrap();
        let expected = and(json!({"type": "video", "delivery": "uri"}), &format);
        let expected = json!({"model": "gemini-omni-1.1-flash", "input": input, "background": true, "response_format": expected});
        assert_eq!((&*call.path, serde_json::from_slice::<Value>(&call.body).unwrap()), ("/v1beta/interactions", expected));
    }
}

#[test]
fn what_a_model_does_not_make_is_refused() {
    for (asked, upstream, param) in [
        (json!({"seconds": 5}), "veo-3.1-generate-001", "seconds"),
        (json!({"seconds": 4, "resolution": "1080p"}), "veo-3.1-generate-001", "seconds"),
        (json!({"resolution": "4k"}), "veo-3.1-lite-generate-preview", "resolution"),
        (json!({"size": "1024x1024"}), "veo-3.1-generate-001", "size"),
        (json!({"image": "https://x/a.png"}), "veo-3.1-generate-001", "image"),
        (json!({"seconds": 12}), "gemini-omni-1.1-flash", "seconds"),
    ] {
        let failure = submitted(&asked, None, upstream).unwrap_err();
        assert_eq!((failure.param.as_deref(), failure.code.as_deref()), (Some(param), Some("unsupported_value")), "{asked}");
    }
    assert_eq!((Videos.most_at_once("veo-3.1-generate-001"), Videos.most_at_once("gemini-omni-1.1-flash")), (4, 1));
}

#[test]
fn quirk_40_an_operation_says_nothing_until_it_is_done_and_leaves_out_what_was_filtered() {
    let name = "models/veo-3.1-generate-001/operations/abc";
    let done = |answer: Value| json!({"name": name, "done": true, "response": {"generateVideoResponse": answer}});
    let at = |uri: &str| json!({"video": {"uri": uri}});
    for (answer, expected) in [
        (json!({"name": name}), Progress::Running { percent: None }),
        (json!({"name": name, "done": false}), Progress::Running { percent: None }),
        (done(json!({"generatedSamples": [at(URI)]})), Progress::Done(made(vec![Asset::At(URI.to_owned())]))),
    ] {
        assert_eq!(progress(&answer), Ok(expected), "{answer}");
    }
    let error = |code: u32, message: &str| json!({"name": name, "done": true, "error": {"code": code, "message": message}});
    for (answer, kind, words) in [
        (done(json!({"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["A face."]})), ContentPolicy, "A face."),
        (done(json!({"generatedSamples": [], "raiMediaFilteredCount": 2})), ContentPolicy, "no reason"),
        (done(json!({})), BadReply, "gives nothing"),
        (error(3, "The prompt violates Google's Responsible AI practices."), ContentPolicy, "Responsible AI"),
        (error(3, "durationSeconds is out of bounds"), Invalid, "bounds"),
        (error(8, "Resource has been exhausted"), RateLimited, "exhausted"),
        (error(13, "An internal error"), Server, "internal"),
        (error(14, "Unavailable"), Overloaded, "Unavailable"),
    ] {
        let Ok(Progress::Failed(failure)) = progress(&answer) else { panic!("{answer}") };
        assert_eq!((failure.kind, failure.message.contains(words)), (kind, true), "{answer}: {failure:?}");
    }
}

#[test]
fn an_interaction_runs_in_the_background_and_a_film_is_what_it_says_at_its_end() {
    let interaction = |status: &str, content: Value| {
        json!({"id": "v1_abc", "object": "interaction", "status": status,
            "steps": [{"type": "thought", "content": [{"type": "text", "text": "hm"}]}, {"type": "model_output", "content": content}]})
    };
    let started = interaction("in_progress", json!([])).to_string();
    let Ok(Submitted::Started(ticket)) = Videos.submitted(gemini(), "application/json", started.into()) else {
        panic!("it runs")
    };
    assert_eq!(ticket.look, "/v1beta/interactions/v1_abc");
    assert_eq!(Videos.cancel(gemini(), &ticket).unwrap().path, "/v1beta/interactions/v1_abc/cancel");
    let film = |what: Value| json!([{"type": "text", "text": "Here."}, what]);
    let at = interaction("completed", film(json!({"type": "video", "uri": URI, "mime_type": "video/mp4"})));
    assert_eq!(progress(&at), Ok(Progress::Done(made(vec![Asset::At(URI.to_owned())]))));
    let inside = interaction("completed", film(json!({"type": "video", "data": "QUJD"})));
    assert_eq!(progress(&inside), Ok(Progress::Done(made(vec![Asset::Bytes(Bytes::from_static(b"ABC"))]))));
    let failing = |answer: Value| match progress(&answer) {
        Ok(Progress::Failed(failure)) => (failure.kind, failure.message),
        other => panic!("{other:?}"),
    };
    let refused = interaction("completed", json!([{"type": "text", "text": "I can not show that."}]));
    assert_eq!(failing(refused), (ContentPolicy, "I can not show that.".to_owned()));
    assert_eq!(failing(interaction("cancelled", json!([]))).0, Cancelled);
    let failed = json!({"id": "x", "status": "failed", "error": {"code": "internal", "message": "no"}});
    assert_eq!(failing(failed), (Server, "no".to_owned()));
    let kind: FailureKind = progress(&json!({"id": "x"})).unwrap_err().kind;
    assert_eq!(kind, BadReply);
}

#[test]
fn quirk_40_no_name_of_an_operation_leads_elsewhere() {
    for (name, look) in [
        ("models/veo-3.1-generate-001/operations/abc", Some("/v1beta/models/veo-3.1-generate-001/operations/abc")),
        ("operations/a b?c", Some("/v1beta/operations/a%20b%3Fc")),
        ("models/../../files/x", None),
        ("https://evil.test/x", None),
        ("", None),
    ] {
        let answer = json!({"name": name}).to_string();
        let started = Videos.submitted(gemini(), "application/json", answer.into());
        let found =
            started.ok().and_then(|started| if let Submitted::Started(ticket) = started { Some(ticket.look) } else { None });
        assert_eq!(found.as_deref(), look, "{name}");
    }
}
