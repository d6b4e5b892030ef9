//! Which bodies are kept: none unless asked for, and then only those asked for.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream};

/// A gateway whose settings or whose key captures so, and what it kept of a success, a stream and a failure.
async fn kept(setting: &str, of_key: Option<&str>) -> [Value; 3] {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    gateway.admin.patch("/settings", json!({"capture": setting})).await.ok();
    gateway.change_key("ci", json!({"capture": of_key})).await;
    let good = gateway.v1.chat("chat").await.ok().id();
    let stream = gateway.v1.chat_stream("chat").await.ok().id();
    upstream.stand(Reply::error(400, "invalid_request_error", Some("invalid_value"), "a bad question"));
    let bad = gateway.v1.chat("chat").await.id();
    let mut bodies = [Value::Null, Value::Null, Value::Null];
    for (body, id) in bodies.iter_mut().zip([good, stream, bad]) {
        *body = gateway.detail(&id).await["bodies"].clone();
    }
    bodies
}

#[tokio::test]
async fn nothing_is_kept_unless_it_is_switched_on() {
    assert_eq!(kept("off", None).await, [Value::Null, Value::Null, Value::Null]);
}

#[tokio::test]
async fn only_errors_are_kept_when_only_errors_are_wanted() {
    let [good, stream, bad] = kept("errors", None).await;
    assert_eq!((good, stream), (Value::Null, Value::Null));
    assert!(bad["request"].as_str().unwrap().contains("Say hello."), "{bad}");
    assert!(bad["response"].as_str().unwrap().contains("a bad question"), "{bad}");
}

#[tokio::test]
async fn all_are_kept_when_all_are_wanted() {
    let [good, stream, bad] = kept("all", None).await;
    for (bodies, text) in [(good, "Hello there"), (stream, "Hello"), (bad, "a bad question")] {
        assert!(bodies["request"].as_str().unwrap().contains("Say hello."), "{bodies}");
        assert!(bodies["response"].as_str().unwrap().contains(text), "{bodies}");
    }
}

#[tokio::test]
async fn a_keys_own_setting_wins_over_the_general_one() {
    assert_eq!(kept("all", Some("off")).await, [Value::Null, Value::Null, Value::Null]);
    let [good, ..] = kept("off", Some("all")).await;
    assert!(good["response"].is_string(), "{good}");
}

#[tokio::test]
async fn no_secret_is_ever_in_what_is_kept() {
    for bodies in kept("all", None).await {
        let text = bodies.to_string();
        assert!(!text.contains("tp-test") && !text.contains("sk-upstream"), "{text}");
    }
}
