//! The window's surface: closed to everybody else, live, and able to try what clients do.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Gateway, Upstream,
    client::{hello, streamed},
    eventually, raw,
};

#[tokio::test]
async fn it_opens_to_its_token_only() {
    let gateway = Gateway::sandbox().await;
    for path in ["/status", "/keys", "/requests", "/models", "/providers", "/settings", "/events"] {
        for secret in [None, Some("wrong"), Some(crate::support::toml::SECRET)] {
            let answer = gateway.admin.with_secret(secret).get(path).await;
            assert_eq!(answer.status, 401, "{path} with {secret:?}: {}", answer.text());
            assert!(answer.json()["error"]["message"].is_string(), "{path}");
        }
    }
    let answer = gateway.v1.with_secret(Some("wrong")).get("/models").await;
    assert_eq!(answer.status, 401);
    for secret in [None, Some(crate::support::toml::SECRET)] {
        let answer = gateway.admin.with_secret(secret).post("/try/v1/chat/completions", hello("sandbox-chat")).await;
        assert_eq!(answer.status, 401, "{}", answer.text());
    }
}

#[tokio::test]
async fn it_is_not_reachable_through_the_public_surface() {
    let gateway = Gateway::sandbox().await;
    let address = gateway.address();
    for path in ["/admin/status", "/admin/keys"] {
        let head = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer x\r\nconnection: close\r\n\r\n");
        let answer = raw::exchange(address, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_foreign_host_or_page_is_refused_even_with_the_token() {
    let gateway = Gateway::sandbox().await;
    for origin in ["https://evil.example", "null", "http://localhost:5173"] {
        let request = gateway.admin.request(Method::GET, "/status").header("origin", origin);
        let answer = gateway.admin.send(request).await;
        assert_eq!(answer.status, 403, "{origin}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    let address = gateway.admin_address();
    let head = format!("GET /admin/status HTTP/1.1\r\nhost: evil.example:{}\r\nconnection: close\r\n\r\n", address.port());
    assert!(raw::exchange(address, head.as_bytes()).await.starts_with("HTTP/1.1 403"));
}

#[tokio::test]
async fn the_windows_own_origin_may_read_the_answers_and_their_headers() {
    let window = "tauri://localhost";
    let gateway =
        Gateway::start_with(&crate::support::toml::key(""), |settings| settings.window_origins = vec![window.to_owned()]).await;
    let preflight = gateway.admin.with_secret(None).request(Method::OPTIONS, "/keys").header("origin", window);
    let preflight = preflight
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    let answer = gateway.admin.send(preflight).await;
    assert!((200..300).contains(&answer.status), "{} {}", answer.status, answer.text());
    assert_eq!(answer.header("access-control-allow-origin"), Some(window));
    let request = gateway.admin.request(Method::POST, "/try/v1/chat/completions").header("origin", window);
    let answer =
        gateway.admin.send(request.header("content-type", "application/json").body(hello("sandbox-chat").to_string())).await.ok();
    assert_eq!(answer.header("access-control-allow-origin"), Some(window));
    let exposed = answer.header("access-control-expose-headers").unwrap_or_default().to_lowercase();
    for name in ["x-request-id", "x-credits-used", "x-model-used", "x-fallback-from", "x-fallback-depth"] {
        assert!(exposed.contains(name) || exposed == "*", "{name} in {exposed}");
    }
}

#[tokio::test]
async fn the_status_tells_the_address_and_whether_anybody_called() {
    let gateway = Gateway::sandbox().await;
    let status = gateway.admin.get("/status").await.ok().json();
    assert_eq!(status["api"], json!(format!("http://{}/v1", gateway.address())));
    assert_eq!(status["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&status["in_flight"], &status["external_request_seen"]), (&json!(0), &json!(false)));
    assert!(status["secrets"]["state"].is_string() && status["uptime_seconds"].is_u64(), "{status}");
    gateway.admin.post("/try/v1/chat/completions", hello("sandbox-chat")).await.ok();
    assert_eq!(gateway.admin.get("/status").await.ok().json()["external_request_seen"], false, "the window is no client");
    gateway.v1.chat("sandbox-chat").await.ok();
    assert_eq!(gateway.admin.get("/status").await.ok().json()["external_request_seen"], true);
}

#[tokio::test]
async fn a_first_start_makes_a_key_and_shows_its_secret_until_the_end() {
    let gateway = Gateway::start_with("", |settings| settings.first_key = true).await;
    let first = gateway.admin.get("/status").await.ok().json()["first_key"].clone();
    let secret = first["secret"].as_str().expect("a new user gets a key").to_owned();
    gateway.v1.with_secret(Some(&secret)).chat("sandbox-chat").await.ok();
    let gateway = gateway.restart().await;
    assert_eq!(gateway.admin.get("/status").await.ok().json()["first_key"], Value::Null);
    gateway.v1.with_secret(Some(&secret)).chat("sandbox-chat").await.ok();
}

#[tokio::test]
async fn events_tell_of_requests_as_they_happen() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let mut events = gateway.admin.open("/events").await;
    assert!(events.response.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    let id = gateway.v1.chat("chat").await.ok().id();
    let started = events.until("event: request.started").await;
    let finished = events.until("event: request.finished").await;
    for (frame, state) in [(started, "running"), (finished, "settled")] {
        let row: Value = serde_json::from_str(frame.split_once("data: ").unwrap().1).unwrap();
        assert_eq!((&row["id"], &row["state"]), (&json!(id), &json!(state)), "{row}");
        assert_eq!((&row["model"], &row["key_name"]), (&json!("chat"), &json!("ci")));
    }
    gateway.change_key("ci", json!({"requests_per_minute": 50})).await;
    events.until("event: keys.changed").await;
    gateway.admin.patch("/settings", json!({"capture": "errors"})).await.ok();
    events.until("event: settings.changed").await;
}

#[tokio::test]
async fn the_window_can_try_a_chat_and_see_its_headers_and_its_row() {
    let gateway = Gateway::sandbox().await;
    for body in [hello("sandbox-overloaded"), streamed(hello("sandbox-overloaded"))] {
        let answer = gateway.admin.post("/try/v1/chat/completions", body).await.ok();
        assert_eq!(answer.header("x-fallback-from"), Some("sandbox-overloaded"));
        let detail = gateway.detail(&answer.id()).await;
        assert_eq!(detail["attempt_outcomes"], json!(["failed", "served"]));
        assert_eq!(detail["state"], "settled");
        let rows = gateway.admin.get("/requests").await.ok().json();
        assert_eq!(rows["data"][0]["id"], json!(answer.id()), "its row is the newest");
    }
    gateway.admin.get("/try/v1/models").await.ok();
}

#[tokio::test]
async fn the_window_can_try_as_one_of_the_keys() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let key = gateway.change_key("ci", json!({"models": ["chat"]})).await["id"].as_str().unwrap().to_owned();
    let try_as_key = async |model: &str| {
        let request = gateway.admin.request(Method::POST, "/try/v1/chat/completions").header("x-turnpike-key", &key);
        gateway.admin.send(request.header("content-type", "application/json").body(hello(model).to_string())).await
    };
    let answer = try_as_key("chat").await.ok();
    let row = gateway.detail(&answer.id()).await;
    assert_eq!((&row["key"], &row["key_name"]), (&json!(key), &json!("ci")));
    try_as_key("embed").await.refused(403, "invalid_request_error", Some("model_not_allowed"));
    eventually("what it cost is the key's", async || (gateway.key("ci").await["spent"] == "0.200000").then_some(())).await;
}

#[tokio::test]
async fn settings_are_changed_by_field_and_nonsense_is_refused() {
    let gateway = Gateway::sandbox().await;
    let before = gateway.admin.get("/settings").await.ok().json();
    let after = gateway.admin.patch("/settings", json!({"capture": "errors", "body_limit_mb": 7})).await.ok().json();
    assert_eq!((&after["capture"], &after["body_limit_mb"]), (&json!("errors"), &json!(7)));
    assert_eq!(after["plan"], before["plan"], "what is not named stays");
    assert_eq!(gateway.restart().await.admin.get("/settings").await.ok().json(), after, "and it lasts");
    let gateway = Gateway::sandbox().await;
    for wrong in [
        json!({"capture": "some"}),
        json!({"plan": "none-such"}),
        json!({"requests_per_ip": {"count": 0}}),
        json!({"colour": "red"}),
    ] {
        let answer = gateway.admin.patch("/settings", wrong.clone()).await;
        assert_eq!(answer.status, 400, "{wrong}: {}", answer.text());
    }
    assert_eq!(gateway.admin.get("/settings").await.ok().json(), before, "and nothing of it was kept");
}

#[tokio::test]
async fn models_and_providers_show_prices_and_no_credential() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let models = gateway.admin.get("/models").await.ok().json();
    let chat = models["data"].as_array().unwrap().iter().find(|model| model["id"] == "chat").unwrap().clone();
    assert_eq!(
        (&chat["provider"], &chat["upstream"], &chat["price_source"]),
        (&json!("local"), &json!("chat-upstream"), &json!("yours"))
    );
    assert!(chat["price"]["input"].as_str().unwrap().starts_with("100"), "{chat}");
    let answer = gateway.admin.get("/providers").await.ok();
    assert!(!answer.text().contains("sk-upstream"), "{}", answer.text());
    let providers = answer.json();
    let local = providers["data"].as_array().unwrap().iter().find(|provider| provider["id"] == "local").unwrap().clone();
    assert_eq!((&local["has_credential"], &local["credential_readable"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn its_document_describes_it() {
    let gateway = Gateway::sandbox().await;
    let document = gateway.admin.get("/openapi.json").await.ok().json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    for path in ["/status", "/keys", "/requests", "/requests/{id}", "/models", "/providers", "/settings"] {
        assert!(paths.iter().any(|known| known.ends_with(path)), "{path} in {paths:?}");
    }
}

#[tokio::test]
async fn the_interfaces_own_errors_go_into_the_log() {
    let gateway = Gateway::sandbox().await;
    let answer = gateway.admin.post("/client-log", json!({"level": "error", "message": "a view failed"})).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}
