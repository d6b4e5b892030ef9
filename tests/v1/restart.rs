//! kill -9 in the middle of everything, and a start on what is left.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Gate, Reply, Upstream, answer::micros, client::hello, eventually, gateway, process::Server};

/// An answer's id and when the client had all of it.
type Answered = (String, Instant);

async fn ask_until_killed(client: crate::support::Client) -> Vec<Answered> {
    let mut answered = Vec::new();
    loop {
        let request = client.request(reqwest::Method::POST, "/chat/completions").header("content-type", "application/json");
        let Ok(response) = request.body(hello("chat").to_string()).send().await else { return answered };
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        if response.bytes().await.is_err() {
            return answered;
        }
        answered.push((id, Instant::now()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_loses_no_answer_older_than_a_quarter_of_a_second_and_holds_nothing() {
    let upstream = Upstream::start().await;
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("turnpike.toml"), gateway::config(&upstream.base_url())).unwrap();
    let server = Server::start(directory.path()).await;

    // Four requests that will be under way when the end comes, then a bounded load.
    for _ in 0..4 {
        upstream.reply(Reply::chat("never seen").after(&Gate::new()));
    }
    let stuck: Vec<_> = (0..4).map(|_| tokio::spawn(ask_until_killed(server.v1.clone()))).collect();
    upstream.reached(4).await;
    let load: Vec<_> = (0..8).map(|_| tokio::spawn(ask_until_killed(server.v1.clone()))).collect();
    let started = Instant::now();
    eventually("enough answers to lose", async || {
        (upstream.hits() > 200 && started.elapsed() > Duration::from_millis(700)).then_some(())
    })
    .await;
    let killed = Instant::now();
    server.kill();
    let mut answered = Vec::new();
    for client in load {
        answered.extend(client.await.unwrap());
    }
    for client in stuck {
        assert!(client.await.unwrap().is_empty(), "a call that the provider never answered");
    }

    let server = Server::start(directory.path()).await;
    let due: Vec<&Answered> = answered.iter().filter(|(_, at)| *at + Duration::from_millis(250) < killed).collect();
    assert!(due.len() > 50, "there was a load: {} of {}", due.len(), answered.len());
    let mut spent = 0;
    for (id, _) in &answered {
        let answer = server.v1.get(&format!("/requests/{id}")).await;
        if answer.status == 404 {
            assert!(!due.iter().any(|(other, _)| other == id), "an answer of long ago is lost: {id}");
            continue;
        }
        let record = answer.ok().json();
        assert_eq!((record["state"].as_str(), record["credits_used"].as_str()), (Some("settled"), Some("0.200000")), "{record}");
        spent += 200_000;
    }
    let key = server.admin.get("/keys").await.ok().json()["data"][0].clone();
    assert_eq!(key["held"], "0.000000", "nothing is left over");
    assert_eq!(micros(key["spent"].as_str().unwrap()), spent, "the ledger's sum is the requests' sum");
    let rows = server.admin.get("/requests?limit=500").await.ok().json();
    let running: Vec<&Value> = rows["data"].as_array().unwrap().iter().filter(|row| row["state"] == "running").collect();
    assert!(running.is_empty(), "what was under way is over: {running:?}");
    server.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn a_clean_restart_loses_nothing_at_all() {
    let upstream = Upstream::start().await;
    let gateway = crate::support::Gateway::before(&upstream).await;
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.push(gateway.v1.chat("chat").await.ok().id());
        ids.push(gateway.v1.chat_stream("chat").await.ok().id());
    }
    let gateway = gateway.restart().await;
    for id in ids {
        let record = gateway.v1.get(&format!("/requests/{id}")).await.ok().json();
        assert_eq!(record["state"], "settled", "{record}");
    }
    assert_eq!(gateway.key("ci").await["spent"], "4.000000");
}
