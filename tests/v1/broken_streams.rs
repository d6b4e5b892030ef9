//! Streams that go wrong after the client has seen some of them, and streams that only look wrong.

use std::time::Duration;

use serde_json::json;

use crate::support::{
    Gate, Gateway, Reply, Upstream,
    client::hello,
    gateway,
    reply::{delta, done, usage_frame},
};

#[tokio::test]
async fn a_failure_in_the_middle_of_a_stream_is_one_error_event_and_no_done() {
    let opening = || [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "one two three"}), None)];
    let error = "data: {\"error\":{\"message\":\"the model crashed\",\"type\":\"server_error\",\"code\":500}}\n\n".to_owned();
    let broken = "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"del".to_owned();
    for (what, reply) in [
        ("the connection breaks", Reply::frames(opening()).cut()),
        ("the body ends without a finish", Reply::frames(opening())),
        ("half a frame, then the connection breaks", Reply::frames(opening().into_iter().chain([broken.clone()])).cut()),
        ("half a frame, then the body ends", Reply::frames(opening().into_iter().chain([broken]))),
        ("an error event", Reply::frames(opening().into_iter().chain([error.clone()]))),
        ("an error event and a [DONE]", Reply::frames(opening().into_iter().chain([error, done()]))),
    ] {
        let upstream = Upstream::always(reply).await;
        let gateway = Gateway::before(&upstream).await;
        let answer = gateway.v1.chat_stream("chat").await.ok();
        assert!(!answer.broken, "{what}: the client's connection ends in order");
        let events = answer.events();
        assert_eq!(events.content(), "one two three", "{what}");
        let sent = events.error().unwrap_or_else(|| panic!("{what}: {}", answer.text()));
        assert!(sent["message"].is_string() && sent["type"].is_string(), "{what}: {sent}");
        assert!(sent["code"].is_string() || sent["code"].is_null(), "a code is text or null: {sent}");
        assert!(!events.done, "{what}: [DONE] would say that all is well");
        assert_eq!(upstream.hits(), 1, "{what}: a second try would repeat what the client has seen");
        let record = gateway.booked(&answer).await;
        assert_eq!(record["state"], "settled", "{what}: what was received is paid for");
        assert_eq!(record["usage_estimated"], true, "{what}");
        assert!(record["error"].is_object() && record["status"] == 200, "{what}: {record}");
        assert_eq!(record["attempts"][0]["outcome"], "failed", "{what}");
    }
}

#[tokio::test]
async fn a_provider_that_falls_silent_in_the_middle_ends_the_stream_with_an_error() {
    let opening = [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "one two three"}), None)];
    let upstream = Upstream::always(Reply::frames(opening).pause(&Gate::new(), [])).await;
    let gateway = Gateway::impatient(&upstream).await;
    let answer = gateway.v1.chat_stream("chat").await.ok();
    let events = answer.events();
    assert_eq!(events.content(), "one two three");
    assert!(events.error().is_some() && !events.done, "{}", answer.text());
    assert_eq!(gateway.booked(&answer).await["state"], "settled");
    upstream.hung_up().await;
}

#[tokio::test]
async fn frames_that_are_garbage_do_not_end_a_stream_that_goes_on() {
    let frames = [
        ": OPENROUTER PROCESSING\n\n".to_owned(),
        delta(json!({"role": "assistant", "content": "Hello"}), None),
        "event: ping\ndata: {}\n\n".to_owned(),
        ": keep-alive\n\n".to_owned(),
        delta(json!({"content": " there"}), None).replace('\n', "\r\n"),
        delta(json!({}), Some("stop")),
        usage_frame(),
        done(),
        "data: what comes after the end\n\n".to_owned(),
    ];
    let gateway = Gateway::before(&Upstream::always(Reply::frames(frames)).await).await;
    let events = gateway.v1.chat_stream("chat").await.ok().events();
    assert_eq!(events.content(), "Hello there");
    assert!(events.done && events.error().is_none());
}

#[tokio::test]
async fn a_silent_stream_is_kept_alive_by_comments() {
    let gate = Gate::new();
    let opening = [delta(json!({"role": "assistant", "content": "wait"}), None)];
    let ending = [delta(json!({}), Some("stop")), usage_frame(), done()];
    let upstream = Upstream::always(Reply::frames(opening).pause(&gate, ending)).await;
    let config = gateway::config(&upstream.base_url());
    let gateway = Gateway::start_with(&config, |settings| settings.patience.keep_alive = Duration::from_millis(50)).await;
    let mut stream = gateway.v1.open_stream(hello("chat")).await;
    stream.until("wait").await;
    while !stream.frame().await.unwrap().starts_with(':') {}
    gate.open();
    stream.until("[DONE]").await;
}
