//! What a job's owner, and who runs the gateway, can do with it.

use serde_json::{Value, json};

use super::{CONTENT, FILM, World, ended, told, when};
use crate::support::{Gate, Reply, eventually};

fn film() -> Reply {
    Reply::file(200, "video/mp4", FILM)
}

#[tokio::test]
async fn a_request_that_is_stopped_cancels_its_job() {
    let world = World::where_it(told("queued", 0), film()).await;
    let (id, request) = world.submitted().await;
    assert_eq!(world.gateway.admin.post(&format!("/requests/{request}/stop"), json!({})).await.status, 202);
    assert_eq!(ended(&world.gateway.v1, &id).await["status"], "cancelled");
    assert_eq!(world.record(&request).await["credits_used"], "0.000000");
    assert_eq!(world.gateway.admin.post(&format!("/requests/{request}/stop"), json!({})).await.status, 404);
}

#[tokio::test]
async fn paused_no_job_is_taken_and_those_under_way_go_on() {
    let world = World::where_it(told("queued", 0), film()).await;
    let (id, request) = world.submitted().await;
    world.gateway.admin.post("/pause", json!({})).await.ok();
    world.submit(json!({})).await.refused(503, "server_error", Some("paused"));
    world.stands(told("completed", 100));
    let job = world.seen(&id, "it completes", |job| job["state"] == "completed").await;
    assert_eq!(job["credits_used"], "4.000000");
    assert_eq!(world.gateway.detail(&request).await["state"], "settled");
}

#[tokio::test]
async fn the_job_of_a_key_that_is_deleted_still_ends() {
    let world = World::where_it(told("queued", 0), film()).await;
    let (id, request) = world.submitted().await;
    let key = world.gateway.key("ci").await["id"].as_str().unwrap().to_owned();
    assert_eq!(world.gateway.admin.delete(&format!("/keys/{key}")).await.status, 204);
    world.stands(told("completed", 100));
    let job = world.seen(&id, "it completes", |job| job["state"] == "completed").await;
    assert_eq!((job["credits_used"].as_str(), job["outputs"].as_array().map(Vec::len)), (Some("4.000000"), Some(1)), "{job}");
    assert_eq!(world.gateway.detail(&request).await["state"], "settled");
    let gateway = world.gateway.restart().await;
    assert_eq!(gateway.admin.get(&format!("/jobs/{id}")).await.ok().json()["state"], "completed");
}

#[tokio::test]
async fn to_cancel_what_has_ended_changes_nothing() {
    let world = World::where_it(told("completed", 100), film()).await;
    let (id, _) = world.submitted().await;
    let job = ended(&world.gateway.v1, &id).await;
    let path = format!("/videos/generations/{id}");
    assert_eq!(world.gateway.v1.delete(&path).await.ok().json(), job);
    assert_eq!(world.gateway.v1.get(&format!("{path}/content")).await.ok().body, FILM);
    assert_eq!(world.gateway.admin.post(&format!("/jobs/{id}/cancel"), json!({})).await.ok().json()["state"], "completed");
}

#[tokio::test]
async fn jobs_are_listed_page_by_page_in_either_order() {
    let world = World::where_it(told("queued", 0), film()).await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(world.submitted().await.0);
    }
    let page = async |query: &str| {
        let page = world.gateway.v1.get(&format!("/videos/generations?{query}")).await.ok().json();
        let jobs: Vec<_> =
            page["data"].as_array().unwrap().iter().map(|job| job["job_id"].as_str().unwrap().to_owned()).collect();
        (jobs, page["has_more"].as_bool().unwrap())
    };
    let newest: Vec<_> = ids.iter().rev().cloned().collect();
    for (query, expected, more) in [
        (String::new(), &newest[..], false),
        ("limit=2".to_owned(), &newest[..2], true),
        (format!("limit=2&after={}", newest[1]), &newest[2..4], true),
        (format!("limit=2&after={}", newest[3]), &newest[4..], false),
        ("limit=5&order=asc".to_owned(), &ids[..], false),
        (format!("limit=3&order=asc&after={}", ids[0]), &ids[1..4], true),
        (format!("after={}", ids[0]), &[], false),
    ] {
        assert_eq!(page(&query).await, (expected.to_vec(), more), "{query}");
    }
    for (query, param) in [("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("order=up", "order")] {
        let refused = world.gateway.v1.get(&format!("/videos/generations?{query}")).await;
        assert_eq!((refused.status, refused.param().as_deref()), (400, Some(param)), "{query}");
    }
}

#[tokio::test]
async fn two_who_cancel_at_once_get_the_same_end() {
    let world = World::where_it(told("in_progress", 40), film()).await;
    let (id, request) = world.submitted().await;
    when(&world.gateway.v1, &id, "it is being made", |job| job["status"] == "processing").await;
    let path = format!("/videos/generations/{id}");
    let (one, other) = tokio::join!(world.gateway.v1.delete(&path), world.gateway.v1.delete(&path));
    let one = one.ok().json();
    assert_eq!((one["status"].as_str(), &one), (Some("cancelled"), &other.ok().json()));
    assert_eq!(world.record(&request).await["credits_used"], "4.000000");
    assert_eq!(world.gateway.key("ci").await["spent"], "4.000000");
    let events = world.gateway.admin.get(&format!("/jobs/{id}")).await.ok().json()["events"].clone();
    assert_eq!(events.as_array().unwrap().iter().filter(|event| event["step"] == "cancelled").count(), 1, "{events}");
}

#[tokio::test]
async fn a_download_that_is_cancelled_ends_and_leaves_no_file() {
    let gate = Gate::new();
    let (first, last) = FILM.split_at(20);
    let content = Reply::file(200, "video/mp4", first).pause(&gate, [String::from_utf8_lossy(last).into_owned()]);
    let world = World::where_it(told("completed", 100), content).await;
    let (id, request) = world.submitted().await;
    eventually("it is being fetched", async || (world.upstream.last().path == CONTENT).then_some(())).await;
    let job = world.gateway.v1.delete(&format!("/videos/generations/{id}")).await.ok().json();
    assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("cancelled"), Some("4.000000")), "{job}");
    world.upstream.hung_up().await;
    gate.open();
    assert_eq!(world.record(&request).await["credits_used"], "4.000000");
    let directory = world.gateway.stop().await;
    assert_eq!(crate::file_storage::on_disk(&directory.path().join("data")), (vec![], 0));
}

#[tokio::test]
async fn a_job_that_is_cancelled_while_it_is_asked_for_ends_when_its_provider_has_answered() {
    let world = World::where_it(told("queued", 0), film()).await;
    let gate = Gate::new();
    world.upstream.reply(Reply::json(200, told("queued", 0)).after(&gate));
    let client = world.gateway.v1.clone();
    let asked = tokio::spawn(async move { client.post("/videos/generations", super::asking(json!({}))).await });
    world.upstream.reached(1).await;
    let jobs = world.gateway.v1.get("/videos/generations").await.ok().json();
    let id = jobs["data"][0]["job_id"].as_str().unwrap().to_owned();
    let client = world.gateway.v1.clone();
    let path = format!("/videos/generations/{id}");
    let cancelled = tokio::spawn(async move { client.delete(&path).await.ok().json() });
    world.seen(&id, "its end is asked for", |job| job["events"].to_string().contains("cancel_asked")).await;
    gate.open();
    let answer = asked.await.unwrap();
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert_eq!(cancelled.await.unwrap()["status"], "cancelled");
    assert_eq!(world.record(&answer.id()).await["credits_used"], "0.000000");
    assert_eq!(world.gateway.running().jobs(), 0);
    let running = world.gateway.admin.get("/requests").await.ok().json();
    let is_running = |row: &&Value| row["state"] == "running";
    assert_eq!(running["data"].as_array().unwrap().iter().find(is_running), None);
}

#[tokio::test]
async fn what_is_asked_and_answered_is_kept_where_the_key_wants_it() {
    let music = json!({"model": "sandbox-music", "prompt": "[filtered] noise", "duration": 1});
    for (capture, of_a_job, of_an_error) in [("off", false, false), ("errors", false, true), ("all", true, true)] {
        let world = World::where_it(told("completed", 100), film()).await;
        world.gateway.change_key("ci", json!({"capture": capture})).await;
        let (id, request) = world.submitted().await;
        ended(&world.gateway.v1, &id).await;
        let refused = world.gateway.v1.post("/music/generations", music.clone()).await;
        assert_eq!(refused.status, 400);
        for (request, kept, asked, answered) in
            [(request, of_a_job, "A boat at dawn", &*id), (refused.id(), of_an_error, "noise", "content_policy_violation")]
        {
            let record = eventually("what is to be kept is kept", async || {
                let record = world.record(&request).await;
                (record["captured"] == kept && record["bodies"].is_object() == kept).then_some(record)
            })
            .await;
            if kept {
                let text = |name: &str| record["bodies"][name].as_str().unwrap().to_owned();
                assert!(text("request").contains(asked) && text("response").contains(answered), "{record}");
            }
            assert!(!record.to_string().contains("sk-upstream") && !record.to_string().contains("tp-test"), "{record}");
        }
    }
}
