//! `GET /v1/requests/{id}`: a client's way to what its own request did and cost.

use serde_json::{Value, json};

use crate::support::{Gateway, Upstream, gateway, toml};

#[tokio::test]
async fn the_record_has_everything_that_the_contract_names() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let answer = gateway.v1.chat("chat").await.ok();
    let record = gateway.booked(&answer).await;
    for (name, expected) in [
        ("id", json!(answer.id())),
        ("object", json!("request")),
        ("endpoint", json!("chat.completions")),
        ("status", json!(200)),
        ("error", Value::Null),
        ("stream", json!(false)),
        ("state", json!("settled")),
        ("model", json!("chat")),
        ("model_used", json!("chat")),
        ("fallback_from", Value::Null),
        ("fallback_depth", json!(0)),
        ("credits_used", json!("0.200000")),
        ("price_source", json!("yours")),
        ("usage_estimated", json!(false)),
    ] {
        assert_eq!(record.get(name), Some(&expected), "{name} in {record:#}");
    }
    assert!(
        record["created"].as_i64().is_some_and(|created| created > 1_700_000_000 && created < 10_000_000_000),
        "Unix seconds"
    );
    assert_eq!((&record["usage"]["prompt_tokens"], &record["usage"]["completion_tokens"]), (&json!(10), &json!(5)));
    assert!(record["credits_reserved"].is_string() && record["duration_ms"].is_u64());
    let attempt = record["attempts"][0].as_object().unwrap();
    for name in ["model", "provider", "outcome", "failure", "status", "started_ms", "ended_ms"] {
        assert!(attempt.contains_key(name), "{name} in {attempt:?}");
    }
}

#[tokio::test]
async fn a_streams_record_tells_its_first_token_and_is_there_right_after_the_end() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let answer = gateway.v1.chat_stream("chat").await.ok();
    let record = gateway.v1.get(&format!("/requests/{}", answer.id())).await.ok().json();
    assert_eq!((&record["stream"], &record["state"]), (&json!(true), &json!("settled")), "what is over is booked");
    assert!(record["first_token_ms"].as_u64().unwrap() <= record["duration_ms"].as_u64().unwrap());
}

#[tokio::test]
async fn another_keys_request_is_not_found() {
    let upstream = Upstream::start().await;
    let config = gateway::config(&upstream.base_url()) + &toml::named_key("other", toml::OTHER_SECRET, "");
    let gateway = Gateway::start(&config).await;
    let id = gateway.v1.chat("chat").await.ok().id();
    gateway.record(&id).await;
    let other = gateway.v1.with_secret(Some(toml::OTHER_SECRET));
    for path in
        [format!("/requests/{id}"), "/requests/00000000-0000-7000-8000-000000000000".to_owned(), "/requests/nonsense".to_owned()]
    {
        let answer = other.get(&path).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        answer.well_formed_error();
    }
}
