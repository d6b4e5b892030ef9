use turnpike_domain::failure::FailureKind;
use turnpike_wire::openai::{music_request::MusicRequest, videos_request::VideosRequest};

use super::{super::VENDOR, *};
use crate::{
    form::Form,
    progress::{Asset, Progress, Submitted, Ticket, VideoTask},
};

/// When all jobs of these tests begin.
const BEGIN: u64 = 1_790_000_000_000;

fn asked(path: &str, body: Value) -> Answer {
    answer(&UpstreamCall::new(&VENDOR, path, body.to_string(), false), BEGIN).unwrap()
}

fn looked(path: &str, now_ms: u64) -> Answer {
    answer(&UpstreamCall::look(&VENDOR, path), now_ms).unwrap()
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.chunks.concat()).unwrap()
}

fn filmed(prompt: &str) -> Value {
    json(&asked("/videos", json!({"model": "sandbox-video", "prompt": prompt, "seconds": "4", "size": "320x180"})))
}

#[test]
fn a_job_goes_on_by_the_clock_and_by_nothing_that_anybody_keeps() {
    let begun = filmed("a red fox");
    assert_eq!((&begun["status"], &begun["progress"], &begun["object"]), (&"queued".into(), &0.into(), &"video".into()));
    let look = format!("/videos/{}", begun["id"].as_str().unwrap());
    for (passed, status, progress) in [
        (0, "queued", 0),
        (499, "queued", 0),
        (500, "in_progress", 0),
        (1_750, "in_progress", 50),
        (2_999, "in_progress", 99),
        (3_000, "completed", 100),
        (90_000_000, "completed", 100),
    ] {
        let job = json(&looked(&look, BEGIN + passed));
        assert_eq!((&job["status"], &job["progress"], &job["id"]), (&status.into(), &progress.into(), &begun["id"]), "{passed}");
        let there = looked(&format!("{look}/content"), BEGIN + passed);
        assert_eq!(
            (there.status, there.content_type == "video/mp4"),
            if status == "completed" { (200, true) } else { (404, false) }
        );
    }
    let job = json(&looked(&look, BEGIN + 3_000));
    assert_eq!((&job["seconds"], &job["size"], &job["completed_at"]), (&"4".into(), &"320x180".into(), &1_790_000_003.into()));
    let film = looked(&format!("{look}/content"), BEGIN + 3_000).chunks.concat();
    assert_eq!(film, looked(&format!("{look}/content"), BEGIN + 9_000).chunks.concat(), "the same whenever it is fetched");
    assert!(film.windows(18).any(|text| text == b"Sandbox: a red fox"));
}

#[test]
fn a_prompt_says_how_its_job_ends_and_when() {
    for (prompt, takes_ms, status, code) in [
        ("a fox", 3_000, "completed", None),
        ("a fox [takes 0s]", 0, "completed", None),
        ("[takes 20s] a fox", 20_000, "completed", None),
        ("[takes 9999s] a fox", 3_000, "completed", None),
        ("a fox [fail]", 3_000, "failed", Some("sandbox_failed")),
        ("[filtered][takes 1.5s]", 1_500, "failed", Some("content_policy_violation")),
    ] {
        let look = format!("/videos/{}", filmed(prompt)["id"].as_str().unwrap());
        if takes_ms > 0 {
            let before = json(&looked(&look, BEGIN + takes_ms - 1));
            assert_eq!((&before["status"], &before["error"]), (&"in_progress".into(), &Value::Null), "{prompt}");
        }
        let job = json(&looked(&look, BEGIN + takes_ms));
        assert_eq!((job["status"].as_str(), job["error"]["code"].as_str()), (Some(status), code), "{prompt}");
    }
}

#[test]
fn what_is_not_made_here_is_refused_and_what_was_never_begun_is_not_found() {
    for (path, field, value, status) in [
        ("/videos", "seconds", json!("21"), 400),
        ("/videos", "seconds", json!(0.5), 400),
        ("/videos", "seconds", json!("soon"), 400),
        ("/videos", "size", json!("1921x1080"), 400),
        ("/videos", "size", json!("1280x1280"), 400),
        ("/videos", "size", json!("99999999999x2"), 400),
        ("/videos", "size", json!("101x100"), 400),
        ("/videos", "input_reference", json!({"image_url": "x"}), 400),
        ("/videos", "model", json!("sandbox-music"), 404),
        ("/music/generations", "format", json!("mp3"), 400),
        ("/music/generations", "seconds", json!(301), 400),
    ] {
        let model = if path == "/videos" { "sandbox-video" } else { "sandbox-music" };
        let mut body = json!({"model": model, "prompt": "x"});
        body[field] = value.clone();
        assert_eq!(asked(path, body).status, status, "{path} {field} {value}");
    }
    let id = filmed("x")["id"].as_str().unwrap().to_owned();
    let music = format!("/music/generations/{id}");
    for path in ["/videos/video_1", "/videos/sandbox-video-e30", "/videos/sandbox-video-%%%", &music] {
        assert_eq!(looked(path, BEGIN).status, 404, "{path}");
    }
    let mut call = UpstreamCall::look(&VENDOR, format!("/videos/{id}"));
    call.method = Method::Delete;
    assert_eq!(json(&answer(&call, BEGIN).unwrap())["deleted"], true);
    assert!(answer(&UpstreamCall::look(&VENDOR, "/models"), BEGIN).is_none());
}

#[test]
fn a_form_asks_for_the_same_film_as_json() {
    let mut form = Form::around(&[]);
    for (name, value) in [("model", "sandbox-video"), ("prompt", "a red fox"), ("seconds", "4"), ("size", "320x180")] {
        form.text(name, value);
    }
    let call = UpstreamCall::form(&VENDOR, "/videos", form, false);
    assert_eq!(json(&answer(&call, BEGIN).unwrap())["id"], filmed("a red fox")["id"]);
}

#[test]
fn music_is_made_as_its_dialect_asks_for_it() {
    let music = VENDOR.music.unwrap();
    let made = |body: &str| {
        let request = MusicRequest::parse(body.as_bytes()).unwrap();
        let begun = answer(&music.submit(&VENDOR, &request, "sandbox-music").unwrap(), BEGIN).unwrap();
        let Submitted::Started(ticket) = music.submitted(&VENDOR, begun.content_type, begun.chunks.concat().into()).unwrap()
        else {
            panic!("{begun:?}")
        };
        let at = |passed: u64| {
            let looked = answer(&music.look(&VENDOR, &ticket), BEGIN + passed).unwrap();
            music.progress(&VENDOR, &ticket, looked.chunks.concat().into()).unwrap()
        };
        assert_eq!(at(0), Progress::Queued);
        assert!(matches!(at(1_000), Progress::Running { percent: Some(_) }));
        at(60_000)
    };
    let Progress::Done(done) = made(r#"{"model":"m","prompt":"calm piano","duration":5.5,"output_format":"wav"}"#) else {
        panic!("not made")
    };
    let [Asset::At(content)] = &done.assets[..] else { panic!("{done:?}") };
    assert_eq!(done.usage.unwrap().made_ms, 5_500);
    let song = looked(content, BEGIN + 60_000);
    let bytes = song.chunks.concat();
    assert_eq!((song.content_type, bytes.starts_with(b"RIFF")), ("audio/wav", true));
    let length = crate::audio::Audio::of(bytes.clone().into()).unwrap().length.unwrap();
    assert_eq!(length.as_millis(), 5_500);
    assert!(bytes.windows(19).any(|text| text == b"Sandbox: calm piano"));
    for (prompt, kind) in [("x [fail]", FailureKind::Server), ("x [filtered]", FailureKind::ContentPolicy)] {
        let Progress::Failed(failure) = made(&format!(r#"{{"model":"m","prompt":"{prompt}"}}"#)) else { panic!("{prompt}") };
        assert_eq!(failure.kind, kind, "{prompt}");
    }
    let ticket = Ticket { look: "/music/generations/x".into(), ..Ticket::default() };
    assert!(music.progress(&VENDOR, &ticket, Bytes::from_static(b"{\"status\":\"dancing\"}")).is_err());
}

#[test]
fn a_film_is_made_as_its_dialect_asks_for_it() {
    let videos = VENDOR.videos.unwrap();
    let body = br#"{"model":"m","prompt":"a red fox","seconds":2.5,"size":"320x180","seed":7}"#;
    let request = VideosRequest::parse(body).unwrap();
    let call = videos.submit(&VENDOR, &VideoTask { request: &request, image: None }, "sandbox-video").unwrap();
    let begun = answer(&call, BEGIN).unwrap().chunks.concat();
    let Submitted::Started(ticket) = videos.submitted(&VENDOR, "application/json", begun.into()).unwrap() else { panic!() };
    let at = |passed: u64| {
        let looked = answer(&videos.look(&VENDOR, &ticket), BEGIN + passed).unwrap();
        videos.progress(&VENDOR, &ticket, looked.chunks.concat().into()).unwrap()
    };
    assert_eq!((at(0), at(1_094)), (Progress::Queued, Progress::Running { percent: Some(50) }));
    let Progress::Done(done) = at(1_875) else { panic!("{:?}", at(1_875)) };
    let [Asset::At(content)] = &done.assets[..] else { panic!("{done:?}") };
    let film = looked(content, BEGIN + 60_000).chunks.concat();
    let length = crate::length_of(std::io::Cursor::new(film)).map(|length| length.as_millis());
    assert_eq!((done.usage.map(|usage| usage.made_ms), length), (Some(2_500), Some(2_500)), "it is billed by what it says");
}
