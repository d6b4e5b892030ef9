//! What goes wrong around a job, and what becomes of it then.

use serde_json::{Value, json};
use turnpike_domain::job::{JobEvent, Step};
use turnpike_store::{JobSelection, Store};

use super::{CONTENT, FILM, QUICK, World, asking, ended, model, told, when};
use crate::support::{Gateway, Reply, Upstream, eventually, toml};

/// One whose provider says that what it made is at this address.
async fn made_at(url: &str) -> World {
    let world = World::new("xai").await;
    world.upstream.stand(Reply::json(200, json!({"request_id": "vid_1"})));
    world.stands(json!({"status": "done", "video": {"url": url, "duration": 4}, "model": "film"}));
    world
}

fn full(job: &Value) -> bool {
    job["trouble"].as_str().is_some_and(|trouble| trouble.contains("no room"))
}

#[tokio::test]
async fn a_full_storage_is_waited_for_and_then_the_job_completes() {
    let world = World::with("openai-compatible", |settings| settings.bounds.storage = 100).await;
    world.upstream.stand(Reply::json(200, told("queued", 0)));
    world.upstream.reply_at(CONTENT, Reply::file(200, "video/mp4", FILM));
    world.stands(told("completed", 100));
    let uploaded = world.gateway.v1.upload("large.bin", &[7; 90]).await.ok().json()["id"].as_str().unwrap().to_owned();
    let (id, request) = world.submitted().await;
    let job = world.seen(&id, "there is no room", full).await;
    assert_eq!((job["state"].as_str(), &job["error"], &job["credits_used"]), (Some("downloading"), &Value::Null, &Value::Null));
    let job = world.gateway.v1.get(&format!("/videos/generations/{id}")).await.ok().json();
    assert_eq!((job["status"].as_str(), &job["data"]), (Some("processing"), &json!([])));
    world.gateway.v1.delete(&format!("/files/{uploaded}")).await.ok();
    assert_eq!(ended(&world.gateway.v1, &id).await["status"], "completed");
    assert_eq!(world.record(&request).await["credits_used"], "4.000000");
}

#[tokio::test]
async fn a_storage_that_is_full_until_the_link_is_dead_fails_the_job() {
    let world = World::with("openai-compatible", |settings| settings.bounds.storage = 10).await;
    world.upstream.stand(Reply::json(200, told("queued", 0)));
    world.upstream.reply_at(CONTENT, Reply::file(200, "video/mp4", FILM));
    world.stands(told("queued", 0));
    let (id, request) = world.submitted().await;
    let begun = world.seen(&id, "it is there", |_| true).await["created_at"].as_i64().unwrap();
    let mut there = told("completed", 100);
    there["expires_at"] = json!(begun / 1_000 + 2);
    world.stands(there);
    world.seen(&id, "there is no room", full).await;
    let job = ended(&world.gateway.v1, &id).await;
    assert_eq!(
        (job["status"].as_str(), job["error"]["code"].as_str()),
        (Some("failed"), Some("storage_limit_exceeded")),
        "{job}"
    );
    let record = world.record(&request).await;
    assert_eq!((record["state"].as_str(), record["credits_used"].as_str()), (Some("released"), Some("0.000000")));
}

#[tokio::test]
async fn a_job_waits_for_a_provider_that_was_removed_and_can_still_be_cancelled() {
    let world = World::where_it(told("queued", 0), Reply::file(200, "video/mp4", FILM)).await;
    let (id, request) = world.submitted().await;
    for path in ["/models?id=film", "/models?id=song", "/providers/p"] {
        assert_eq!(world.gateway.admin.delete(path).await.status, 204);
    }
    let job = world.seen(&id, "its provider is missed", |job| job["trouble"].is_string()).await;
    assert_eq!((job["state"].as_str(), job["provider"].as_str()), (Some("queued"), Some("p")), "{job}");
    let job = world.gateway.v1.delete(&format!("/videos/generations/{id}")).await.ok().json();
    assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("cancelled"), Some("0.000000")));
    assert_eq!(world.record(&request).await["state"], "released");
}

#[tokio::test]
async fn what_nobody_knows_the_price_of_is_unpriced_and_told() {
    let upstream = Upstream::always(Reply::json(200, told("queued", 0))).await;
    upstream.reply_at("/v1/videos/vid_1", Reply::json(200, told("completed", 100)));
    upstream.reply_at(CONTENT, Reply::file(200, "video/mp4", FILM));
    let unpriced = model("film", "video").replace("price = { per_second = 0.01 }", "");
    let config = [toml::provider("p", &upstream.base_url()), unpriced, toml::key("")].concat();
    let gateway = Gateway::start_with(&config, |settings| settings.patience.look = QUICK).await;
    let answer = gateway.v1.post("/videos/generations", asking(json!({}))).await;
    assert_eq!((answer.status, answer.header("x-turnpike-warnings")), (202, Some("price_unknown")));
    let job = ended(&gateway.v1, answer.json()["job_id"].as_str().unwrap()).await;
    assert_eq!((job["status"].as_str(), &job["credits_used"]), (Some("completed"), &Value::Null));
    let record = gateway.detail(&answer.id()).await;
    assert_eq!((record["state"].as_str(), &record["credits_used"]), (Some("settled"), &Value::Null));
    assert!(record["warnings"][0].as_str().is_some_and(|told| told.contains("price")), "{record}");
}

#[tokio::test]
async fn a_full_provider_is_passed_over_at_the_submission() {
    let first = Upstream::always(Reply::error(529, "overloaded_error", None, "busy")).await;
    let second = Upstream::always(Reply::json(200, told("queued", 0))).await;
    second.reply_at("/v1/videos/vid_1", Reply::json(200, told("completed", 100)));
    second.reply_at(CONTENT, Reply::file(200, "video/mp4", FILM));
    let chain = model("film", "video").trim_end().to_owned() + "\nfallbacks = [\"backup\"]\n\n";
    let backup = model("backup", "video").replace("\"p\"", "\"q\"").replace("0.01", "0.02");
    let providers = [toml::provider("p", &first.base_url()), toml::provider("q", &second.base_url())].concat();
    let config = [providers, chain, backup, toml::key(toml::AMPLE)].concat();
    let gateway = Gateway::start_with(&config, |settings| settings.patience.look = QUICK).await;
    let answer = gateway.v1.post("/videos/generations", asking(json!({}))).await;
    let headers = ["x-fallback-from", "x-fallback-depth", "x-model-used", "x-credits-reserved"].map(|name| answer.header(name));
    assert_eq!(answer.status, 202);
    assert_eq!(headers, [Some("film"), Some("1"), Some("backup"), Some("8.000000")]);
    let job = ended(&gateway.v1, answer.json()["job_id"].as_str().unwrap()).await;
    assert_eq!((job["status"].as_str(), job["model"].as_str()), (Some("completed"), Some("backup")));
    gateway.nothing_is_held().await;
    let record = gateway.detail(&answer.id()).await;
    let tried: Vec<_> = record["attempts"].as_array().unwrap().iter().map(|tried| (&tried["model"], &tried["outcome"])).collect();
    assert_eq!(tried.last(), Some(&(&json!("backup"), &json!("served"))), "{record}");
    assert!(tried.len() > 1 && tried[0] == (&json!("film"), &json!("failed")), "{record}");
    assert_eq!((record["fallback_depth"].as_u64(), record["credits_used"].as_str()), (Some(1), Some("8.000000")));
}

#[tokio::test]
async fn what_was_made_elsewhere_is_fetched_without_a_credential() {
    let world = made_at("https://films.example/a.mp4?signed=yes").await;
    let (id, request) = world.submitted().await;
    let job = ended(&world.gateway.v1, &id).await;
    assert_eq!(job["status"], "completed", "{job}");
    let fetched = world.web.last();
    assert_eq!(fetched.path, "/a.mp4?signed=yes");
    assert!(!format!("{fetched:?}").contains("sk-upstream"), "{fetched:?}");
    assert!(world.upstream.last().headers.contains_key("authorization"), "its own looks are signed");
    assert_eq!(world.gateway.v1.get(&format!("/videos/generations/{id}/content")).await.ok().body, FILM);
    world.record(&request).await;
}

#[tokio::test]
async fn an_address_inside_or_in_the_clear_is_never_asked() {
    for url in [
        "http://films.example/a.mp4",
        "https://10.0.0.1/a.mp4",
        "https://127.0.0.1/a.mp4",
        "https://inside.example/a.mp4",
        "https://user:pass@films.example/a.mp4",
        "https://films.example:8443/a.mp4",
        "file:///etc/passwd",
        "nonsense",
    ] {
        let world = made_at(url).await;
        let (id, request) = world.submitted().await;
        let job = ended(&world.gateway.v1, &id).await;
        assert_eq!((job["status"].as_str(), job["error"]["code"].as_str()), (Some("failed"), Some("asset_unavailable")), "{job}");
        assert_eq!(world.web.hits(), 0, "{url}");
        assert_eq!(world.record(&request).await["credits_used"], "0.000000");
    }
}

#[tokio::test]
async fn a_redirect_keeps_the_credential_at_home_only() {
    for (location, signed, fetched_from_web) in
        [("/v1/elsewhere", true, 0), ("https://films.example/a.mp4", false, 1), ("https://inside.example/a.mp4", false, 0)]
    {
        let moved = Reply::file(302, "text/plain", b"").header("location", location);
        let world = World::where_it(told("completed", 100), moved).await;
        world.upstream.reply_at("/v1/elsewhere", Reply::file(200, "video/mp4", FILM));
        let (id, _) = world.submitted().await;
        let job = ended(&world.gateway.v1, &id).await;
        let status = if signed || fetched_from_web > 0 { "completed" } else { "failed" };
        assert_eq!((job["status"].as_str(), world.web.hits()), (Some(status), fetched_from_web), "{location}: {job}");
        let elsewhere = world.upstream.received().into_iter().find(|call| call.path == "/v1/elsewhere");
        assert_eq!(elsewhere.is_some_and(|call| call.headers.contains_key("authorization")), signed, "{location}");
        assert!(world.web.received().iter().all(|call| !format!("{call:?}").contains("sk-upstream")));
    }
}

#[tokio::test]
async fn a_job_that_takes_too_long_expires_and_its_provider_is_told() {
    let world = World::new("replicate").await;
    let stands = |status: &str| json!({"id": "p1", "status": status, "output": null, "error": null, "logs": ""});
    world.upstream.stand(Reply::json(200, stands("processing")));
    let (id, request) = world.submitted().await;
    when(&world.gateway.v1, &id, "it is being made", |job| job["status"] == "processing").await;
    let super::World { gateway, upstream, .. } = world;
    let directory = gateway.stop().await;
    // As if all this had begun half an hour ago.
    {
        let store = Store::open(&directory.path().join("data"), |_| {}).unwrap();
        let mut job = store.jobs(&JobSelection::default(), 1).unwrap().remove(0);
        (job.created_at, job.revision) = (job.created_at - 31 * 60_000, job.revision + 1);
        let event = JobEvent { at: job.created_at, step: Step::Progress, percent: None, message: None };
        assert!(store.update_job(&job, &event, Some(0)).unwrap());
    }
    let gateway = Gateway::open(directory).await;
    let job = ended(&gateway.v1, &id).await;
    assert_eq!((job["status"].as_str(), job["error"]["code"].as_str()), (Some("expired"), Some("deadline_exceeded")), "{job}");
    eventually("it is stopped there", async || upstream.last().path.ends_with("/p1/cancel").then_some(())).await;
    gateway.nothing_is_held().await;
    assert_eq!(gateway.detail(&request).await["credits_used"], "0.000000");
}

#[tokio::test]
async fn a_client_that_hangs_up_leaves_a_job_that_goes_on() {
    let world = World::where_it(told("completed", 100), Reply::file(200, "video/mp4", FILM)).await;
    let gate = crate::support::Gate::new();
    world.upstream.reply(Reply::json(200, told("queued", 0)).after(&gate));
    let request = world.gateway.v1.request(reqwest::Method::POST, "/videos/generations");
    let asked = tokio::spawn(request.header("content-type", "application/json").body(asking(json!({})).to_string()).send());
    world.upstream.reached(1).await;
    asked.abort();
    let _ = asked.await;
    gate.open();
    let id = eventually("there is a job", async || {
        let jobs = world.gateway.v1.get("/videos/generations").await.ok().json();
        jobs["data"][0]["job_id"].as_str().map(str::to_owned)
    })
    .await;
    let job = when(&world.gateway.v1, &id, "it ends", |job| job["completed_at"].is_number()).await;
    assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("completed"), Some("4.000000")), "{job}");
    world.record(job["request_id"].as_str().unwrap()).await;
}
