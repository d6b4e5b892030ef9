//! How providers do, by what they did: in words, without secrets.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream, upstream::Refusing};

async fn of(gateway: &Gateway, provider: &str) -> Value {
    let health = gateway.admin.get("/providers/health").await.ok().json();
    health["data"].as_array().unwrap().iter().find(|health| health["provider"] == provider).unwrap().clone()
}

/// Sends one request and waits for its record, whatever became of it.
async fn ask(gateway: &Gateway) {
    let id = gateway.v1.chat("chat").await.id();
    gateway.record(&id).await;
}

#[tokio::test]
async fn a_provider_is_unknown_until_it_is_asked_and_up_when_it_serves() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let before = of(&gateway, "local").await;
    assert_eq!((&before["state"], &before["attempts"], &before["duration_p50_ms"]), (&json!("unknown"), &json!(0), &Value::Null));
    let id = gateway.v1.chat_stream("chat").await.ok().id();
    gateway.record(&id).await;
    let after = of(&gateway, "local").await;
    assert_eq!((&after["state"], &after["attempts"], &after["failed"]), (&json!("up"), &json!(1), &json!(0)));
    assert!(after["duration_p50_ms"].is_u64() && after["first_token_p50_ms"].is_u64(), "{after}");
    assert_eq!((&after["last_error"], &after["cooling"]), (&Value::Null, &json!([])));
    gateway.admin.patch("/providers/local", json!({"disabled": true})).await.ok();
    assert_eq!(of(&gateway, "local").await["state"], "off");
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_not_the_providers_fault() {
    let upstream = Upstream::always(Reply::error(400, "invalid_request_error", None, "no such field")).await;
    let gateway = Gateway::before(&upstream).await;
    ask(&gateway).await;
    let health = of(&gateway, "local").await;
    assert_eq!((&health["state"], &health["attempts"], &health["failed"]), (&json!("up"), &json!(1), &json!(0)), "{health}");
}

#[tokio::test]
async fn a_provider_that_fails_again_and_again_is_down_and_tells_its_last_words() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    for _ in 0..10 {
        ask(&gateway).await;
    }
    upstream.reply(Reply::error(500, "server_error", None, "the cat sat on sk-upstream-local"));
    ask(&gateway).await;
    let health = of(&gateway, "local").await;
    assert_eq!((&health["state"], &health["attempts"], &health["failed"]), (&json!("up"), &json!(12), &json!(1)), "{health}");
    upstream.stand(Reply::error(500, "server_error", None, "the dog sat on sk-upstream-local"));
    ask(&gateway).await;
    ask(&gateway).await;
    let health = of(&gateway, "local").await;
    assert_eq!((&health["state"], &health["failed"]), (&json!("cooling"), &json!(5)), "{health}");
    let (error, cooling) = (&health["last_error"], &health["cooling"][0]);
    assert_eq!((&error["kind"], error["at"].is_i64()), (&json!("server"), true));
    for words in [&error["message"], &cooling["message"]] {
        assert!(words.as_str().unwrap().contains("the dog sat on ***"), "{health}");
    }
    assert_eq!(
        (&cooling["upstream"], cooling["seconds"].as_u64().is_some_and(|seconds| seconds > 0)),
        (&json!("chat-upstream"), true)
    );
}

#[tokio::test]
async fn a_provider_that_can_not_be_reached_is_down() {
    let gateway = Gateway::start(&crate::support::gateway::config(&Refusing::new().base_url())).await;
    ask(&gateway).await;
    let health = of(&gateway, "local").await;
    assert_eq!((&health["state"], &health["last_error"]["kind"]), (&json!("down"), &json!("connect")), "{health}");
}

#[tokio::test]
async fn the_sandbox_that_fails_on_purpose_is_up() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let id = gateway.v1.chat("sandbox-overloaded").await.ok().id();
    gateway.record(&id).await;
    let health = of(&gateway, "sandbox").await;
    assert_eq!((&health["state"], &health["failed"]), (&json!("up"), &json!(1)), "{health}");
}
