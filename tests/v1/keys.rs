//! What a key may do, how often, and for how long.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Gateway, Upstream, client::hello, gateway, toml};

const INVALID: &str = "invalid_request_error";

#[tokio::test]
async fn a_secret_is_shown_once_and_works() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let (key, secret) = gateway.new_key(json!({"name": "laptop"})).await;
    assert!(secret.starts_with("tp-") && secret.len() >= 32, "{secret}");
    gateway.v1.with_secret(Some(&secret)).chat("chat").await.ok();
    let hidden = &secret[secret.len() - 30..secret.len() - 4];
    for path in ["/keys", "/status", "/settings", "/requests"] {
        let shown = gateway.admin.get(path).await.ok().text();
        assert!(!shown.contains(hidden), "{path} shows the secret again");
    }
    assert!(key["prefix"].as_str().unwrap().ends_with(&secret[secret.len() - 4..]), "enough to tell keys apart: {key}");
    let directory = gateway.stop().await;
    for file in files_below(directory.path()) {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(hidden.len()).any(|window| window == hidden.as_bytes());
        assert!(!found, "the secret lies in {}", file.display());
    }
}

fn files_below(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn a_key_asks_only_for_the_models_on_its_list() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.change_key("ci", json!({"models": ["embed"]})).await;
    for answer in [gateway.v1.chat("chat").await, gateway.v1.chat("sandbox-chat").await] {
        let answer = answer.refused(403, INVALID, Some("model_not_allowed"));
        gateway.booked(&answer).await;
    }
    gateway.v1.post("/embeddings", json!({"model": "embed", "input": "x"})).await.ok();
    gateway.change_key("ci", json!({"models": null})).await;
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn a_fallback_of_an_allowed_model_needs_no_place_on_the_list() {
    let gateway = Gateway::start(&toml::key("models = [\"sandbox-overloaded\"]")).await;
    let answer = gateway.v1.chat("sandbox-overloaded").await.ok();
    assert_eq!(answer.header("x-model-used"), Some("sandbox-chat"));
    gateway.v1.chat("sandbox-chat").await.refused(403, INVALID, Some("model_not_allowed"));
}

#[tokio::test]
async fn a_key_calls_only_the_endpoints_on_its_list() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.change_key("ci", json!({"endpoints": ["embeddings"]})).await;
    let answer = gateway.v1.chat("chat").await;
    assert_eq!(answer.status, 403, "{}", answer.text());
    answer.well_formed_error();
    gateway.v1.post("/embeddings", json!({"model": "embed", "input": "x"})).await.ok();
}

#[tokio::test]
async fn requests_per_minute_are_exact_however_many_race() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.change_key("ci", json!({"requests_per_minute": 7})).await;
    let answers = race(&gateway, 30).await;
    let served = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(served, 7);
    for answer in answers.into_iter().filter(|answer| answer.status != 200) {
        let answer = answer.refused(429, "requests", Some("rate_limit_exceeded"));
        let wait: u64 = answer.header("retry-after").expect("says when to come back").parse().unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        assert_eq!(answer.header("x-ratelimit-limit-requests"), Some("7"));
        assert_eq!(answer.header("x-ratelimit-remaining-requests"), Some("0"));
    }
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn every_answer_says_how_much_of_the_minute_is_left() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.change_key("ci", json!({"requests_per_minute": 5})).await;
    for left in ["4", "3", "2"] {
        let answer = gateway.v1.chat("chat").await.ok();
        assert_eq!(answer.header("x-ratelimit-limit-requests"), Some("5"));
        assert_eq!(answer.header("x-ratelimit-remaining-requests"), Some(left));
        let reset = answer.header("x-ratelimit-reset-requests").unwrap();
        assert!(reset.ends_with('s') && reset.as_bytes()[0].is_ascii_digit(), "a duration such as 12ms or 1m0s: {reset}");
    }
}

#[tokio::test]
async fn a_changed_limit_counts_at_once_and_keeps_what_was_counted() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.change_key("ci", json!({"requests_per_minute": 2})).await;
    for _ in 0..2 {
        gateway.v1.chat("chat").await.ok();
    }
    gateway.v1.chat("chat").await.refused(429, "requests", Some("rate_limit_exceeded"));
    gateway.change_key("ci", json!({"requests_per_minute": 3})).await;
    gateway.v1.chat("chat").await.ok();
    gateway.v1.chat("chat").await.refused(429, "requests", Some("rate_limit_exceeded"));
    gateway.change_key("ci", json!({"requests_per_minute": null})).await;
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn a_request_over_the_limit_is_in_the_log_under_its_key() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.change_key("ci", json!({"requests_per_minute": 1})).await;
    gateway.v1.chat("chat").await.ok();
    let refused = gateway.v1.chat("chat").await.refused(429, "requests", Some("rate_limit_exceeded"));
    let record = gateway.detail(&refused.id()).await;
    assert_eq!((&record["key_name"], &record["status"]), (&json!("ci"), &json!(429)), "whose limit it was is what one looks for");
}

#[tokio::test]
async fn a_plan_caps_what_its_keys_may() {
    let config = ["[server]\nplan = \"starter\"\n\n", &toml::key("requests_per_minute = 400")].concat();
    let gateway = Gateway::start(&config).await;
    assert_eq!(gateway.v1.chat("sandbox-chat").await.ok().header("x-ratelimit-limit-requests"), Some("60"));
    gateway.admin.patch("/settings", json!({"plan": "unlimited"})).await.ok();
    assert_eq!(gateway.v1.chat("sandbox-chat").await.ok().header("x-ratelimit-limit-requests"), Some("400"));
}

#[tokio::test]
async fn the_net_per_address_catches_what_the_keys_let_pass() {
    let upstream = Upstream::start().await;
    let config =
        format!("[server]\nrequests_per_ip = {{ count = 4, per_seconds = 600 }}\n\n{}", gateway::config(&upstream.base_url()));
    let gateway = Gateway::start(&config).await;
    gateway.change_key("ci", json!({"requests_per_minute": 100})).await;
    for _ in 0..3 {
        gateway.v1.chat("chat").await.ok();
    }
    let before = gateway.v1.chat("chat").await.ok().header("x-ratelimit-remaining-requests").unwrap().to_owned();
    let answer = gateway.v1.chat("chat").await;
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (429, Some("rate_limit_exceeded")), "{}", answer.text());
    answer.well_formed_error();
    assert!(answer.header("retry-after").is_some());
    assert_eq!(upstream.hits(), 4);
    gateway.admin.patch("/settings", json!({"requests_per_ip": {"count": 100, "per_seconds": 600}})).await.ok();
    let after = gateway.v1.chat("chat").await.ok().header("x-ratelimit-remaining-requests").unwrap().to_owned();
    let number = |text: &str| text.parse::<i64>().unwrap();
    assert_eq!(number(&before) - number(&after), 1, "what the net refused was not counted against the key");
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn a_request_refused_for_its_minute_costs_no_budget_and_one_refused_for_its_budget_no_minute() {
    let upstream = Upstream::start().await;
    let fields = "requests_per_minute = 5\nbudget = { credits = 1, period = \"total\" }";
    let model = toml::chat_model("chat", "local", "price = { per_request = 0.01 }");
    let gateway = Gateway::start(&[toml::provider("local", &upstream.base_url()), model, toml::key(fields)].concat()).await;
    gateway.v1.chat("chat").await.ok();
    for _ in 0..6 {
        gateway.v1.chat("chat").await.refused(429, "insufficient_quota", Some("insufficient_quota"));
    }
    gateway.change_key("ci", json!({"budget": null})).await;
    let answer = gateway.v1.chat("chat").await.ok();
    assert_eq!(answer.header("x-ratelimit-remaining-requests"), Some("3"), "two were served of five");
}

#[tokio::test]
async fn a_disabled_key_is_a_wrong_key_until_it_is_enabled() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.change_key("ci", json!({"disabled": true})).await;
    gateway.v1.chat("chat").await.refused(401, INVALID, Some("invalid_api_key"));
    gateway.change_key("ci", json!({"disabled": false})).await;
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn an_expired_key_is_a_wrong_key() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let now = i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    gateway.change_key("ci", json!({"expires_at": now + 3_600_000})).await;
    gateway.v1.chat("chat").await.ok();
    gateway.change_key("ci", json!({"expires_at": now - 1})).await;
    gateway.v1.chat("chat").await.refused(401, INVALID, Some("invalid_api_key"));
}

#[tokio::test]
async fn a_rotated_key_keeps_its_old_secret_for_the_overlap_only() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let (key, first) = gateway.new_key(json!({"name": "rotating"})).await;
    let path = format!("/keys/{}/rotate", key["id"].as_str().unwrap());
    let rotated = gateway.admin.post(&path, json!({"overlap_seconds": 3600})).await.ok().json();
    let second = rotated["secret"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    assert_eq!(rotated["key"]["name"], "rotating", "the same key, with its limits and its spending");
    for secret in [&first, &second] {
        gateway.v1.with_secret(Some(secret)).chat("chat").await.ok();
    }
    let third = gateway.admin.post(&path, json!({"overlap_seconds": 0})).await.ok().json()["secret"].as_str().unwrap().to_owned();
    gateway.v1.with_secret(Some(&second)).chat("chat").await.refused(401, INVALID, Some("invalid_api_key"));
    gateway.v1.with_secret(Some(&third)).chat("chat").await.ok();
}

#[tokio::test]
async fn a_deleted_key_is_gone_and_its_requests_stay_in_the_log() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let (key, secret) = gateway.new_key(json!({"name": "short-lived"})).await;
    let client = gateway.v1.with_secret(Some(&secret));
    let id = client.chat("chat").await.ok().id();
    gateway.detail(&id).await;
    let answer = gateway.admin.delete(&format!("/keys/{}", key["id"].as_str().unwrap())).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    client.chat("chat").await.refused(401, INVALID, Some("invalid_api_key"));
    assert_eq!(gateway.detail(&id).await["id"], json!(id));
}

#[tokio::test]
async fn what_a_key_spends_is_shown_with_or_without_a_budget() {
    let upstream = Upstream::start().await;
    let model = toml::chat_model("chat", "local", toml::PRICE);
    let gateway = Gateway::start(&[toml::provider("local", &upstream.base_url()), model, toml::key("")].concat()).await;
    gateway.booked(&gateway.v1.chat("chat").await.ok()).await;
    assert_eq!(gateway.key("ci").await["spent"], "0.200000");
    assert_eq!(gateway.restart().await.key("ci").await["spent"], "0.200000", "and after a restart");
}

#[tokio::test]
async fn presets_bring_their_limits() {
    let gateway = Gateway::sandbox().await;
    for (preset, limit) in [("playground", Some("30")), ("app", Some("120")), ("production", Some("400")), ("custom", None)] {
        let (_, secret) = gateway.new_key(json!({"name": preset, "preset": preset})).await;
        let answer = gateway.v1.with_secret(Some(&secret)).chat("sandbox-chat").await.ok();
        assert_eq!(answer.header("x-ratelimit-limit-requests"), limit, "{preset}");
    }
}

#[tokio::test]
async fn what_makes_no_sense_for_a_key_is_refused_by_name() {
    let gateway = Gateway::sandbox().await;
    for (fields, named) in [
        (json!({"preset": "king"}), "king"),
        (json!({"preset": "app", "endpoints": ["teleport"]}), "teleport"),
        (json!({"preset": "app", "requests_per_minute": -3}), "-3"),
        (json!({"preset": "app", "budget": {"credits": "-1", "period": "day"}}), "credits"),
        (json!({"preset": "app", "budget": {"credits": "1", "period": "fortnight"}}), "fortnight"),
        (json!({"preset": "app", "name": ""}), "name"),
    ] {
        let mut body = json!({"name": "x", "preset": "custom"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = gateway.admin.post("/keys", body).await;
        assert_eq!(answer.status, 400, "{fields}: {}", answer.text());
        assert!(answer.text().contains(named), "says what is wrong: {}", answer.text());
    }
    assert_eq!(gateway.keys().await.len(), 1, "none of them was made");
}

/// `count` chats at once, answered in any order.
async fn race(gateway: &Gateway, count: usize) -> Vec<Answer> {
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let client = gateway.v1.clone();
            let request = client.request(Method::POST, "/chat/completions").header("content-type", "application/json");
            let request = request.body(hello("chat").to_string());
            tokio::spawn(async move { client.send(request).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    answers
}
