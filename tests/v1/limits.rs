//! Everything that a client or a provider could make grow has a bound.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    Gate, Gateway, Reply, Upstream,
    client::hello,
    gateway, raw,
    reply::{delta, done, usage_frame},
    toml, within,
};

#[tokio::test]
async fn more_requests_than_the_gateway_takes_are_told_to_come_back() {
    let gate = Gate::new();
    let upstream = Upstream::always(Reply::chat("late").after(&gate)).await;
    let gateway = Gateway::start_with(&gateway::config(&upstream.base_url()), |settings| settings.bounds.in_flight = 2).await;
    let call = || {
        tokio::spawn({
            let client = gateway.v1.clone();
            async move { client.chat("chat").await }
        })
    };
    let calls = [call(), call()];
    upstream.reached(2).await;
    let answer = gateway.v1.chat("chat").await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    answer.well_formed_error();
    assert!(answer.header("retry-after").is_some());
    gate.open();
    for call in calls {
        call.await.unwrap().ok();
    }
    gateway.v1.chat("chat").await.ok();
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_holds_its_provider_back_instead_of_filling_memory() {
    let text = "x".repeat(1 << 20);
    let frames = (0..64).map(|_| delta(json!({"content": text}), None));
    let ending = [delta(json!({}), Some("stop")), usage_frame(), done()];
    let upstream = Upstream::always(Reply::frames(frames.chain(ending))).await;
    let gateway = Gateway::before(&upstream).await;
    let body = crate::support::client::streamed(hello("chat")).to_string();
    let head = raw::chat_head(gateway.address(), toml::SECRET, &format!("content-length: {}\r\n", body.len()));
    let mut socket = TcpStream::connect(gateway.address()).await.unwrap();
    socket.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    upstream.reached(1).await;
    let answered = async {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        while !upstream.last().answered {
            tick.tick().await;
        }
    };
    let patience = Duration::from_millis(700);
    assert!(tokio::time::timeout(patience, answered).await.is_err(), "64 megabytes were taken from the provider for nobody");
    let mut read = 0;
    let mut piece = vec![0; 1 << 20];
    within("all of it arrives at who does read", async {
        while let Ok(count @ 1..) = socket.read(&mut piece).await {
            read += count;
        }
    })
    .await;
    assert!(read > 64 << 20, "{read}");
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn an_answer_that_is_larger_than_the_gateway_keeps_is_an_upstream_error() {
    let upstream = Upstream::always(Reply::chat(&"x".repeat(100_000))).await;
    let gateway = Gateway::start_with(&gateway::config(&upstream.base_url()), |settings| settings.bounds.reply = 50_000).await;
    let answer = gateway.v1.chat("chat").await.refused(502, "server_error", Some("upstream_error"));
    gateway.booked(&answer).await;
}

#[tokio::test]
async fn a_client_that_only_dribbles_is_not_waited_for() {
    let upstream = Upstream::start().await;
    let short = Duration::from_millis(200);
    let gateway = Gateway::start_with(&gateway::config(&upstream.base_url()), |settings| settings.patience.client = short).await;
    let whole_head = raw::chat_head(gateway.address(), toml::SECRET, "content-length: 100\r\n");
    for sent in ["", "POST /v1/chat/completions HTTP/1.1\r\nhost:", &whole_head] {
        let mut socket = TcpStream::connect(gateway.address()).await.unwrap();
        socket.write_all(sent.as_bytes()).await.unwrap();
        let mut answer = String::new();
        within("the connection is closed", socket.read_to_string(&mut answer)).await.unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert_eq!(upstream.hits(), 0);
    gateway.v1.chat("chat").await.ok();
    gateway.nothing_is_held().await;
}
