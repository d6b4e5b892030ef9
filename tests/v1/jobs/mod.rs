//! Films and music: from their submission to bytes that are kept, whatever happens in between.

mod load;
mod owner;
mod restart;
mod trouble;

use std::{sync::Arc, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use turnpike_gateway::{Settings, Web};

use crate::support::{Answer, Client, Form, Gateway, Reply, Upstream, eventually, schema, toml};

/// What tests look at jobs with.
const QUICK: Duration = Duration::from_millis(20);
/// Where the film is.
const CONTENT: &str = "/v1/videos/vid_1/content";
/// Enough of an MP4 to be taken for one.
const FILM: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41 and a film";

/// `film` and `song` at one provider with a price of a credit a second, and the web, where one server answers to all names.
struct World {
    gateway: Gateway,
    upstream: Upstream,
    web: Upstream,
}

fn model(id: &str, kind: &str) -> String {
    format!("[[models]]\nid = \"{id}\"\nprovider = \"p\"\nkind = \"{kind}\"\nprice = {{ per_second = 0.01 }}\n\n")
}

impl World {
    async fn new(vendor: &str) -> Self {
        Self::with(vendor, |_| {}).await
    }

    async fn with(vendor: &str, adjust: impl FnOnce(&mut Settings)) -> Self {
        let (upstream, web) = (Upstream::start().await, Upstream::always(Reply::file(200, "video/mp4", FILM)).await);
        let provider = toml::provider("p", &upstream.base_url()).replace("openai-compatible", vendor);
        let config = [provider, model("film", "video"), model("song", "music"), toml::key(toml::AMPLE)].concat();
        let server = ([127, 0, 0, 1], web.port()).into();
        let gateway = Gateway::start_with(&config, |settings| {
            let lookup =
                |name: &str| vec![if name.starts_with("inside") { "10.0.0.1" } else { "93.184.216.34" }.parse().unwrap()];
            settings.web = Web::Scripted { lookup: Arc::new(lookup), server };
            settings.patience.look = QUICK;
            adjust(settings);
        })
        .await;
        Self { gateway, upstream, web }
    }

    /// One whose provider takes a job, says so of it, and has this for it.
    async fn where_it(stands: Value, content: Reply) -> Self {
        let world = Self::new("openai-compatible").await;
        world.upstream.stand(Reply::json(200, told("queued", 0)));
        world.upstream.reply_at(CONTENT, content);
        world.stands(stands);
        world
    }

    /// Asks for a film. The job's id, and its request's.
    async fn submitted(&self) -> (String, String) {
        let answer = self.submit(json!({})).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        (answer.json()["job_id"].as_str().unwrap().to_owned(), answer.id())
    }

    /// The job as the window sees it, when it is like that.
    async fn seen(&self, id: &str, what: &str, condition: impl Fn(&Value) -> bool) -> Value {
        eventually(what, async || {
            let job = self.gateway.admin.get(&format!("/jobs/{id}")).await.ok().json();
            condition(&job).then_some(job)
        })
        .await
    }

    /// What its request came to, when nothing is held for it any more.
    async fn record(&self, request: &str) -> Value {
        self.gateway.nothing_is_held().await;
        self.gateway.detail(request).await
    }

    async fn submit(&self, fields: Value) -> Answer {
        self.gateway.v1.post("/videos/generations", asking(fields)).await
    }

    /// What the provider says of its job from now on.
    fn stands(&self, told: Value) {
        self.upstream.reply_at("/v1/videos/vid_1", Reply::json(200, told));
    }
}

fn asking(fields: Value) -> Value {
    let mut body = json!({"model": "film", "prompt": "A boat at dawn", "seconds": 4, "size": "1280x720"});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

fn told(status: &str, progress: u8) -> Value {
    json!({"id": "vid_1", "object": "video", "status": status, "progress": progress, "created_at": 1_760_000_000, "error": null})
}

fn failed(code: &str, message: &str) -> Value {
    let mut told = told("failed", 0);
    told["error"] = json!({"code": code, "message": message});
    told
}

/// A job when it is like that.
async fn when(v1: &Client, id: &str, what: &str, condition: impl Fn(&Value) -> bool) -> Value {
    eventually(what, async || {
        let job = v1.get(&format!("/videos/generations/{id}")).await.ok().json();
        condition(&job).then_some(job)
    })
    .await
}

async fn ended(v1: &Client, id: &str) -> Value {
    when(v1, id, "the job ends", |job| !matches!(job["status"].as_str(), Some("queued" | "processing"))).await
}

#[tokio::test]
async fn a_film_is_asked_for_watched_kept_and_charged_once() {
    let world = World::new("openai-compatible").await;
    world.upstream.reply(Reply::json(200, told("queued", 0)));
    world.stands(told("in_progress", 40));
    let answer = world.submit(json!({})).await;
    assert_eq!((answer.status, answer.header("x-credits-reserved")), (202, Some("4.000000")));
    let accepted = answer.json();
    let id = accepted["job_id"].as_str().unwrap();
    assert_eq!((accepted["status"].as_str(), accepted["model"].as_str()), (Some("queued"), Some("film")));
    let record = world.gateway.v1.get(&format!("/requests/{}", answer.id())).await.ok().json();
    assert_eq!((record["state"].as_str(), record["credits_reserved"].as_str()), (Some("running"), Some("4.000000")));

    let job = when(&world.gateway.v1, id, "it is being made", |job| job["progress"] == 40).await;
    assert_eq!((job["status"].as_str(), &job["data"], &job["credits_used"]), (Some("processing"), &json!([]), &Value::Null));
    world.upstream.reply_at("/v1/videos/vid_1/content", Reply::file(200, "video/mp4", FILM));
    world.stands(told("completed", 100));
    let job = ended(&world.gateway.v1, id).await;
    assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("completed"), Some("4.000000")), "{job}");

    let url = job["data"][0]["url"].as_str().unwrap().to_owned();
    let path = url.split_once("/v1").unwrap().1;
    assert_eq!(world.gateway.v1.get(path).await.ok().body, FILM);
    assert_eq!(world.gateway.v1.get(&format!("/videos/{id}/content")).await.ok().body, FILM);
    let file = job["data"][0]["file_id"].as_str().unwrap();
    let kept = world.gateway.v1.get(&format!("/files/{file}")).await.ok().json();
    assert_eq!((kept["bytes"].as_u64(), kept["filename"].as_str()), (Some(FILM.len() as u64), Some(&*format!("{id}.mp4"))));

    let record = world.gateway.detail(&answer.id()).await;
    assert_eq!((record["state"].as_str(), record["status"].as_u64()), (Some("settled"), Some(202)));
    assert_eq!((record["endpoint"].as_str(), record["usage"]["made_ms"].as_u64()), (Some("videos"), Some(4_000)));
    assert_eq!(record["attempts"].as_array().map(Vec::len), Some(1));
    world.gateway.nothing_is_held().await;
    assert_eq!(world.gateway.key("ci").await["spent"], "4.000000");
    let restarted = world.gateway.restart().await;
    assert_eq!(restarted.key("ci").await["spent"], "4.000000", "and so says the ledger");
    assert_eq!(restarted.v1.get(&format!("/videos/{id}/content")).await.ok().body, FILM);
}

#[tokio::test]
async fn openai_s_words_are_a_view_of_the_same_job() {
    let world = World::new("openai-compatible").await;
    world.upstream.reply(Reply::json(200, told("queued", 0)));
    world.upstream.reply_at("/v1/videos/vid_1/content", Reply::file(200, "video/mp4", FILM));
    world.stands(told("in_progress", 40));
    let form = Form::default().field("model", "film").field("prompt", "A boat").field("seconds", "4").field("size", "1280x720");
    let video = world.gateway.v1.post_form("/videos", form).await.ok().json();
    schema::check("VideoResource", &video);
    assert_eq!(
        (video["status"].as_str(), video["seconds"].as_str(), &video["completed_at"]),
        (Some("queued"), Some("4"), &Value::Null)
    );
    let id = video["id"].as_str().unwrap();
    let path = format!("/videos/{id}");
    world.gateway.v1.get(&format!("{path}/content")).await.refused(404, "invalid_request_error", None);
    world.stands(told("completed", 100));
    let video = eventually("it is there", async || {
        let answer = world.gateway.v1.get(&path).await.ok();
        assert!(answer.header("openai-poll-after-ms").is_some());
        schema::check("VideoResource", &answer.json());
        (answer.json()["status"] == "completed").then(|| answer.json())
    })
    .await;
    assert_eq!((video["progress"].as_u64(), video["size"].as_str()), (Some(100), Some("1280x720")));
    let list = world.gateway.v1.get("/videos").await.ok().json();
    schema::check("VideoListResource", &list);
    assert_eq!((list["data"].as_array().map(Vec::len), &list["first_id"]), (Some(1), &json!(id)));
    assert_eq!(world.gateway.v1.get(&format!("{path}/content?variant=video")).await.ok().body, FILM);
    world.gateway.v1.get(&format!("{path}/content?variant=thumbnail")).await.refused(
        400,
        "invalid_request_error",
        Some("invalid_value"),
    );
    let ours = world.gateway.v1.get("/videos/generations").await.ok().json();
    assert_eq!(ours["data"][0]["job_id"], id);

    let file = ours["data"][0]["data"][0]["file_id"].as_str().unwrap().to_owned();
    let deleted = world.gateway.v1.delete(&path).await.ok().json();
    assert_eq!(deleted, json!({"id": id, "object": "video.deleted", "deleted": true}));
    for gone in [path, format!("/videos/generations/{id}"), format!("/files/{file}")] {
        world.gateway.v1.get(&gone).await.refused(404, "invalid_request_error", None);
    }
    assert_eq!(world.gateway.key("ci").await["spent"], "4.000000", "what was paid stays paid");
}

#[tokio::test]
async fn what_fails_says_why_and_is_not_charged() {
    let film = || Reply::file(200, "video/mp4", FILM);
    for (stands, content, status, code) in [
        (failed("server_error", "It broke."), &film, "failed", "server_error"),
        (failed("content_policy_violation", "No."), &film, "failed", "content_policy_violation"),
        (told("completed", 100), &|| Reply::html(404), "failed", "asset_unavailable"),
        (told("completed", 100), &|| Reply::html(200), "failed", "asset_unavailable"),
        (told("completed", 100), &|| Reply::file(200, "video/mp4", b""), "failed", "asset_unavailable"),
        (told("completed", 100), &|| Reply::file(200, "video/mp4", FILM).cut_after(9), "failed", "asset_unavailable"),
    ] as [(Value, &dyn Fn() -> Reply, &str, &str); 6]
    {
        let world = World::new("openai-compatible").await;
        world.upstream.reply(Reply::json(200, told("queued", 0)));
        world.upstream.reply_at("/v1/videos/vid_1/content", content());
        world.stands(stands);
        let answer = world.submit(json!({})).await;
        let job = ended(&world.gateway.v1, answer.json()["job_id"].as_str().unwrap()).await;
        assert_eq!((job["status"].as_str(), job["error"]["code"].as_str()), (Some(status), Some(code)), "{job}");
        assert_eq!((job["credits_used"].as_str(), &job["data"]), (Some("0.000000"), &json!([])));
        let record = world.gateway.detail(&answer.id()).await;
        assert_eq!((record["state"].as_str(), record["error"]["code"].as_str()), (Some("released"), Some(code)));
        world.gateway.nothing_is_held().await;
        assert_eq!(world.gateway.v1.get("/files").await.ok().json()["data"], json!([]), "half a file is none");
        assert_eq!(world.gateway.key("ci").await["spent"], "0.000000");
    }
}

#[tokio::test]
async fn a_refused_submission_is_an_error_and_leaves_no_job() {
    let world = World::new("openai-compatible").await;
    for (reply, status, kind, code) in [
        (
            Reply::error(400, "invalid_request_error", Some("content_policy_violation"), "No."),
            400,
            "invalid_request_error",
            "content_policy_violation",
        ),
        (Reply::error(401, "invalid_request_error", Some("invalid_api_key"), "No."), 502, "server_error", "upstream_auth"),
        (Reply::html(500), 500, "server_error", "upstream_error"),
        (Reply::json(200, json!({"nothing": true})), 502, "server_error", "upstream_error"),
    ] {
        world.upstream.stand(reply);
        world.submit(json!({})).await.refused(status, kind, Some(code));
    }
    for (fields, code) in [
        (json!({"seconds": "soon"}), "invalid_value"),
        (json!({"n": 9}), "integer_above_max_value"),
        (json!({"n": 2}), "unsupported_value"),
        (json!({"input_reference": "file-00000000000000000000000000000000"}), "file_not_found"),
        (json!({"image": {"image_url": "data:image/png;base64,!!"}}), "invalid_value"),
    ] {
        let hits = world.upstream.hits();
        let refused = world.submit(fields.clone()).await;
        assert_eq!((refused.status / 100, refused.code().as_deref()), (4, Some(code)), "{fields}: {}", refused.text());
        assert_eq!(world.upstream.hits(), hits, "nobody was asked");
    }
    world.gateway.v1.post("/videos/generations", json!({"model": "song", "prompt": "x"})).await.refused(
        400,
        "invalid_request_error",
        Some("invalid_value"),
    );
    assert_eq!(world.gateway.v1.get("/videos/generations").await.ok().json()["data"], json!([]));
    world.gateway.nothing_is_held().await;
}

#[tokio::test]
async fn trouble_of_a_look_is_not_the_job_s() {
    let world = World::new("openai-compatible").await;
    world.upstream.reply(Reply::json(200, told("queued", 0)));
    world.upstream.reply_at("/v1/videos/vid_1/content", Reply::file(200, "video/mp4", FILM));
    world.upstream.reply_at("/v1/videos/vid_1", Reply::error(500, "server_error", None, "A bad day."));
    let answer = world.submit(json!({})).await;
    let id = answer.json()["job_id"].as_str().unwrap().to_owned();
    for trouble in [
        Reply::error(500, "server_error", None, "A bad day."),
        Reply::error(429, "requests", None, "Slower."),
        Reply::hang_up(),
        Reply::html(200),
        Reply::json(200, json!(["what"])),
    ] {
        let before = world.upstream.hits();
        world.upstream.reply_at("/v1/videos/vid_1", trouble);
        world.upstream.reached(before + 2).await;
        let job = world.gateway.v1.get(&format!("/videos/generations/{id}")).await.ok().json();
        assert_eq!(job["status"], "queued", "{job}");
    }
    let detail = world.gateway.admin.get(&format!("/jobs/{id}")).await.ok().json();
    assert!(detail["trouble"].is_string() && detail["looks"].as_u64() > Some(5), "{detail}");
    let steps: Vec<_> = detail["events"].as_array().unwrap().iter().map(|event| event["step"].as_str().unwrap()).collect();
    assert!(steps.starts_with(&["submitted", "look_failed"]), "{steps:?}");
    world.stands(told("completed", 100));
    assert_eq!(ended(&world.gateway.v1, &id).await["status"], "completed");
}

#[tokio::test]
async fn a_job_is_cancelled_and_charged_only_where_its_provider_goes_on() {
    for (stands, waited_for, charged) in
        [(told("queued", 0), "queued", "0.000000"), (told("in_progress", 40), "processing", "4.000000")]
    {
        let world = World::new("openai-compatible").await;
        world.upstream.reply(Reply::json(200, told("queued", 0)));
        world.stands(stands);
        let answer = world.submit(json!({})).await;
        let id = answer.json()["job_id"].as_str().unwrap().to_owned();
        when(&world.gateway.v1, &id, "it is like that", |job| job["status"] == waited_for).await;
        let path = format!("/videos/generations/{id}");
        let job = world.gateway.v1.delete(&path).await.ok().json();
        assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("cancelled"), Some(charged)), "{job}");
        assert_eq!(world.gateway.v1.delete(&path).await.ok().json(), job, "once more changes nothing");
        let record = world.gateway.detail(&answer.id()).await;
        assert!(record["warnings"][0].as_str().unwrap().starts_with("It was cancelled."), "the log says the rule: {record}");
        world.gateway.nothing_is_held().await;
        let looks = world.upstream.hits();
        world.gateway.v1.get(&path).await.ok();
        assert_eq!(world.upstream.hits(), looks, "looking at our job asks nobody");
    }
}

#[tokio::test]
async fn a_key_sees_its_own_jobs_only_and_looking_counts_against_nothing() {
    let world = World::new("openai-compatible").await;
    world.upstream.reply(Reply::json(200, told("queued", 0)));
    world.stands(told("queued", 0));
    let id = world.submit(json!({})).await.json()["job_id"].as_str().unwrap().to_owned();
    let (_, secret) = world.gateway.new_key(json!({"name": "other", "requests_per_minute": 1})).await;
    let other = world.gateway.v1.with_secret(Some(&secret));
    for path in ["", "/events", "/content"] {
        other.get(&format!("/videos/generations/{id}{path}")).await.refused(404, "invalid_request_error", None);
    }
    other.delete(&format!("/videos/generations/{id}")).await.refused(404, "invalid_request_error", None);
    other.get(&format!("/music/generations/{id}")).await.refused(404, "invalid_request_error", None);
    assert_eq!(other.get("/videos").await.ok().json()["data"], json!([]));
    assert_eq!(world.gateway.v1.get(&format!("/videos/generations/{id}")).await.ok().json()["status"], "queued");
    world.gateway.v1.get(&format!("/music/generations/{id}")).await.refused(404, "invalid_request_error", None);
}

#[tokio::test]
async fn a_budget_holds_what_a_job_can_cost_until_it_ends() {
    let upstream = Upstream::start().await;
    upstream.reply(Reply::json(200, told("queued", 0)));
    upstream.reply_at("/v1/videos/vid_1", Reply::json(200, told("in_progress", 1)));
    let key = toml::key("budget = { credits = 6, period = \"total\" }");
    let config = [toml::provider("p", &upstream.base_url()), model("film", "video"), key].concat();
    let gateway = Gateway::start_with(&config, |settings| settings.patience.look = QUICK).await;
    let first = gateway.v1.post("/videos/generations", asking(json!({}))).await;
    assert_eq!(first.status, 202);
    let refused = gateway.v1.post("/videos/generations", asking(json!({}))).await.refused(
        429,
        "insufficient_quota",
        Some("insufficient_quota"),
    );
    assert_eq!(refused.json()["error"]["metadata"]["limit_source"], "in_flight");
    let gateway = gateway.restart_with(|settings| settings.patience.look = QUICK).await;
    eventually("what was held is held again", async || (gateway.key("ci").await["held"] == "4.000000").then_some(())).await;
    gateway.v1.post("/videos/generations", asking(json!({}))).await.refused(
        429,
        "insufficient_quota",
        Some("insufficient_quota"),
    );
    upstream.reply_at("/v1/videos/vid_1", Reply::json(200, failed("server_error", "It broke.")));
    ended(&gateway.v1, first.json()["job_id"].as_str().unwrap()).await;
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn changes_are_told_as_they_happen_and_end_with_the_job() {
    let world = World::new("openai-compatible").await;
    world.upstream.reply(Reply::json(200, told("queued", 0)));
    world.upstream.reply_at("/v1/videos/vid_1/content", Reply::file(200, "video/mp4", FILM));
    world.stands(told("queued", 0));
    let id = world.submit(json!({})).await.json()["job_id"].as_str().unwrap().to_owned();
    let mut live = world.gateway.v1.open(&format!("/videos/generations/{id}/events")).await;
    live.until("\"status\":\"queued\"").await;
    world.stands(told("in_progress", 40));
    live.until("\"progress\":40").await;
    world.stands(told("completed", 100));
    live.until("\"status\":\"completed\"").await;
    assert_eq!(live.frame().await, None, "there is nothing more to tell");
}

#[tokio::test]
async fn the_sandbox_makes_films_and_music_that_are_kept_and_charged() {
    let gateway = Gateway::start_with(&toml::key(toml::AMPLE), |settings| settings.patience.look = QUICK).await;
    let film = json!({"model": "sandbox-video", "prompt": "A boat", "seconds": 1, "size": "320x180"});
    let film = gateway.v1.post("/videos/generations", film).await.json();
    let song =
        gateway.v1.post("/music/generations", json!({"model": "sandbox-music", "prompt": "Calm", "duration": 1})).await.ok();
    let music = song.json();
    assert_eq!((song.header("x-credits-used"), music["credits_used"].as_str()), (Some("0.500000"), Some("0.500000")));
    let path = music["data"][0]["url"].as_str().unwrap().split_once("/v1").unwrap().1.to_owned();
    assert_eq!(&gateway.v1.get(&path).await.ok().body[..4], b"RIFF");
    let job = ended(&gateway.v1, film["job_id"].as_str().unwrap()).await;
    assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("completed"), Some("10.000000")), "{job}");
    let path = format!("/videos/generations/{}/content", job["job_id"].as_str().unwrap());
    assert_eq!(&gateway.v1.get(&path).await.ok().body[4..8], b"ftyp");
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn music_comes_at_once_as_a_job_or_in_base64() {
    let gateway = Gateway::start_with(&toml::key(toml::AMPLE), |settings| settings.patience.look = QUICK).await;
    let asking = |fields: Value| {
        let mut body = json!({"model": "sandbox-music", "prompt": "Calm", "duration": 1});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        body
    };
    let inside = gateway.v1.post("/music/generations", asking(json!({"response_format": "b64_json"}))).await.ok().json();
    let bytes = BASE64_STANDARD.decode(inside["data"][0]["b64_json"].as_str().unwrap()).unwrap();
    assert_eq!(&bytes[..4], b"RIFF");
    let later = gateway.v1.post("/music/generations", asking(json!({"background": true}))).await;
    assert_eq!(later.status, 202);
    let path = format!("/music/generations/{}", later.json()["job_id"].as_str().unwrap());
    let job = eventually("the music is there", async || {
        let job = gateway.v1.get(&path).await.ok().json();
        (job["status"] == "completed").then_some(job)
    })
    .await;
    assert_eq!((job["object"].as_str(), job["credits_used"].as_str()), (Some("music.generation.job"), Some("0.500000")));
    assert_eq!(gateway.v1.get(&format!("{path}/content")).await.ok().body, bytes, "the same to the same");
    let refused = gateway.v1.post("/music/generations", asking(json!({"prompt": "[filtered] noise"}))).await;
    refused.refused(400, "invalid_request_error", Some("content_policy_violation"));
    gateway.nothing_is_held().await;
}
