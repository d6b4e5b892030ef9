//! Chat completions in one piece.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream, client::hello, schema, toml};

#[tokio::test]
async fn an_answer_is_what_openai_would_have_sent() {
    let upstream = Upstream::always(Reply::chat("Hello there")).await;
    let gateway = Gateway::before(&upstream).await;
    let answer = gateway.v1.chat("chat").await.ok();
    let body = answer.json();
    schema::check("CreateChatCompletionResponse", &body);
    assert_eq!(answer.content(), "Hello there");
    assert_eq!(body["model"], "chat", "the name that the client asked for, not the provider's");
    assert_eq!(body["usage"]["total_tokens"], 15);
    assert!(body["choices"][0]["logprobs"].is_null() && body["choices"][0].get("logprobs").is_some(), "required, even as null");
    assert!(body["choices"][0]["message"].get("refusal").is_some(), "required, even as null");
}

#[tokio::test]
async fn the_provider_sees_its_own_key_and_model_and_nothing_of_the_clients() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    gateway.v1.chat("chat").await.ok();
    let received = upstream.last();
    assert_eq!(received.path, "/v1/chat/completions");
    assert_eq!(received.headers["authorization"], "Bearer sk-upstream-local");
    assert_eq!(received.body["model"], "chat-upstream");
    let everything = format!("{:?}", received.headers);
    assert!(!everything.contains("tp-test"), "the client's key stays here: {everything}");
}

#[tokio::test]
async fn unknown_fields_pass_through_and_nulls_are_absent() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let mut body = hello("chat");
    body["top_k"] = json!(40);
    body["chat_template_kwargs"] = json!({"enable_thinking": false, "depth": [1, 2.5, null]});
    body["seed"] = json!(9_007_199_254_740_993_i64);
    body["stop"] = Value::Null;
    body["tools"] = Value::Null;
    body["stream"] = Value::Null;
    gateway.v1.post("/chat/completions", body).await.ok();
    let sent = upstream.last().body;
    assert_eq!(sent["top_k"], 40);
    assert_eq!(sent["chat_template_kwargs"], json!({"enable_thinking": false, "depth": [1, 2.5, null]}));
    assert_eq!(sent["seed"], 9_007_199_254_740_993_i64, "numbers keep every digit");
    assert!(sent.get("stop").is_none() && sent.get("tools").is_none(), "vendors refuse nulls: {sent}");
}

#[tokio::test]
async fn what_an_answer_holds_beyond_openais_fields_reaches_the_client() {
    let message = json!({"role": "assistant", "content": "4", "reasoning_content": "two and two", "annotations": []});
    let reply = json!({"id": "x", "object": "chat.completion", "created": 1, "model": "m", "provider_note": {"region": "eu"},
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, "queue_time": 0.25},
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]});
    let gateway = Gateway::before(&Upstream::always(Reply::json(200, reply)).await).await;
    let body = gateway.v1.chat("chat").await.ok().json();
    assert_eq!(body["choices"][0]["message"]["reasoning_content"], "two and two");
    assert_eq!(body["provider_note"]["region"], "eu");
    assert_eq!(body["usage"]["queue_time"], 0.25);
    schema::check("CreateChatCompletionResponse", &body);
}

#[tokio::test]
async fn a_tool_call_comes_back_whole() {
    let gateway = Gateway::before(&Upstream::always(Reply::tool_call("get_weather", r#"{"city":"Paris"}"#)).await).await;
    let mut body = hello("chat");
    body["tools"] = json!([{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}]);
    let answer = gateway.v1.post("/chat/completions", body).await.ok().json();
    schema::check("CreateChatCompletionResponse", &answer);
    let choice = &answer["choices"][0];
    assert_eq!(choice["finish_reason"], "tool_calls");
    assert!(choice["message"]["content"].is_null());
    let call = &choice["message"]["tool_calls"][0];
    assert_eq!((call["id"].as_str(), call["type"].as_str()), (Some("call_1"), Some("function")));
    assert_eq!(call["function"]["arguments"], r#"{"city":"Paris"}"#, "arguments are text that holds JSON");
}

#[tokio::test]
async fn a_conversation_with_tool_results_images_and_a_schema_reaches_the_provider_unchanged() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let image = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"}});
    let call = json!({"id": "call_9", "type": "function", "function": {"name": "look", "arguments": "{}"}});
    let messages = json!([
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "What is on it?"}, image]},
        {"role": "assistant", "content": null, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_9", "content": "a cat — ein Kätzchen 🐈"},
    ]);
    let format = json!({"type": "json_schema", "json_schema": {"name": "seen", "strict": true, "schema": {"type": "object"}}});
    let body = json!({"model": "chat", "messages": messages, "response_format": format});
    gateway.v1.post("/chat/completions", body).await.ok();
    let sent = upstream.last().body;
    assert_eq!(sent["response_format"], format);
    assert_eq!(sent["messages"][1], messages[1]);
    assert_eq!(sent["messages"][2]["tool_calls"], messages[2]["tool_calls"]);
    assert_eq!(sent["messages"][3], messages[3]);
}

#[tokio::test]
async fn a_body_without_a_length_is_read_to_its_end() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let text = hello("chat").to_string();
    let chunks: String =
        text.as_bytes().chunks(7).map(|part| format!("{:x}\r\n{}\r\n", part.len(), str::from_utf8(part).unwrap())).collect();
    let head = crate::support::raw::chat_head(gateway.address(), toml::SECRET, "transfer-encoding: chunked\r\n");
    let answer = crate::support::raw::exchange(gateway.address(), format!("{head}{chunks}0\r\n\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn every_answer_says_what_served_it_and_what_it_cost() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let answer = gateway.v1.chat("chat").await.ok();
    assert_eq!(answer.header("x-model-used"), Some("chat"));
    assert_eq!(answer.header("x-fallback-depth"), Some("0"));
    assert_eq!(answer.header("x-fallback-from"), None, "no fallback ran");
    assert_eq!(answer.header("x-credits-used"), Some("0.200000"), "ten tokens at US$100 and five at US$200 a million");
    let other = gateway.v1.chat("chat").await.ok();
    assert_ne!(answer.id(), other.id());
}

#[tokio::test]
async fn the_headers_of_every_sdk_are_let_pass() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let mut request = gateway.v1.request(reqwest::Method::POST, "/chat/completions");
    for (name, value) in [
        ("x-stainless-lang", "python"),
        ("x-stainless-retry-count", "0"),
        ("openai-organization", "org-1"),
        ("openai-beta", "assistants=v2"),
        ("idempotency-key", "one"),
        ("content-type", "application/json; charset=utf-8"),
    ] {
        request = request.header(name, value);
    }
    gateway.v1.send(request.body(hello("chat").to_string())).await.ok();
}

#[tokio::test]
async fn a_field_that_is_there_twice_cannot_smuggle_another_value_past_the_limits() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let messages = r#""messages": [{"role": "user", "content": "hi"}]"#;
    for body in [
        format!(r#"{{"model": "chat", "model": "secret-upstream-model", {messages}}}"#),
        format!(r#"{{"model": "chat", "max_tokens": 1, "max_tokens": 100000, {messages}}}"#),
        format!(r#"{{"model": "chat", "n": 1, "n": 100, {messages}}}"#),
        format!(r#"{{"model": "chat", "stream": false, "stream": true, {messages}}}"#),
    ] {
        let seen = upstream.hits();
        let answer = gateway.v1.post_bytes("/chat/completions", body.clone().into_bytes()).await;
        if [400, 404].contains(&answer.status) {
            answer.well_formed_error();
            continue;
        }
        let sent = String::from_utf8(upstream.last().bytes).unwrap();
        assert_eq!(upstream.hits(), seen + 1);
        for name in ["\"model\"", "\"max_tokens\"", "\"n\"", "\"stream\""] {
            assert!(sent.matches(name).count() <= 1, "a provider may read the other one: {sent}");
        }
        assert!(!sent.contains("secret-upstream-model"), "{sent}");
    }
}

#[tokio::test]
async fn neither_side_sees_the_others_headers() {
    let upstream =
        Upstream::always(Reply::chat("Hello").header("set-cookie", "provider=1").header("x-provider-account", "acme")).await;
    let gateway = Gateway::before(&upstream).await;
    let request = gateway.v1.request(reqwest::Method::POST, "/chat/completions").header("cookie", "session=1");
    let request = request.header("x-forwarded-for", "10.0.0.1").header("openai-organization", "org-of-the-client");
    let answer = gateway.v1.send(request.header("content-type", "application/json").body(hello("chat").to_string())).await.ok();
    let received = upstream.last().headers;
    for name in ["cookie", "x-forwarded-for", "openai-organization", "x-request-id"] {
        assert!(!received.contains_key(name), "{name} went on to the provider");
    }
    for name in ["set-cookie", "x-provider-account"] {
        assert_eq!(answer.header(name), None, "{name} came back from the provider");
    }
}

#[tokio::test]
async fn several_choices_come_back_each_with_its_index() {
    let choice = |index: u32, text: &str| json!({"index": index, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"});
    let reply = json!({"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice(0, "one"), choice(1, "two")],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}});
    let gateway = Gateway::before(&Upstream::always(Reply::json(200, reply)).await).await;
    let mut body = hello("chat");
    body["n"] = json!(2);
    let answer = gateway.v1.post("/chat/completions", body).await.ok().json();
    schema::check("CreateChatCompletionResponse", &answer);
    assert_eq!(
        (&answer["choices"][0]["message"]["content"], &answer["choices"][1]["message"]["content"]),
        (&json!("one"), &json!("two"))
    );
}

#[tokio::test]
async fn a_model_whose_name_no_header_can_hold_is_served_all_the_same() {
    let upstream = Upstream::start().await;
    let model = toml::chat_model("modèle-日本", "local", toml::PRICE);
    let gateway = Gateway::start(&[toml::provider("local", &upstream.base_url()), model, toml::key("")].concat()).await;
    let answer = gateway.v1.chat("modèle-日本").await.ok();
    assert_eq!(answer.json()["model"], "modèle-日本");
    assert_eq!(gateway.record(&answer.id()).await["model_used"], "modèle-日本");
    let strange = "line\r\nbreak: yes";
    gateway.v1.chat(strange).await.refused(404, "invalid_request_error", Some("model_not_found"));
}
