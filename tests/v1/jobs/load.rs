//! Two hundred jobs at once: all end, none is looked at more often than the pace says or twice at a time, and as many again
//! cost the process no more memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use serde_json::json;

use super::{FILM, asking, restart::World, told};
use crate::{
    files::used,
    support::{Gate, Reply, eventually},
};

const JOBS: usize = 200;
/// Jobs that are looked at at the same time.
const AT_A_TIME: usize = 32;
/// The first pause for an engine of one's own, and the longest.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_millis(2_500);

/// What stands for job `number`, with its own id.
fn reply(number: usize, status: &str, progress: u8) -> Reply {
    let mut told = told(status, progress);
    told["id"] = json!(format!("vid_{number}"));
    Reply::json(200, told)
}

fn look(number: usize) -> String {
    format!("/v1/videos/vid_{number}")
}

/// The least that has to be between a look and the one before. The first counts from the submission.
fn pause(looks_before: i32) -> Duration {
    let grown = FIRST.mul_f64(1.5_f64.powi((looks_before - 1).max(0)));
    // Spread by a tenth; and two arrivals are seen a little late, each by its own.
    grown.min(LONGEST).mul_f64(0.9) - Duration::from_millis(50)
}

impl World {
    /// Asks for those jobs at the same time, holds back all that the engine says of them for a while, and comes back when
    /// they have ended.
    async fn endures(&self, jobs: Range<usize>) {
        let Self { upstream, server, .. } = self;
        for number in jobs.clone() {
            upstream.reply(reply(number, "queued", 0));
            upstream.reply_at(&look(number), reply(number, "in_progress", 1));
            upstream.reply_at(&format!("{}/content", look(number)), Reply::file(200, "video/mp4", FILM));
        }
        let submissions = jobs.clone().map(|_| server.v1.post("/videos/generations", asking(json!({}))));
        for answer in join_all(submissions).await {
            assert_eq!((answer.status, answer.header("x-credits-reserved")), (202, Some("4.000000")), "{}", answer.text());
        }
        let last = look(jobs.end - 1);
        eventually("it was looked at", async || upstream.received().iter().any(|call| call.path == last).then_some(())).await;
        let gate = Gate::new();
        for number in jobs.clone() {
            upstream.reply_at(&look(number), reply(number, "completed", 100).after(&gate));
        }
        let held_back =
            || -> Vec<String> { upstream.received().into_iter().filter(|call| !call.answered).map(|call| call.path).collect() };
        eventually("as many looks as may be", async || (held_back().len() == AT_A_TIME).then_some(())).await;
        assert_eq!(held_back().iter().collect::<BTreeSet<_>>().len(), AT_A_TIME, "no job is looked at twice at a time");
        gate.open();
        eventually("all end", async || {
            let active = server.admin.get("/jobs?limit=1").await.ok().json()["active"].as_u64();
            (active == Some(0)).then_some(())
        })
        .await;
    }

    /// Fails the test unless every look came after its pause.
    fn looks_kept_the_pace(&self) {
        let mut calls: BTreeMap<String, Vec<Instant>> = BTreeMap::new();
        for call in self.upstream.received() {
            calls.entry(call.path).or_default().push(call.at);
        }
        let submissions = calls.remove("/v1/videos").unwrap();
        calls.retain(|path, _| !path.ends_with("/content"));
        assert_eq!(calls.len(), submissions.len());
        for (number, submitted) in submissions.into_iter().enumerate() {
            let looks = &calls[&look(number)];
            let mut before = submitted;
            for (index, at) in looks.iter().enumerate() {
                let least = pause(i32::try_from(index).unwrap());
                assert!(*at - before >= least, "look {index} at {number} came after {:?}", *at - before);
                before = *at;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_jobs_at_once_end_within_the_pace_and_as_many_again_cost_little_memory() {
    let world = World::new().await;
    world.endures(0..JOBS).await;
    #[cfg(target_os = "linux")]
    let before = crate::file_storage::resident(world.server.pid());
    world.endures(JOBS..2 * JOBS).await;
    #[cfg(target_os = "linux")]
    {
        let grown = crate::file_storage::resident(world.server.pid()) - before;
        // Threads come and go, each with some memory of its own.
        assert!(grown < 64 << 20, "the server grew by {grown} bytes");
    }
    world.looks_kept_the_pace();

    let (v1, mut listed, mut after) = (&world.server.v1, BTreeSet::new(), String::new());
    loop {
        let page = v1.get(&format!("/videos/generations?order=asc&limit=100{after}")).await.ok().json();
        for job in page["data"].as_array().unwrap() {
            assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("completed"), Some("4.000000")), "{job}");
            assert!(listed.insert(job["job_id"].to_string()), "each is listed once: {job}");
        }
        if page["has_more"] == false {
            break;
        }
        after = format!("&after={}", page["last_id"].as_str().unwrap());
    }
    assert_eq!(listed.len(), 2 * JOBS);
    let key = world.server.admin.get("/keys").await.ok().json()["data"][0].clone();
    assert_eq!((key["spent"].as_str(), key["held"].as_str()), (Some("1600.000000"), Some("0.000000")));
    let files = v1.get("/files?limit=1000").await.ok();
    assert_eq!((files.json()["data"].as_array().unwrap().len(), used(&files)), (2 * JOBS, FILM.len() as u64));
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_film_costs_no_memory() {
    const MEBIBYTES: usize = 128;
    let world = World::new().await;
    let film: Vec<u8> = FILM.iter().copied().chain(std::iter::repeat_n(7, MEBIBYTES << 20)).collect();
    let before = crate::file_storage::resident(world.server.pid());
    let long = Reply::file(200, "video/mp4", &film).split_every(1 << 20);
    world.upstream.reply_at("/v1/videos/vid_1/content", long);
    world.stands(told("completed", 100));
    let id = world.submitted().await;
    let job = super::ended(&world.server.v1, &id).await;
    assert_eq!(job["status"], "completed", "{job}");
    assert_eq!(used(&world.server.v1.get("/files").await.ok()), film.len() as u64);
    let grown = crate::file_storage::resident(world.server.pid()) - before;
    assert!(grown < 32 << 20, "the server grew by {grown} bytes");
}
