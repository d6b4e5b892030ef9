//! Providers and models as the window manages them: made, tested, used at once, and never telling their credential.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Reply, Upstream};

const CREDENTIAL: &str = "provider-credential-0123456789";

async fn put(gateway: &Gateway, model: Value) -> Answer {
    let request = gateway.admin.request(Method::PUT, "/models").header("content-type", "application/json");
    gateway.admin.send(request.body(model.to_string())).await
}

fn account(upstream: &Upstream) -> Value {
    json!({"id": "mine", "vendor": "openai-compatible", "base_url": upstream.base_url(), "api_key": CREDENTIAL})
}

#[tokio::test]
async fn a_provider_made_in_the_window_serves_at_once_with_its_credential() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::sandbox().await;
    let made = gateway.admin.post("/providers", account(&upstream)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!((&made.json()["has_credential"], &made.json()["credential_readable"]), (&json!(true), &json!(true)));
    let model = put(&gateway, json!({"id": "new/chat", "provider": "mine", "upstream": "there", "kind": "chat", "fallbacks": ["sandbox-chat"], "price": {"input": "0.5", "output": 1.5}})).await;
    assert_eq!(model.status, 200, "{}", model.text());
    assert_eq!(model.json()["price"]["output"], "1.500000");

    gateway.v1.chat("new/chat").await.ok();
    let asked = upstream.last();
    assert_eq!(asked.headers["authorization"], format!("Bearer {CREDENTIAL}"));
    assert_eq!(asked.body["model"], "there");
    for path in ["/providers", "/models", "/status", "/settings"] {
        assert!(!gateway.admin.get(path).await.text().contains(CREDENTIAL), "{path} tells the credential");
    }
}

#[tokio::test]
async fn a_test_lists_the_models_there_and_spends_nothing() {
    let upstream = Upstream::always(Reply::json(200, json!({"object": "list", "data": [{"id": "a"}, {"id": "b"}]}))).await;
    let gateway = Gateway::sandbox().await;
    gateway.admin.post("/providers", account(&upstream)).await;
    let tested = gateway.admin.post("/providers/mine/test", json!({})).await.json();
    assert_eq!((&tested["ok"], &tested["models"]), (&json!(true), &json!(["a", "b"])), "{tested}");
    assert_eq!(upstream.last().path, "/v1/models");
}

#[tokio::test]
async fn a_test_that_fails_says_why_without_the_credential() {
    let refusing = Upstream::always(Reply::error(
        401,
        "invalid_request_error",
        Some("invalid_api_key"),
        &format!("no such key: {CREDENTIAL}"),
    ))
    .await;
    let page = Upstream::always(Reply::html(200)).await;
    for (upstream, said) in [(&refusing, "no such key"), (&page, "list of models")] {
        let gateway = Gateway::sandbox().await;
        gateway.admin.post("/providers", account(upstream)).await;
        let tested = gateway.admin.post("/providers/mine/test", json!({})).await;
        assert_eq!(tested.json()["ok"], json!(false), "{}", tested.text());
        assert!(tested.text().contains(said) && !tested.text().contains(CREDENTIAL), "{}", tested.text());
    }
}

#[tokio::test]
async fn a_provider_is_switched_off_given_another_credential_and_deleted() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::sandbox().await;
    gateway.admin.post("/providers", account(&upstream)).await;
    put(&gateway, json!({"id": "chat", "provider": "mine", "kind": "chat"})).await;

    gateway.admin.patch("/providers/mine", json!({"disabled": true})).await;
    gateway.v1.chat("chat").await.refused(503, "server_error", Some("no_target"));
    gateway.admin.patch("/providers/mine", json!({"disabled": false, "api_key": "another-credential"})).await;
    gateway.v1.chat("chat").await.ok();
    assert_eq!(upstream.last().headers["authorization"], "Bearer another-credential");
    let cleared = gateway.admin.patch("/providers/mine", json!({"api_key": null})).await;
    assert_eq!(cleared.json()["has_credential"], json!(false), "{}", cleared.text());

    let used = gateway.admin.delete("/providers/mine").await;
    assert_eq!(used.status, 400, "a model still names it: {}", used.text());
    assert_eq!(gateway.admin.delete("/models?id=chat").await.status, 204);
    assert_eq!(gateway.admin.delete("/providers/mine").await.status, 204);
    gateway.v1.chat("chat").await.refused(404, "invalid_request_error", Some("model_not_found"));
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_its_field() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::sandbox().await;
    gateway.admin.post("/providers", account(&upstream)).await;
    for (fields, param) in [
        (json!({"id": "mine", "vendor": "openai"}), "id"),
        (json!({"id": "a b", "vendor": "openai"}), "id"),
        (json!({"id": "x", "vendor": "nobody"}), "vendor"),
        (json!({"id": "x", "vendor": "sandbox"}), "vendor"),
        (json!({"id": "x", "vendor": "openai-compatible"}), "base_url"),
        (json!({"id": "x", "vendor": "openai", "base_url": "file:///etc"}), "base_url"),
    ] {
        let answer = gateway.admin.post("/providers", fields.clone()).await;
        assert_eq!((answer.status, answer.param().as_deref()), (400, Some(param)), "{fields}: {}", answer.text());
    }
    for (fields, param) in [
        (json!({"id": "", "provider": "mine", "kind": "chat"}), "id"),
        (json!({"id": "m", "provider": "nobody", "kind": "chat"}), "provider"),
        (json!({"id": "m", "provider": "mine", "kind": "chat", "fallbacks": ["none"]}), "fallbacks"),
        (json!({"id": "m", "provider": "mine", "kind": "poem"}), "kind"),
        (json!({"id": "m", "provider": "mine", "kind": "chat", "price": {"input": "-1"}}), "price.input"),
    ] {
        let answer = put(&gateway, fields.clone()).await;
        assert_eq!((answer.status, answer.param().as_deref()), (400, Some(param)), "{fields}: {}", answer.text());
    }
    let vendors = gateway.admin.get("/vendors").await.json();
    assert!(vendors["data"].as_array().unwrap().iter().all(|vendor| vendor["id"] != "sandbox"));
}
