//! kill -9 at every state of a job, and a start on what is left: it ends once, is charged once, and its file is whole.

use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use turnpike_store::{JobSelection, Store};

use super::{CONTENT, FILM, asking, model, told, when};
use crate::{
    file_storage::on_disk,
    files::{id, used},
    support::{Gate, Reply, Upstream, answer::micros, eventually, process::Server, toml},
};

/// A server that can be killed, in front of an engine of one's own: those are looked at soonest.
pub(super) struct World {
    directory: TempDir,
    pub(super) upstream: Upstream,
    pub(super) server: Server,
}

/// What is left of it: a data directory and an engine.
struct Rest {
    directory: TempDir,
    upstream: Upstream,
}

impl World {
    pub(super) async fn new() -> Self {
        let (directory, upstream) = (tempfile::tempdir().unwrap(), Upstream::start().await);
        let provider = toml::provider("p", &upstream.base_url()).replace("openai-compatible", "localai");
        let config = [provider, model("film", "video"), toml::key(toml::AMPLE)].concat();
        std::fs::write(directory.path().join("turnpike.toml"), config).unwrap();
        upstream.stand(Reply::json(200, told("queued", 0)));
        upstream.reply_at("/v1/videos/vid_1", Reply::json(200, told("queued", 0)));
        upstream.reply_at(CONTENT, Reply::file(200, "video/mp4", FILM));
        let server = Server::start(directory.path()).await;
        Self { directory, upstream, server }
    }

    pub(super) fn stands(&self, told: Value) {
        self.upstream.reply_at("/v1/videos/vid_1", Reply::json(200, told));
    }

    pub(super) async fn submitted(&self) -> String {
        let answer = self.server.v1.post("/videos/generations", asking(json!({}))).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        answer.json()["job_id"].as_str().unwrap().to_owned()
    }

    /// Its file is on the way here, all but the end. The gate lets that through.
    async fn downloading(&self) -> Gate {
        let gate = Gate::new();
        let (first, last) = FILM.split_at(FILM.len() - 4);
        let content = Reply::file(200, "video/mp4", first).pause(&gate, [String::from_utf8(last.to_vec()).unwrap()]);
        self.upstream.reply_at(CONTENT, content);
        self.stands(told("completed", 100));
        self.submitted().await;
        let data = self.directory.path().join("data");
        let bytes = |path: PathBuf| path.metadata().map_or(0, |metadata| metadata.len());
        eventually("most of it is on the disk", async || {
            let arriving = std::fs::read_dir(data.join("files/incoming")).unwrap().map(|entry| bytes(entry.unwrap().path()));
            (arriving.sum::<u64>() == first.len() as u64).then_some(())
        })
        .await;
        gate
    }

    /// As a kill leaves it between the last byte and the settlement: the file is there under its name, the job has not ended.
    async fn killed_before_it_is_settled(self) -> Rest {
        let uploaded = id(&self.server.v1.upload("film.mp4", FILM).await.ok());
        self.downloading().await;
        let rest = self.killed();
        let store = Store::open(&rest.directory.path().join("data"), |_| {}).unwrap();
        let job = store.jobs(&JobSelection::default(), 1).unwrap().remove(0);
        let mut file = store.remove_file(&uploaded.parse().unwrap()).unwrap().unwrap().file;
        file.id = job.files[0];
        store.insert_file(&file).unwrap();
        drop(store);
        rest
    }

    fn killed(self) -> Rest {
        let Self { directory, upstream, server } = self;
        server.kill();
        Rest { directory, upstream }
    }
}

impl Rest {
    /// Starts again on it, before an engine that is done, to the job's end. Twice: the second start finds nothing to do.
    async fn ends(self, status: &str, credits: &str) -> Value {
        let Self { directory, upstream } = self;
        upstream.reply_at("/v1/videos/vid_1", Reply::json(200, told("completed", 100)));
        upstream.reply_at(CONTENT, Reply::file(200, "video/mp4", FILM));
        let server = Server::start(directory.path()).await;
        let job = ended_once(&server, directory.path(), status, credits).await;
        server.kill();
        let (server, hits) = (Server::start(directory.path()).await, upstream.hits());
        let again = ended_once(&server, directory.path(), status, credits).await;
        assert_eq!((&again["error"], &again["completed_at"]), (&job["error"], &job["completed_at"]));
        assert_eq!(upstream.hits(), hits, "nobody asks about a job that has ended");
        job
    }
}

/// The only job: it has ended so, and all that is kept of it says the same.
async fn ended_once(server: &Server, directory: &Path, status: &str, credits: &str) -> Value {
    let jobs = server.v1.get("/videos/generations").await.ok().json();
    assert_eq!(jobs["data"].as_array().map(Vec::len), Some(1), "{jobs}");
    let id = jobs["data"][0]["job_id"].as_str().unwrap().to_owned();
    let job = when(&server.v1, &id, "the job ends", |job| job["completed_at"].is_number()).await;
    assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some(status), Some(credits)), "{job}");
    let is_there = status == "completed";

    let record = server.v1.get(&format!("/requests/{}", job["request_id"].as_str().unwrap())).await.ok().json();
    let state = if is_there { "settled" } else { "released" };
    assert_eq!((record["state"].as_str(), record["credits_used"].as_str()), (Some(state), Some(credits)), "{record}");
    let key = server.admin.get("/keys").await.ok().json()["data"][0].clone();
    assert_eq!((key["spent"].as_str(), key["held"].as_str()), (Some(credits), Some("0.000000")), "{key}");
    let rows = server.admin.get("/requests?limit=500").await.ok().json();
    let rows: Vec<_> = rows["data"].as_array().unwrap().iter().map(|row| micros(row["credits_used"].as_str().unwrap())).collect();
    assert_eq!(rows, [micros(credits)], "one request, and the ledger's sum is its");

    let files = server.v1.get("/files").await.ok();
    let kept = usize::from(is_there);
    assert_eq!((files.json()["data"].as_array().unwrap().len(), used(&files)), (kept, (kept * FILM.len()) as u64));
    eventually("nothing lies about", async || (on_disk(&directory.join("data")).0.len() == kept).then_some(())).await;
    assert_eq!(on_disk(&directory.join("data")).1, 0, "half a file");
    if is_there {
        assert_eq!(server.v1.get(&format!("/videos/generations/{id}/content")).await.ok().body, FILM);
    }
    let steps = server.admin.get(&format!("/jobs/{id}")).await.ok().json()["events"].clone();
    let last = steps.as_array().unwrap().iter().filter(|event| event["step"] == status).count();
    assert_eq!(last, 1, "{steps}");
    job
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_at_any_state_leaves_a_job_that_ends_once_is_charged_once_and_whose_file_is_whole() {
    let world = World::new().await;
    world.upstream.reply(Reply::json(200, told("queued", 0)).after(&Gate::new()));
    let client = world.server.v1.clone();
    let asked = tokio::spawn(async move {
        let request = client.request(Method::POST, "/videos/generations").header("content-type", "application/json");
        request.body(asking(json!({})).to_string()).send().await
    });
    world.upstream.reached(1).await;
    let rest = world.killed();
    assert!(asked.await.unwrap().is_err(), "nobody knows what became of it");
    let job = rest.ends("failed", "0.000000").await;
    assert_eq!(job["error"]["code"], "interrupted", "{job}");

    let world = World::new().await;
    world.submitted().await;
    world.killed().ends("completed", "4.000000").await;

    let world = World::new().await;
    world.stands(told("in_progress", 40));
    let id = world.submitted().await;
    when(&world.server.v1, &id, "it is being made", |job| job["progress"] == 40).await;
    world.killed().ends("completed", "4.000000").await;

    let world = World::new().await;
    world.downloading().await;
    world.killed().ends("completed", "4.000000").await;

    let rest = World::new().await.killed_before_it_is_settled().await;
    let upstream = rest.upstream.clone();
    let fetched = || upstream.received().iter().filter(|call| call.path == CONTENT).count();
    let before = fetched();
    rest.ends("completed", "4.000000").await;
    assert_eq!(fetched(), before, "what is here is not fetched again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_at_any_moment_around_the_end_charges_once() {
    for moment in 0..6 {
        let world = World::new().await;
        let gate = world.downloading().await;
        let data = world.directory.path().join("data");
        gate.open();
        if moment > 0 {
            while on_disk(&data).0.is_empty() {
                tokio::task::yield_now().await;
            }
        }
        for _ in 1..moment {
            world.server.admin.get("/jobs").await.ok();
        }
        world.killed().ends("completed", "4.000000").await;
    }
}

#[tokio::test]
async fn a_stop_leaves_looks_and_downloads_to_the_next_start() {
    for path in ["/v1/videos/vid_1", CONTENT] {
        let world = super::World::where_it(told("completed", 100), Reply::file(200, "video/mp4", FILM)).await;
        let held_back = match path {
            CONTENT => Reply::file(200, "video/mp4", FILM),
            _ => Reply::json(200, told("completed", 100)),
        };
        world.upstream.reply_at(path, held_back.clone().after(&Gate::new()));
        let (id, request) = world.submitted().await;
        eventually("it is asked for", async || (world.upstream.last().path == path).then_some(())).await;
        let super::World { gateway, upstream, .. } = world;
        let directory = gateway.stop().await;
        assert_eq!(on_disk(&directory.path().join("data")), (vec![], 0), "what had arrived is gone");
        upstream.reply_at(path, held_back);
        let gateway = crate::support::Gateway::open(directory).await;
        let job = super::ended(&gateway.v1, &id).await;
        assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("completed"), Some("4.000000")), "{job}");
        gateway.nothing_is_held().await;
        assert_eq!(gateway.detail(&request).await["state"], "settled");
        assert_eq!(gateway.key("ci").await["spent"], "4.000000");
    }
}
