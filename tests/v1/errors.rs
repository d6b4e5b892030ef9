//! Requests that are wrong: each gets the right error, none reaches a provider, and nothing stays held.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Reply, Upstream, client::hello, gateway, raw, toml};

const INVALID: &str = "invalid_request_error";

async fn refused_without_a_call(wrong: impl AsyncFn(&Gateway)) {
    let upstream = Upstream::start().await;
    // A body of more than a megabyte is as large as one of more than 64, and sent sooner.
    let gateway = Gateway::start_with(&gateway::config(&upstream.base_url()), |settings| settings.bounds.body = 1 << 20).await;
    wrong(&gateway).await;
    assert_eq!(upstream.hits(), 0, "decided before any provider is called");
    gateway.nothing_is_held().await;
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn what_is_not_json_is_refused_as_such() {
    refused_without_a_call(async |gateway| {
        for body in [
            b"{\"model\": \"chat\", \"messages\": [".to_vec(),
            b"".to_vec(),
            b"hello".to_vec(),
            b"[]".to_vec(),
            b"\"chat\"".to_vec(),
            b"null".to_vec(),
            b"{\"model\": \"chat\"} trailing".to_vec(),
            b"{\"model\": \"ch\xff\xfeat\", \"messages\": []}".to_vec(),
            vec![0; 1_000],
        ] {
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            for path in ["/chat/completions", "/embeddings"] {
                let answer = gateway.v1.post_bytes(path, body.clone()).await;
                assert_eq!(answer.status, 400, "{path} {shown}: {}", answer.text());
                answer.refused(400, INVALID, None);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_nested_too_deep_is_refused_and_no_more() {
    // Deep enough to overflow the stack of who would follow it down.
    let deep = format!("{{\"model\":\"chat\",\"messages\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    refused_without_a_call(async |gateway| {
        for path in ["/chat/completions", "/embeddings"] {
            let answer = gateway.v1.post_bytes(path, deep.clone().into_bytes()).await;
            assert_eq!(answer.status, 400, "{path}: {}", answer.text());
            answer.well_formed_error();
        }
    })
    .await;
}

#[tokio::test]
async fn a_field_that_is_missing_or_wrong_is_named() {
    refused_without_a_call(async |gateway| {
        for (fields, code, param) in [
            (json!({"model": null}), "missing_required_parameter", "model"),
            (json!({"model": 7}), "invalid_type", "model"),
            (json!({"messages": null}), "missing_required_parameter", "messages"),
            (json!({"messages": "hi"}), "invalid_type", "messages"),
            (json!({"messages": []}), "empty_array", "messages"),
            (json!({"messages": ["hi"]}), "invalid_type", "messages[0]"),
            (json!({"messages": [{"content": "hi"}]}), "missing_required_parameter", "messages[0].role"),
            (json!({"messages": [{"role": "wizard", "content": "hi"}]}), "invalid_value", "messages[0].role"),
            (json!({"messages": [{"role": "user", "content": 7}]}), "invalid_type", "messages[0].content"),
            (json!({"stream": "yes"}), "invalid_type", "stream"),
            (json!({"temperature": "hot"}), "invalid_type", "temperature"),
            (json!({"temperature": 2.5}), "decimal_above_max_value", "temperature"),
            (json!({"temperature": -1}), "decimal_below_min_value", "temperature"),
            (json!({"top_p": 1.5}), "decimal_above_max_value", "top_p"),
            (json!({"n": 0}), "integer_below_min_value", "n"),
            (json!({"n": 129}), "integer_above_max_value", "n"),
            (json!({"max_tokens": "many"}), "invalid_type", "max_tokens"),
            (json!({"max_completion_tokens": 0}), "integer_below_min_value", "max_completion_tokens"),
            (json!({"tools": "all"}), "invalid_type", "tools"),
            (json!({"response_format": "json"}), "invalid_type", "response_format"),
        ] {
            let mut body = hello("chat");
            body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            let answer = gateway.v1.post("/chat/completions", body).await;
            assert_eq!(
                (answer.status, answer.json()["error"]["code"].as_str()),
                (400, Some(code)),
                "{fields}: {}",
                answer.text()
            );
            let answer = answer.refused(400, INVALID, Some(code));
            assert_eq!(answer.param().as_deref(), Some(param), "{fields}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_model_that_nobody_serves_is_not_found_streaming_or_not() {
    refused_without_a_call(async |gateway| {
        for answer in [gateway.v1.chat("gpt-none").await, gateway.v1.chat_stream("gpt-none").await] {
            let answer = answer.refused(404, INVALID, Some("model_not_found"));
            assert!(answer.json()["error"]["message"].as_str().unwrap().contains("gpt-none"));
            assert_eq!(
                answer.header("x-credits-used").map(crate::support::answer::micros),
                Some(0),
                "a refusal is free and says so"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_key_or_with_a_wrong_one_nothing_is_read() {
    refused_without_a_call(async |gateway| {
        let url = format!("{}/chat/completions", gateway.v1.base());
        let plain = |authorization: Option<&str>| {
            let request = gateway.v1.with_secret(None).request(Method::POST, "/chat/completions").body("not even JSON");
            authorization.into_iter().fold(request, |request, value| request.header("authorization", value))
        };
        for (authorization, code) in [
            (None, None),
            (Some("Bearer"), None),
            (Some("Bearer "), None),
            (Some("Basic dXNlcjpwYXNz"), None),
            (Some("Bearer sk-wrong"), Some("invalid_api_key")),
            (Some("Bearer tp-wrong-0123456789abcdef0123456789abcdef"), Some("invalid_api_key")),
            (Some("Bearer tp-test-0123456789abcdef0123456789abcdee"), Some("invalid_api_key")),
        ] {
            let answer = gateway.v1.send(plain(authorization)).await;
            assert_eq!(answer.status, 401, "{url} {authorization:?}: {}", answer.text());
            let answer = answer.refused(401, INVALID, code);
            let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
            assert!(!message.contains("0123456789abcdef"), "a key is masked: {message}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_client_is_told_when_the_connection_ends_with_a_refusal() {
    let upstream = Upstream::always(Reply::error(400, "invalid_request_error", None, "no")).await;
    let gateway = Gateway::before(&upstream).await;
    let unread = gateway.v1.with_secret(Some("tp-wrong")).chat("chat").await.refused(
        401,
        "invalid_request_error",
        Some("invalid_api_key"),
    );
    assert_eq!(unread.header("connection"), Some("close"), "nobody read the body, so the next request would get no answer");
    for model in ["nobody", "chat"] {
        let read = gateway.v1.chat(model).await;
        assert!(read.status >= 400);
        assert_eq!(read.header("connection"), None, "{model}: the connection serves on");
    }
    let bodiless = gateway.v1.with_secret(None).get("/models").await;
    assert_eq!((bodiless.status, bodiless.header("connection")), (401, None));
}

#[tokio::test]
async fn the_scheme_of_the_key_is_read_in_any_case() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    for scheme in ["bearer", "BEARER", "Bearer"] {
        let request = gateway.v1.with_secret(None).request(Method::GET, "/models");
        gateway.v1.send(request.header("authorization", format!("{scheme} {}", toml::SECRET))).await.ok();
    }
}

#[tokio::test]
async fn a_host_that_is_not_ours_is_refused_before_the_key_is_looked_at() {
    refused_without_a_call(async |gateway| {
        let port = gateway.address().port();
        for host in
            ["evil.example".to_owned(), format!("evil.example:{port}"), format!("127.0.0.1.evil.example:{port}"), String::new()]
        {
            let head = format!(
                "GET /v1/models HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\nconnection: close\r\n\r\n",
                toml::SECRET
            );
            let answer = raw::exchange(gateway.address(), head.as_bytes()).await;
            assert!(answer.starts_with("HTTP/1.1 403"), "a rebound name gets nothing: {host}: {answer}");
            assert!(answer.contains("\"error\""), "{answer}");
        }
        for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("LOCALHOST:{port}")] {
            let head = format!(
                "GET /v1/models HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\nconnection: close\r\n\r\n",
                toml::SECRET
            );
            let answer = raw::exchange(gateway.address(), head.as_bytes()).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{host}: {answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_web_page_gets_nothing_even_with_a_key() {
    refused_without_a_call(async |gateway| {
        for origin in ["https://evil.example", "http://localhost:3000", "null", "https://127.0.0.1.evil.example"] {
            let request = gateway.v1.request(Method::POST, "/chat/completions").header("origin", origin);
            let answer =
                gateway.v1.send(request.header("content-type", "application/json").body(hello("chat").to_string())).await;
            assert_eq!(answer.status, 403, "{origin}: {}", answer.text());
            answer.well_formed_error();
            assert_eq!(answer.header("access-control-allow-origin"), None);
            let preflight = gateway.v1.with_secret(None).request(Method::OPTIONS, "/chat/completions");
            let preflight = preflight.header("origin", origin).header("access-control-request-method", "POST");
            let answer = gateway.v1.send(preflight).await;
            assert_eq!(answer.header("access-control-allow-origin"), None, "no page is let in by default");
        }
    })
    .await;
}

#[tokio::test]
async fn an_unknown_route_and_a_wrong_method_say_so() {
    refused_without_a_call(async |gateway| {
        for (method, path) in
            [(Method::POST, "/nothing"), (Method::GET, "/chat"), (Method::GET, "/chat/completions/x"), (Method::GET, "/")]
        {
            let answer = gateway.v1.send(gateway.v1.request(method, path)).await.refused(404, INVALID, None);
            assert!(answer.json()["error"]["message"].as_str().unwrap().contains(path), "{path}");
        }
        for (method, path) in [
            (Method::GET, "/chat/completions"),
            (Method::PUT, "/chat/completions"),
            (Method::DELETE, "/embeddings"),
            (Method::POST, "/models"),
            (Method::PATCH, "/models/chat"),
        ] {
            let answer = gateway.v1.send(gateway.v1.request(method.clone(), path)).await;
            assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
            let answer = answer.refused(405, INVALID, Some("method_not_supported"));
            assert!(answer.header("allow").is_some(), "{method} {path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_content_type_is_refused_and_a_missing_one_is_not() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let chat = |kind: Option<&str>| {
        let request = gateway.v1.request(Method::POST, "/chat/completions").body(hello("chat").to_string());
        kind.into_iter().fold(request, |request, kind| request.header("content-type", kind))
    };
    for kind in ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"] {
        let answer = gateway.v1.send(chat(Some(kind))).await;
        assert!([400, 415].contains(&answer.status), "{kind}: {}", answer.text());
        answer.well_formed_error();
    }
    gateway.v1.send(chat(None)).await.ok();
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_by_its_announced_length_or_while_it_comes() {
    refused_without_a_call(async |gateway| {
        for framing in ["content-length: 10000000000\r\n", "transfer-encoding: chunked\r\n"] {
            let head = raw::chat_head(gateway.address(), toml::SECRET, framing);
            too_large(&raw::flood(gateway.address(), &head).await);
        }
    })
    .await;
}

#[track_caller]
fn too_large(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer:.300}");
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    let json: Value = serde_json::from_str(&body[body.find('{').unwrap()..=body.rfind('}').unwrap()]).unwrap();
    assert_eq!(json["error"]["type"], INVALID, "{json}");
}

#[tokio::test]
async fn headers_that_are_too_large_are_refused_and_the_next_client_is_served() {
    refused_without_a_call(async |gateway| {
        let head = raw::chat_head(gateway.address(), toml::SECRET, &format!("x-padding: {}\r\n", "x".repeat(2 << 20)));
        let answer = raw::exchange(gateway.address(), head.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer:.300}");
    })
    .await;
}

#[tokio::test]
async fn a_client_that_goes_away_in_the_middle_of_its_body_leaves_nothing_behind() {
    refused_without_a_call(async |gateway| {
        let head = raw::chat_head(gateway.address(), toml::SECRET, "content-length: 1000\r\n");
        let mut socket = tokio::net::TcpStream::connect(gateway.address()).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut socket, format!("{head}{{\"model\":").as_bytes()).await.unwrap();
        drop(socket);
    })
    .await;
}

#[tokio::test]
async fn images_come_from_the_web_or_in_the_message_and_from_nowhere_else() {
    refused_without_a_call(async |gateway| {
        for url in ["file:///etc/passwd", "ftp://example.org/cat.png", "cat.png", "data:text/html;base64,PGI+"] {
            let part = json!({"type": "image_url", "image_url": {"url": url}});
            let body = json!({"model": "chat", "messages": [{"role": "user", "content": [part]}]});
            let answer = gateway.v1.post("/chat/completions", body).await;
            assert_eq!(answer.status, 400, "{url}: {}", answer.text());
            answer.refused(400, INVALID, Some("invalid_image_url"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_refused_request_is_in_the_log_with_its_error() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let answer: Answer = gateway.v1.chat("gpt-none").await;
    let record = gateway.booked(&answer).await;
    assert_eq!((&record["status"], &record["state"]), (&json!(404), &json!("released")));
    assert_eq!(record["error"]["code"], "model_not_found");
    assert_eq!(record["attempts"], json!([]));
}
