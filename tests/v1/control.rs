//! The gateway under its owner's hand: paused, moved, its settings changed and changed back, its disk looked after.

use std::net::SocketAddr;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpSocket};
use turnpike_gateway::Notice;

use crate::support::{
    Client, Gate, Gateway, Reply, Upstream,
    client::{hello, streamed},
    eventually, gateway,
    process::Server,
    toml, within,
};

/// A port that nobody else is given while the socket lives, and that can be listened on all the same.
fn reserved() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

/// A gateway that listens where its settings say, which is here.
async fn stored_at(address: SocketAddr, upstream: &Upstream) -> Gateway {
    let gateway = Gateway::before(upstream).await;
    let status = gateway.admin.get("/status").await.ok().json();
    assert_eq!((&status["listen_fixed"], &status["local_only"]), (&json!(true), &json!(true)));
    let before = gateway.address();
    gateway.admin.patch("/settings", json!({"listen": address.to_string()})).await.ok();
    assert_eq!(gateway.address(), before, "an address given for this run holds until its end");
    gateway.restart_where_stored().await
}

#[tokio::test]
async fn paused_it_refuses_before_anything_is_counted_and_what_is_under_way_ends_well() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    gateway.change_key("ci", json!({"requests_per_minute": 2})).await;
    let gate = Gate::new();
    upstream.reply(Reply::chat("Hello there").after(&gate));
    let v1 = gateway.v1.clone();
    let under_way = tokio::spawn(async move { v1.chat("chat").await });
    upstream.reached(1).await;
    let status = gateway.admin.post("/pause", json!({})).await.ok().json();
    assert_eq!((&status["paused"], &status["in_flight"]), (&json!(true), &json!(1)));
    for _ in 0..3 {
        let refused = gateway.v1.chat("chat").await.refused(503, "server_error", Some("paused"));
        assert_eq!((refused.header("retry-after"), refused.header("x-should-retry")), (Some("30"), Some("true")));
    }
    gateway.v1.get("/models").await.refused(503, "server_error", Some("paused"));
    gateway.admin.post("/try/v1/chat/completions", hello("chat")).await.refused(503, "server_error", Some("paused"));
    gate.open();
    within("the request under way ends", under_way).await.unwrap().ok();
    assert_eq!(upstream.hits(), 1);
    assert_eq!(gateway.admin.post("/resume", json!({})).await.ok().json()["paused"], false);
    let answer = gateway.v1.chat("chat").await.ok();
    assert_eq!(answer.header("x-ratelimit-remaining-requests"), Some("0"), "the refused ones did not count");
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn a_shell_pauses_and_hears_without_http() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let running = gateway.running();
    let mut events = running.events();
    assert_eq!(running.base_url(), format!("http://{}/v1", running.api()));
    running.pause();
    running.pause();
    gateway.v1.chat("chat").await.refused(503, "server_error", Some("paused"));
    running.resume();
    assert!(!running.paused());
    gateway.v1.chat("chat").await.ok();
    gateway.change_key("ci", json!({"budget": {"credits": 0.01, "period": "month"}})).await;
    for _ in 0..2 {
        gateway.v1.chat("chat").await.refused(429, "insufficient_quota", Some("insufficient_quota"));
    }
    let mut heard = Vec::new();
    while heard.iter().filter(|notice| matches!(notice, Notice::Finished { .. })).count() < 4 {
        heard.push(within("the next notice", events.next()).await.unwrap());
    }
    let count = |wanted: &Notice| heard.iter().filter(|notice| *notice == wanted).count();
    assert_eq!(count(&Notice::Changed), 2, "once for each change: {heard:?}");
    assert_eq!((count(&Notice::Started), count(&Notice::Finished { failed: false })), (1, 1), "{heard:?}");
    assert_eq!(count(&Notice::BudgetReached { key: "ci".to_owned() }), 1, "told once in a period: {heard:?}");
    gateway.stop().await;
    while within("the end", events.next()).await.is_some() {}
}

#[tokio::test]
async fn it_moves_to_another_address_while_a_request_is_under_way() {
    let upstream = Upstream::start().await;
    let ((_kept, first), (_kept_too, second)) = (reserved(), reserved());
    let gateway = stored_at(first, &upstream).await;
    assert_eq!(gateway.address(), first);
    let gate = Gate::new();
    upstream.reply(Reply::stream(&["Hello"]).after(&gate));
    let v1 = gateway.v1.clone();
    let under_way = tokio::spawn(async move { v1.chat_stream("chat").await });
    upstream.reached(1).await;

    let mut events = gateway.admin.open("/events").await;
    gateway.admin.patch("/settings", json!({"listen": second.to_string()})).await.ok();
    events.until("event: status.changed").await;
    let status = gateway.admin.get("/status").await.ok().json();
    assert_eq!(status["api"], format!("http://{second}/v1"));
    let there = Client::new(&format!("http://{second}/v1"), Some(toml::SECRET));
    there.chat("chat").await.ok();
    assert!(tokio::net::TcpStream::connect(first).await.is_err(), "nobody listens there any more");
    gate.open();
    let ended = within("the request under way ends", under_way).await.unwrap().ok();
    assert!(!ended.broken && ended.text().contains("[DONE]"), "{}", ended.text());
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn a_taken_address_is_refused_and_nothing_moves() {
    let upstream = Upstream::start().await;
    let (_kept, here) = reserved();
    let gateway = stored_at(here, &upstream).await;
    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let answer = gateway.admin.patch("/settings", json!({"listen": taken, "capture": "all"})).await;
    let refused = answer.refused(409, "invalid_request_error", Some("address_in_use"));
    assert_eq!(refused.json()["error"]["param"], "listen");
    #[cfg(target_os = "linux")]
    assert!(refused.text().contains(&format!("process {}", std::process::id())), "it says by whom: {}", refused.text());
    let settings = gateway.admin.get("/settings").await.ok().json();
    assert_eq!((&settings["listen"], &settings["capture"]), (&json!(here.to_string()), &json!("off")));
    gateway.v1.chat("chat").await.ok();
    let nowhere = gateway.admin.patch("/settings", json!({"listen": "192.0.2.1:4180"})).await;
    nowhere.refused(400, "invalid_request_error", Some("invalid_value"));
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn the_same_port_opens_to_the_network_and_closes_again() {
    let upstream = Upstream::start().await;
    let (_kept, here) = reserved();
    let gateway = stored_at(here, &upstream).await;
    gateway.admin.patch("/settings", json!({"listen": format!("0.0.0.0:{}", here.port())})).await.ok();
    let status = gateway.admin.get("/status").await.ok().json();
    assert_eq!((&status["local_only"], &status["api"]), (&json!(false), &json!(format!("http://{here}/v1"))));
    gateway.v1.chat("chat").await.ok();
    let by_its_address = gateway.v1.request(Method::GET, "/models").header("host", "192.168.7.7:4180");
    gateway.v1.send(by_its_address).await.ok();
    let by_a_name = gateway.v1.request(Method::GET, "/models").header("host", "evil.example:4180");
    gateway.v1.send(by_a_name).await.refused(403, "invalid_request_error", Some("host_not_allowed"));
    let changes = gateway.admin.get("/settings/changes").await.ok().json();
    let id = &changes["data"][0]["id"];
    gateway.admin.post(&format!("/settings/changes/{id}/revert"), json!({})).await.ok();
    assert_eq!(gateway.admin.get("/status").await.ok().json()["local_only"], true);
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn every_change_of_a_setting_is_listed_and_can_be_taken_back() {
    let gateway = Gateway::sandbox().await;
    gateway.admin.patch("/settings", json!({"capture": "errors", "body_limit_mb": 7})).await.ok();
    gateway.admin.patch("/settings", json!({"capture": "errors"})).await.ok();
    gateway.admin.patch("/settings", json!({"log_retention_days": 30})).await.ok();
    let list = async || gateway.admin.get("/settings/changes").await.ok().json()["data"].as_array().unwrap().clone();
    let changes = list().await;
    let shown = |change: &Value| (change["name"].clone(), change["before"].clone(), change["after"].clone());
    let expected = [
        (json!("log_retention_days"), json!(null), json!(30)),
        (json!("body_limit_mb"), json!(512), json!(7)),
        (json!("capture"), json!("off"), json!("errors")),
    ];
    let mut got: Vec<_> = changes.iter().map(shown).collect();
    got[1..].sort_by_key(|(name, ..)| name.to_string());
    assert_eq!(got, expected, "newest first, and what did not change is no change");
    let capture = changes.iter().find(|change| change["name"] == "capture").unwrap();
    let settings = gateway.admin.post(&format!("/settings/changes/{}/revert", capture["id"]), json!({})).await.ok().json();
    assert_eq!((&settings["capture"], &settings["body_limit_mb"]), (&json!("off"), &json!(7)));
    assert_eq!(shown(&list().await[0]), (json!("capture"), json!("errors"), json!("off")), "which is a change too");
    gateway.admin.post("/settings/changes/999/revert", json!({})).await.refused(404, "invalid_request_error", None);
}

#[tokio::test]
async fn what_makes_no_sense_for_a_setting_is_refused_by_its_name() {
    let gateway = Gateway::sandbox().await;
    for (wrong, setting) in [
        (json!({"body_retention_days": 0}), "body_retention_days"),
        (json!({"log_retention_days": 100_000}), "log_retention_days"),
        (json!({"log_retention_days": "a week"}), "log_retention_days"),
        (json!({"log_limit_mb": 0}), "log_limit_mb"),
        (json!({"requests_per_ip": {"count": 5, "per_seconds": 0}}), "requests_per_ip.per_seconds"),
        (json!({"plan": "none-such"}), "plan"),
        (json!({"hosts": ["http://box.lan/"]}), "hosts"),
        (json!({"cors_origins": ["app.example"]}), "cors_origins"),
        (json!({"listen": "4180"}), "listen"),
        (json!({"listen": "127.0.0.1:0"}), "listen"),
        (json!({"proxy": "10.0.0.1:3128"}), "proxy"),
        (json!({"proxy": "ftp://10.0.0.1:3128"}), "proxy"),
        (json!({"proxy": "http://name:password@10.0.0.1:3128"}), "proxy"),
    ] {
        let refused =
            gateway.admin.patch("/settings", wrong.clone()).await.refused(400, "invalid_request_error", Some("invalid_value"));
        assert_eq!(refused.json()["error"]["param"], setting, "{wrong}");
        assert!(!refused.text().contains("password@"), "{}", refused.text());
    }
    assert_eq!(gateway.admin.get("/settings/changes").await.ok().json()["data"], json!([]));
}

#[tokio::test]
async fn providers_elsewhere_are_reached_through_the_proxy_and_engines_here_are_not() {
    let (proxy, here) = (Upstream::start().await, Upstream::start().await);
    let config = [
        gateway::config(&here.base_url()),
        toml::provider("away", "http://provider.example/v1"),
        toml::chat_model("away-chat", "away", ""),
    ];
    let gateway = Gateway::start(&config.concat()).await;
    let address = proxy.base_url().replace("/v1", "");
    gateway.admin.patch("/settings", json!({"proxy": address})).await.ok();
    gateway.v1.chat("away-chat").await.ok();
    assert_eq!(proxy.last().path, "http://provider.example/v1/chat/completions");
    gateway.v1.chat("chat").await.ok();
    assert_eq!((proxy.hits(), here.hits()), (1, 1));
    let gateway = gateway.restart().await;
    gateway.v1.chat("away-chat").await.ok();
    assert_eq!(proxy.hits(), 2, "and it lasts");
}

#[tokio::test]
async fn the_disk_is_counted_and_compacted() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    gateway.admin.patch("/settings", json!({"capture": "all"})).await.ok();
    for body in [hello("chat"), streamed(hello("chat"))] {
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        gateway.booked(&answer).await;
    }
    let storage = gateway.admin.get("/storage").await.ok().json();
    assert_eq!((&storage["requests"], &storage["bodies"]), (&json!(2), &json!(2)), "{storage}");
    assert!(
        storage["oldest_at"].as_i64().unwrap() > 1_700_000_000_000 && storage["free_bytes"].as_u64().unwrap() > 0,
        "{storage}"
    );
    let after = gateway.admin.post("/storage/compact", json!({})).await.ok().json();
    assert_eq!((&after["requests"], &after["bodies"]), (&json!(2), &json!(2)), "what is within its limits stays: {after}");
    let bytes = |storage: &Value| storage["database_bytes"].as_u64().unwrap() + storage["bodies_bytes"].as_u64().unwrap();
    assert!(bytes(&after) < bytes(&storage), "{after} after {storage}");
}

#[tokio::test]
async fn the_report_tells_how_things_are_and_nobodys_secrets() {
    let upstream = Upstream::always(Reply::error(401, "invalid_request_error", None, "Incorrect key: sk-upstream-local")).await;
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("turnpike.toml"), gateway::config(&upstream.base_url())).unwrap();
    let server = Server::start(directory.path()).await;
    assert_eq!(server.v1.chat("chat").await.status, 502);
    let token = std::fs::read_to_string(directory.path().join("data/admin-token")).unwrap();
    let told = json!({"level": "warn", "message": format!("the window saw {} and {} and sk-proj-abc123DEF456", token.trim(), toml::SECRET)});
    server.admin.post("/client-log", told).await;
    let report = server.admin.get("/diagnostics").await.ok().json()["report"].as_str().unwrap().to_owned();
    for part in ["Turnpike 0.", "local (openai-compatible): ready", "capture = \"off\"", "attempt failed", "the window saw"] {
        assert!(report.contains(part), "{part} in {report}");
    }
    for secret in [token.trim(), toml::SECRET, "sk-upstream-local", "sk-proj-abc123DEF456", "\u{1b}"] {
        assert!(!report.contains(secret), "{secret} in {report}");
    }
    let status = eventually("it is settled", async || {
        let status = server.admin.get("/status").await.ok().json();
        (status["in_flight"] == 0).then_some(status)
    });
    assert!(status.await["data_dir"].as_str().unwrap().ends_with("data"));
}
