//! `turnpike-server` and `turnpike.toml`: the interface of scripts, tools and people without a window.

use std::{path::Path, process::Output};

use reqwest::Method;
use serde_json::json;

use crate::support::{
    Gate, Gateway, Reply, Upstream,
    client::hello,
    gateway,
    process::{Server, command},
    raw,
    reply::{delta, done, usage_frame},
    toml,
};

fn run(directory: &Path, arguments: &[&str]) -> Output {
    command(directory, arguments).output().unwrap()
}

#[track_caller]
fn succeeded(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn directory_with(config: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("turnpike.toml"), config).unwrap();
    directory
}

#[tokio::test]
async fn the_ready_line_tells_where_it_serves() {
    let directory = directory_with(&toml::key(""));
    let server = Server::start(directory.path()).await;
    let ready = &server.ready;
    assert_eq!((&ready["event"], &ready["version"]), (&json!("ready"), &json!(env!("CARGO_PKG_VERSION"))));
    assert!(ready["api"].as_str().unwrap().ends_with("/v1") && ready["admin"].as_str().unwrap().ends_with("/admin"), "{ready}");
    let health = server.v1.base().replace("/v1", "/healthz");
    let answer = reqwest::Client::builder().no_proxy().build().unwrap().get(health).send().await.unwrap();
    assert_eq!(answer.status(), 200, "healthz needs no key");
    server.v1.chat("sandbox-chat").await.ok();
}

#[tokio::test]
async fn a_termination_lets_a_stream_end_and_exits_with_zero() {
    let gate = Gate::new();
    let opening = [delta(json!({"role": "assistant", "content": "first"}), None)];
    let ending = [delta(json!({"content": " last"}), None), delta(json!({}), Some("stop")), usage_frame(), done()];
    let upstream = Upstream::always(Reply::frames(opening).pause(&gate, ending)).await;
    let directory = directory_with(&gateway::config(&upstream.base_url()));
    let server = Server::start(directory.path()).await;
    let mut stream = server.v1.open_stream(hello("chat")).await;
    stream.until("first").await;
    let id = stream.id();
    server.terminate();
    crate::support::eventually("no new connection is taken", async || {
        let address = server.v1.base().trim_start_matches("http://").trim_end_matches("/v1").to_owned();
        tokio::net::TcpStream::connect(address).await.is_err().then_some(())
    })
    .await;
    gate.open();
    stream.until("last").await;
    stream.until("[DONE]").await;
    let (status, printed) = server.ended().await;
    assert_eq!((status.code(), printed.as_str()), (Some(0), ""), "nothing but the ready line is printed");
    let server = Server::start(directory.path()).await;
    assert_eq!(server.v1.get(&format!("/requests/{id}")).await.ok().json()["state"], "settled", "it was settled before the end");
}

#[tokio::test]
async fn a_second_termination_ends_it_at_once() {
    let upstream = Upstream::always(Reply::chat("never").after(&Gate::new())).await;
    let directory = directory_with(&gateway::config(&upstream.base_url()));
    let server = Server::start(directory.path()).await;
    let client = server.v1.clone();
    let call = tokio::spawn(async move {
        client.request(reqwest::Method::POST, "/chat/completions").body(hello("chat").to_string()).send().await
    });
    upstream.reached(1).await;
    server.terminate();
    crate::support::eventually("the first signal is heard", async || {
        let address = server.v1.base().trim_start_matches("http://").trim_end_matches("/v1").to_owned();
        tokio::net::TcpStream::connect(address).await.is_err().then_some(())
    })
    .await;
    server.terminate();
    server.ended().await;
    call.await.unwrap().unwrap_err();
}

#[tokio::test]
async fn a_file_with_a_mistake_is_rejected_whole_and_says_where() {
    let good = gateway::config("http://127.0.0.1:9/v1");
    for (mistake, words) in [
        ("[[models]\n", vec!["turnpike.toml"]),
        ("[[models]]\nid = \"x\"\nprovider = \"nobody\"\nkind = \"chat\"\n", vec!["nobody"]),
        ("[[models]]\nid = \"x\"\nprovider = \"local\"\nkind = \"telepathy\"\n", vec!["telepathy"]),
        ("[[models]]\nid = \"x\"\nprovider = \"local\"\nkind = \"chat\"\nfallbacks = [\"nowhere\"]\n", vec!["nowhere"]),
        ("[[models]]\nid = \"x\"\nprovider = \"local\"\nkind = \"chat\"\nprice = { input = -1 }\n", vec!["input"]),
        ("[[providers]]\nid = \"p\"\nvendor = \"no-such-vendor\"\n", vec!["no-such-vendor"]),
        ("[[providers]]\nid = \"p\"\nvendor = \"openai-compatible\"\nbase_url = \"not a url\"\n", vec!["not a url"]),
        ("[[providers]]\nid = \"p\"\nvendor = \"openai\"\napi_key = \"${TURNPIKE_TEST_UNSET}\"\n", vec!["TURNPIKE_TEST_UNSET"]),
        ("[[keys]]\nname = \"k\"\nsecret = \"tp-short\"\npreset = \"app\"\n", vec!["secret"]),
        ("[[keys]]\nname = \"k\"\npreset = \"app\"\nbudget = { credits = -5, period = \"day\" }\n", vec!["credits"]),
        ("[[keys]]\nname = \"k\"\npreset = \"app\"\nmodels = [\"unheard-of\"]\n", vec!["unheard-of"]),
        ("[[keys]]\nname = \"k\"\npreset = \"app\"\ncolour = \"red\"\n", vec!["colour"]),
        ("[servers]\nplan = \"pro\"\n", vec!["servers"]),
    ] {
        let directory = directory_with(&format!("{good}{mistake}"));
        let first_wrong = good.lines().count() + 1;
        let last_wrong = good.lines().count() + mistake.lines().count();
        for arguments in [&["apply", "turnpike.toml"] as &[&str], &["--listen", "127.0.0.1:0", "--config", "turnpike.toml"]] {
            let output = run(directory.path(), arguments);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{mistake}: {told}");
            assert!(output.stdout.is_empty(), "nothing is ready: {mistake}");
            assert!(told.contains("turnpike.toml") && words.iter().all(|word| told.contains(word)), "{mistake}: {told}");
            let named = (first_wrong..=last_wrong).any(|line| told.contains(&line.to_string()));
            assert!(named, "a line from {first_wrong} to {last_wrong} is named for {mistake}: {told}");
            assert!(!told.contains("sk-upstream-local"), "no secret in a message: {told}");
        }
        let kept = succeeded(run(directory.path(), &["export"]));
        assert!(!kept.contains("\"chat\"") && !kept.contains("\"ci\""), "rejected whole, not by half: {kept}");
    }
}

#[tokio::test]
async fn wrong_usage_and_a_missing_file_exit_with_two() {
    let directory = tempfile::tempdir().unwrap();
    for arguments in
        [&["--no-such-flag"] as &[&str], &["--config", "absent.toml"], &["apply", "absent.toml"], &["--listen", "somewhere"]]
    {
        let output = run(directory.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{arguments:?}");
    }
}

#[tokio::test]
async fn applying_twice_changes_nothing() {
    let directory = directory_with(&gateway::config("http://127.0.0.1:9/v1"));
    succeeded(run(directory.path(), &["apply", "turnpike.toml"]));
    let once = succeeded(run(directory.path(), &["export"]));
    succeeded(run(directory.path(), &["apply", "turnpike.toml"]));
    assert_eq!(succeeded(run(directory.path(), &["export"])), once);
}

#[tokio::test]
async fn what_is_exported_can_be_applied_and_holds_no_secret() {
    let upstream = "http://127.0.0.1:9/v1";
    let limits =
        "requests_per_minute = 9\nmodels = [\"chat\"]\nendpoints = [\"chat\"]\nbudget = { credits = 12.5, period = \"week\" }";
    let fallback = toml::chat_model("spare", "local", "");
    let model =
        toml::chat_model("chat", "local", &format!("{}\nfallbacks = [\"spare\"]\ncapabilities = [\"tools\"]", toml::PRICE));
    let directory = directory_with(&[toml::provider("local", upstream), fallback, model, toml::key(limits)].concat());
    succeeded(run(directory.path(), &["apply", "turnpike.toml"]));
    let exported = succeeded(run(directory.path(), &["export"]));
    for secret in [toml::SECRET, "sk-upstream-local"] {
        assert!(!exported.contains(secret), "{exported}");
    }
    for kept in ["base_url", upstream, "chat-upstream", "spare", "tools", "requests_per_minute = 9", "12.5", "week"] {
        assert!(exported.contains(kept), "{kept} in {exported}");
    }
    std::fs::write(directory.path().join("exported.toml"), &exported).unwrap();
    succeeded(run(directory.path(), &["apply", "exported.toml"]));
    assert_eq!(succeeded(run(directory.path(), &["export"])), exported, "what goes out comes in again");
    let server = Server::start(directory.path()).await;
    assert_eq!(server.v1.get("/models").await.ok().status, 200, "the key still has its secret");
}

#[tokio::test]
async fn a_key_without_a_secret_is_made_and_shown_once() {
    let directory = directory_with("[[keys]]\nname = \"fresh\"\npreset = \"app\"\n");
    let output = run(directory.path(), &["apply", "turnpike.toml"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let secret = told
        .split(|letter: char| letter.is_whitespace() || "\"',:".contains(letter))
        .find(|word| word.starts_with("tp-"))
        .expect(&told);
    let server = Server::start(directory.path()).await;
    server.v1.with_secret(Some(secret)).get("/models").await.ok();
    let again = run(directory.path(), &["apply", "turnpike.toml"]);
    let told = String::from_utf8_lossy(&again.stdout).into_owned() + &String::from_utf8_lossy(&again.stderr);
    assert!(!told.contains("tp-") || !told.contains(secret), "the secret is shown once: {told}");
}

#[tokio::test]
async fn the_environment_fills_in_credentials() {
    let upstream = Upstream::start().await;
    let config = gateway::config(&upstream.base_url()).replace("sk-upstream-local", "${TURNPIKE_TEST_CREDENTIAL}");
    let directory = directory_with(&config);
    let output = command(directory.path(), &["apply", "turnpike.toml"])
        .env("TURNPIKE_TEST_CREDENTIAL", "sk-from-the-environment")
        .output();
    succeeded(output.unwrap());
    std::fs::write(directory.path().join("turnpike.toml"), "").unwrap();
    let server = Server::start(directory.path()).await;
    server.v1.chat("chat").await.ok();
    assert_eq!(upstream.last().headers["authorization"], "Bearer sk-from-the-environment");
}

#[tokio::test]
async fn the_version_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let told = succeeded(run(directory.path(), &["--version"]));
    assert!(told.contains(env!("CARGO_PKG_VERSION")), "{told}");
}

#[tokio::test]
async fn a_data_directory_or_a_port_that_is_taken_ends_the_second_server_with_one() {
    let directory = directory_with(&toml::key(""));
    let server = Server::start(directory.path()).await;
    let same_directory = run(directory.path(), &["--listen", "127.0.0.1:0"]);
    let other = tempfile::tempdir().unwrap();
    let address = server.v1.base().trim_start_matches("http://").trim_end_matches("/v1").to_owned();
    let same_port = run(other.path(), &["--listen", &address]);
    for output in [same_directory, same_port] {
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(1), true), "{told}");
        assert!(!told.is_empty(), "says why");
    }
    server.v1.chat("sandbox-chat").await.ok();
}

#[tokio::test]
async fn logs_can_be_json_and_hold_no_secret_and_no_body() {
    let upstream =
        Upstream::always(Reply::error(401, "invalid_request_error", Some("invalid_api_key"), "wrong key sk-upstream-local"))
            .await;
    let directory = directory_with(&gateway::config(&upstream.base_url()));
    let server = Server::start_with(directory.path(), &["--log-format", "json"]).await;
    let answer = server.v1.chat("chat").await;
    assert_eq!(answer.status, 502, "{}", answer.text());
    server.v1.with_secret(Some("tp-wrong-0123456789abcdef0123456789abcdef")).chat("chat").await;
    server.terminate();
    server.ended().await;
    let log = std::fs::read_to_string(directory.path().join("server.log")).unwrap();
    assert!(!log.is_empty() && log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
    for secret in [toml::SECRET, "tp-wrong-0123456789abcdef", "sk-upstream-local", "Say hello."] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn the_windows_pages_are_served_to_a_browser() {
    let directory = directory_with(&toml::key(""));
    std::fs::create_dir(directory.path().join("pages")).unwrap();
    std::fs::write(directory.path().join("pages/index.html"), "<title>the window</title>").unwrap();
    let server = Server::start_with(directory.path(), &["--ui", "pages"]).await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let page = http.get(server.admin.base().replace("/admin", "/")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("the window"));
    let outside = http.get(server.admin.base().replace("/admin", "/..%2fturnpike.toml")).send().await.unwrap();
    assert!(!outside.text().await.unwrap().contains(toml::SECRET), "nothing beside the folder is served");
}

#[tokio::test]
async fn the_document_of_the_admin_surface_can_be_printed() {
    let directory = tempfile::tempdir().unwrap();
    let document: serde_json::Value = serde_json::from_str(&succeeded(run(directory.path(), &["openapi"]))).unwrap();
    assert!(document["paths"].as_object().is_some_and(|paths| paths.len() > 5));
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_secret_on_disk_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let directory = directory_with(&gateway::config("http://127.0.0.1:9/v1"));
    let server = Server::start(directory.path()).await;
    let data = directory.path().join("data");
    for entry in std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()) {
        let metadata = std::fs::metadata(&entry).unwrap();
        if metadata.len() == 0 {
            continue;
        }
        let mode = metadata.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is {mode:o}", entry.display());
    }
    for file in std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(17).any(|window| window == b"sk-upstream-local");
        assert!(!found, "a provider's credential lies open in {}", file.display());
    }
    let log = std::fs::read_to_string(directory.path().join("server.log")).unwrap();
    assert!(!log.contains("sk-upstream-local") && !log.contains(toml::SECRET), "{log}");
    server.v1.get("/models").await.ok();
}

#[tokio::test]
async fn pages_and_names_that_the_file_allows_may_call() {
    let server = "[server]\ncors_origins = [\"https://app.example\"]\nhosts = [\"box.lan\"]\n\n";
    let gateway = Gateway::start(&[server, &toml::key("")].concat()).await;
    let page = |origin: &str, method: Method| gateway.v1.request(method, "/chat/completions").header("origin", origin);
    let asking = page("https://app.example", Method::OPTIONS)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,x-stainless-lang");
    let allowed = gateway.v1.send(asking).await;
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (200, Some("https://app.example")));
    let call = page("https://app.example", Method::POST).header("content-type", "application/json");
    let answer = gateway.v1.send(call.body(hello("sandbox-chat").to_string())).await.ok();
    assert!(answer.header("access-control-expose-headers").unwrap().contains("x-credits-used"), "a page may read what it cost");
    let stranger = gateway.v1.send(page("https://app.example.evil.example", Method::POST)).await;
    assert_eq!((stranger.status, stranger.header("access-control-allow-origin")), (403, None));
    for (host, status) in [("box.lan", "404"), ("evil.example", "403")] {
        let head = format!("GET /v1/nothing HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let answer = raw::exchange(gateway.address(), head.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{host}: {answer}");
    }
}
