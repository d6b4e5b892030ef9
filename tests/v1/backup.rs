//! What is set up, in a file and back, on this computer or on another one.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Upstream, gateway, toml};

/// Not a word of ASCII, so that the header has to be encoded.
const PASSPHRASE: &str = "größer als 100%";
const ENCODED: &str = "gr%C3%B6%C3%9Fer%20als%20100%25";

async fn backup(gateway: &Gateway, secrets: bool) -> Vec<u8> {
    let answer = gateway.admin.post("/backup", json!({"passphrase": PASSPHRASE, "secrets": secrets})).await.ok();
    assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment"));
    answer.body
}

async fn restore(gateway: &Gateway, file: Vec<u8>, passphrase: &str) -> Answer {
    let request = gateway.admin.request(Method::POST, "/restore").header("x-turnpike-passphrase", passphrase);
    gateway.admin.send(request.header("content-type", "application/octet-stream").body(file)).await
}

/// All that a backup is about.
async fn set_up(gateway: &Gateway) -> Value {
    let mut all = serde_json::Map::new();
    for path in ["/keys", "/providers", "/models", "/settings"] {
        all.insert(path.to_owned(), gateway.admin.get(path).await.ok().json());
    }
    all.into()
}

#[tokio::test]
async fn another_computer_takes_over_keys_providers_and_their_credentials() {
    let upstream = Upstream::start().await;
    let old = Gateway::before(&upstream).await;
    let (_, secret) = old.new_key(json!({"name": "laptop", "requests_per_minute": 77})).await;
    old.admin.patch("/settings", json!({"capture": "errors", "listen": "127.0.0.1:4999"})).await.ok();
    let file = backup(&old, true).await;
    for part in [secret.as_str(), "sk-upstream-local", "laptop"] {
        assert!(!file.windows(part.len()).any(|window| window == part.as_bytes()), "{part} can be read in the file");
    }

    let new = Gateway::sandbox().await;
    new.v1.with_secret(Some(&secret)).chat("chat").await.refused(401, "invalid_request_error", Some("invalid_api_key"));
    let mut events = new.admin.open("/events").await;
    let counts = restore(&new, file, ENCODED).await.ok().json();
    assert_eq!((&counts["keys"], &counts["providers"], &counts["models"]), (&json!(2), &json!(1), &json!(2)));
    for event in ["keys.changed", "models.changed", "settings.changed"] {
        events.until(&format!("event: {event}")).await;
    }
    new.v1.with_secret(Some(&secret)).chat("chat").await.ok();
    assert_eq!(upstream.last().headers["authorization"], "Bearer sk-upstream-local", "sealed for the new computer");
    assert_eq!(new.key("laptop").await["requests_per_minute"], 77);
    let settings = new.admin.get("/settings").await.ok().json();
    assert_eq!((&settings["capture"], &settings["listen"]), (&json!("errors"), &json!(null)), "an address is its computer's");
    new.v1.chat("sandbox-chat").await.ok();
    new.nothing_is_held().await;
}

#[tokio::test]
async fn a_backup_brings_back_what_was_changed_since() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let before = set_up(&gateway).await;
    let file = backup(&gateway, true).await;
    gateway.change_key("ci", json!({"name": "renamed", "disabled": true})).await;
    gateway.new_key(json!({"name": "later"})).await;
    gateway.admin.patch("/settings", json!({"body_limit_mb": 9})).await.ok();
    assert_ne!(set_up(&gateway).await, before);
    restore(&gateway, file, ENCODED).await.ok();
    assert_eq!(set_up(&gateway).await, before);
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn without_credentials_a_restored_provider_has_none() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let file = backup(&gateway, false).await;
    restore(&gateway, file, ENCODED).await.ok();
    gateway.v1.chat("chat").await.ok();
    assert!(!upstream.last().headers.contains_key("authorization"), "a file names the address, so no credential stays for it");
}

#[tokio::test]
async fn what_is_no_backup_or_does_not_open_changes_nothing() {
    let gateway = Gateway::start(&gateway::config("http://127.0.0.1:9/v1")).await;
    let file = backup(&gateway, true).await;
    let before = set_up(&gateway).await;
    let mut newer = file.clone();
    newer["turnpike-backup".len()] = 9;
    let mut damaged = file.clone();
    *damaged.last_mut().unwrap() ^= 1;
    for (what, file, passphrase, code, param) in [
        ("a wrong passphrase", file.clone(), "guessed%20wrong", "wrong_passphrase", "x-turnpike-passphrase"),
        ("a damaged file", damaged, ENCODED, "wrong_passphrase", "x-turnpike-passphrase"),
        ("a newer file", newer, ENCODED, "invalid_value", "file"),
        ("a picture", b"\x89PNG\r\n".to_vec(), ENCODED, "invalid_value", "file"),
        ("nothing", Vec::new(), ENCODED, "invalid_value", "file"),
        ("no passphrase", file, "", "invalid_value", "x-turnpike-passphrase"),
    ] {
        let refused = restore(&gateway, file, passphrase).await;
        assert_eq!(refused.status, 400, "{what}: {}", refused.text());
        let refused = refused.refused(400, "invalid_request_error", Some(code));
        assert_eq!(refused.json()["error"]["param"], param, "{what}");
    }
    assert_eq!(set_up(&gateway).await, before);
    let short = gateway.admin.post("/backup", json!({"passphrase": "seven77", "secrets": false})).await;
    assert_eq!(short.refused(400, "invalid_request_error", Some("invalid_value")).json()["error"]["param"], "passphrase");
    gateway.v1.with_secret(Some(toml::SECRET)).get("/models").await.ok();
}
