//! Whole jobs that providers really ran, or that their own libraries describe, kept outside this repository: what is asked,
//! each look, and where the film is in the end.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test: it fails by panicking and says what it skips")]

use std::{fs, path::PathBuf};

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_providers::{Asset, Progress, Submitted, UpstreamCall, Vendor, VideoTask, vendor};
use turnpike_wire::openai::videos_request::VideosRequest;

/// The recording, the vendor, what a client asks of it, and how its looks come out.
fn jobs() -> [(&'static str, &'static str, Value, &'static [&'static str]); 5] {
    [
        (
            "gemini/j_video-veo-3.1-submit-poll-download.json",
            "gemini",
            json!({"model": "veo-3.1-lite-generate-preview", "prompt": "a calm ocean wave at sunset", "seconds": "4"}),
            &["running", "done https://generativelanguage.googleapis.com/v1beta/files/zqw12cp8qc38:download?alt=media"],
        ),
        (
            "minimax/m_job-video.json",
            "minimax",
            json!({"model": "MiniMax-H3", "prompt": "A white kitten chases a butterfly across a sunlit garden."}),
            &["queued", "running", "done https://cdn.minimax.io/output/video-001.mp4"],
        ),
        (
            "runway/m_job-video.json",
            "runway",
            json!({"model": "gen4.5", "prompt": "a calm sea", "seconds": 5, "size": "1280x720"}),
            &["queued", "running 42", "done https://dnznrvs05pmza.cloudfront.net/out.mp4?_jwt=REDACTED"],
        ),
        (
            "fal/m_job-video-dream-machine.json",
            "fal",
            json!({"model": "fal-ai/luma-dream-machine", "prompt": "A futuristic city with flying cars"}),
            &["running", "done https://fal.media/files/video-output.mp4"],
        ),
        (
            // Of a picture; those of films have the same sequence.
            "replicate/j_run.json",
            "replicate",
            json!({"model": "stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b",
            "prompt": "a studio photo of a rainbow colored corgi", "width": 512, "height": 512, "seed": 42_069}),
            &[
                "queued",
                "running",
                "running 0",
                "running 18",
                "running 38",
                "running 58",
                "running 78",
                "running 98",
                "done https://replicate.delivery/pbxt/gDoc64M9pRaQNdZb0evCRgm57WZJ5BKi0T5kzV6qm2tGmd8IA/out-0.png",
            ],
        ),
    ]
}

#[test]
fn quirk_40_jobs_come_out_as_what_they_were() {
    let shared = std::env::var("TURNPIKE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    let root = shared.join("providers/fixtures/dev");
    if !root.is_dir() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "no recordings at {}", root.display());
        println!("skipped: no recordings at {}; set TURNPIKE_SHARED", root.display());
        return;
    }
    for (file, id, asked, expected) in jobs() {
        let recording: Value = serde_json::from_str(&fs::read_to_string(root.join(file)).unwrap()).unwrap();
        let exchanges = recording["exchanges"].as_array().unwrap();
        assert_eq!(outcomes(vendor(id).unwrap(), &asked, exchanges), expected, "{file}");
    }
}

fn outcomes(vendor: &Vendor, asked: &Value, exchanges: &[Value]) -> Vec<String> {
    let (dialect, text) = (vendor.videos.unwrap(), asked.to_string());
    let request = VideosRequest::parse(text.as_bytes()).unwrap();
    let call = dialect.submit(vendor, &VideoTask { request: &request, image: None }, &request.model).unwrap();
    goes_as(&call, &exchanges[0]);
    let sent: Value = serde_json::from_slice(&call.body).unwrap();
    holds(&sent, &exchanges[0]["request"]["body"]);
    let Submitted::Started(mut ticket) = dialect.submitted(vendor, "application/json", body(&exchanges[0])).unwrap() else {
        panic!("it takes its time")
    };
    let mut outcomes = Vec::new();
    for exchange in &exchanges[1..] {
        goes_as(&dialect.look(vendor, &ticket), exchange);
        match dialect.progress(vendor, &ticket, body(exchange)).unwrap() {
            Progress::Queued => outcomes.push("queued".to_owned()),
            Progress::Running { percent: Some(percent) } => outcomes.push(format!("running {percent}")),
            Progress::Running { percent: None } => outcomes.push("running".to_owned()),
            Progress::Moved(next) => ticket = next,
            Progress::Done(made) => {
                let [Asset::At(place)] = &made.assets[..] else { panic!("{made:?}") };
                outcomes.push(format!("done {place}"));
                // What follows is the download.
                return outcomes;
            }
            Progress::Failed(failure) => panic!("{failure:?}"),
        }
    }
    outcomes
}

/// The call goes where the recorded one went, with the headers that it had.
fn goes_as(call: &UpstreamCall, exchange: &Value) {
    let url = exchange["request"]["url"].as_str().unwrap();
    let path = call.path.trim_start_matches("/..");
    assert!(url.ends_with(path), "{url} is not {path}");
    for (name, value) in exchange["request"]["headers"].as_object().unwrap() {
        let sent = call.headers.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str());
        assert_eq!(sent, value.as_str(), "{name} of {url}");
    }
}

/// All that was recorded is sent. Lengths and sizes are said by us even where nobody asks for them.
fn holds(sent: &Value, recorded: &Value) {
    match (sent, recorded) {
        (Value::Object(sent), Value::Object(recorded)) => {
            for (name, value) in recorded {
                holds(sent.get(name).unwrap_or(&Value::Null), value);
            }
        }
        (Value::Array(sent), Value::Array(recorded)) if sent.len() == recorded.len() => {
            sent.iter().zip(recorded).for_each(|(sent, recorded)| holds(sent, recorded));
        }
        _ => assert_eq!(sent, recorded),
    }
}

fn body(exchange: &Value) -> Bytes {
    exchange["response"]["body"].to_string().into()
}
