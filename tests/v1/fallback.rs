//! Routes with more than one target: who is tried, in which order, and what the client learns of it.

use serde_json::{Value, json};

use crate::support::{
    Gateway, Reply, Upstream,
    client::{hello, streamed},
    reply::delta,
    toml,
    upstream::Refusing,
};

/// Model `chat` at one provider with `backup` at another behind it.
async fn pair(first: &str, second: &Upstream, chat: &str, backup: &str) -> Gateway {
    let models = [
        toml::chat_model("chat", "first", &format!("{}\nfallbacks = [\"backup\"]\n{chat}", toml::PRICE)),
        toml::chat_model("backup", "second", &format!("{}\n{backup}", toml::PRICE)),
    ];
    let providers = [toml::provider("first", first), toml::provider("second", &second.base_url())];
    Gateway::start(&[providers.concat(), models.concat(), toml::key("")].concat()).await
}

fn outcomes(record: &Value) -> Vec<(&str, &str, &str)> {
    let word = |value: &Value| -> &'static str { Box::leak(value.as_str().unwrap_or("-").to_owned().into_boxed_str()) };
    let attempts = record["attempts"].as_array().unwrap().iter();
    attempts.map(|attempt| (word(&attempt["model"]), word(&attempt["outcome"]), word(&attempt["failure"]))).collect()
}

#[tokio::test]
async fn a_full_provider_is_passed_over_and_the_client_can_see_it() {
    let first = Upstream::always(Reply::error(429, "requests", Some("rate_limit_exceeded"), "slow down")).await;
    let second = Upstream::start().await;
    let gateway = pair(&first.base_url(), &second, "", "").await;
    for streaming in [false, true] {
        let answer = if streaming { gateway.v1.chat_stream("chat").await } else { gateway.v1.chat("chat").await }.ok();
        assert_eq!(answer.header("x-fallback-from"), Some("chat"));
        assert_eq!(answer.header("x-fallback-depth"), Some("1"));
        assert_eq!(answer.header("x-model-used"), Some("backup"));
        let model = if streaming { answer.events().chunks[0]["model"].clone() } else { answer.json()["model"].clone() };
        assert_eq!(model, "backup", "the body names what served, as the header does");
        let record = gateway.booked(&answer).await;
        assert_eq!((&record["model"], &record["model_used"]), (&json!("chat"), &json!("backup")));
        assert_eq!((&record["fallback_from"], &record["fallback_depth"]), (&json!("chat"), &json!(1)));
        assert_eq!(record["credits_used"], "0.200000", "charged once, for what served");
    }
    assert_eq!(second.last().body["model"], "backup-upstream");
    assert_eq!(second.last().headers["authorization"], "Bearer sk-upstream-second");
}

#[tokio::test]
async fn both_attempts_are_in_the_record_with_their_reasons_and_times() {
    let first = Upstream::always(Reply::error(429, "requests", None, "try again in a minute")).await;
    let gateway = pair(&first.base_url(), &Upstream::start().await, "", "").await;
    let record = gateway.booked(&gateway.v1.chat("chat").await.ok()).await;
    assert_eq!(outcomes(&record), [("chat", "failed", "rate_limited"), ("backup", "served", "-")]);
    let attempts = record["attempts"].as_array().unwrap();
    assert_eq!((&attempts[0]["provider"], &attempts[1]["provider"]), (&json!("first"), &json!("second")));
    assert_eq!(attempts[0]["status"], 429);
    let time = |attempt: &Value, name: &str| attempt[name].as_u64().unwrap();
    assert!(time(&attempts[0], "started_ms") <= time(&attempts[0], "ended_ms"));
    assert!(time(&attempts[0], "ended_ms") <= time(&attempts[1], "started_ms"));
    let detail = gateway.detail(record["id"].as_str().unwrap()).await;
    assert!(
        detail["attempts"][0]["message"].as_str().unwrap().contains("try again in a minute"),
        "the provider's own words: {detail}"
    );
}

#[tokio::test]
async fn whatever_fails_before_the_first_content_falls_back() {
    let role = || delta(json!({"role": "assistant", "content": ""}), None);
    let error = "data: {\"error\":{\"message\":\"crashed\",\"type\":\"server_error\",\"code\":null}}\n\n".to_owned();
    for (what, reply, failure) in [
        ("closes", Reply::hang_up(), "connect"),
        ("500", Reply::error(500, "server_error", None, "boom"), "server"),
        ("503", Reply::error(503, "server_error", None, "full"), "overloaded"),
        ("HTML", Reply::html(200), "bad_reply"),
        ("a wrong credential", Reply::error(401, "invalid_request_error", Some("invalid_api_key"), "no"), "auth"),
        ("an account without money", Reply::error(429, "insufficient_quota", Some("insufficient_quota"), "pay"), "quota"),
        ("an unknown model", Reply::error(404, "invalid_request_error", Some("model_not_found"), "none"), "model_not_found"),
        ("a stream that ends after its role", Reply::frames([role()]), "truncated"),
        ("a stream that breaks after its role", Reply::frames([role()]).cut(), "truncated"),
        ("a stream that errs after its role", Reply::frames([role(), error]), "server"),
    ] {
        let first = Upstream::always(reply).await;
        let gateway = pair(&first.base_url(), &Upstream::start().await, "", "").await;
        let answer = gateway.v1.chat_stream("chat").await.ok();
        let events = answer.events();
        assert_eq!((events.content().as_str(), events.done), ("Hello there", true), "{what}: {}", answer.text());
        let roles = events.chunks.iter().filter(|chunk| chunk["choices"][0]["delta"].get("role").is_some()).count();
        assert_eq!(roles, 1, "{what}: nothing of the failed attempt reached the client");
        let record = gateway.booked(&answer).await;
        let seen = outcomes(&record);
        assert_eq!(seen.first(), Some(&("chat", "failed", failure)), "{what}: {record}");
        assert_eq!(seen.last(), Some(&("backup", "served", "-")), "{what}");
        assert_eq!(answer.header("x-fallback-depth"), Some("1"), "{what}");
    }
}

#[tokio::test]
async fn after_the_first_content_there_is_no_fallback() {
    let opening = [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "one two"}), None)];
    let first = Upstream::always(Reply::frames(opening).cut()).await;
    let second = Upstream::start().await;
    let gateway = pair(&first.base_url(), &second, "", "").await;
    let answer = gateway.v1.chat_stream("chat").await.ok();
    let events = answer.events();
    assert!(events.error().is_some() && !events.done, "{}", answer.text());
    assert_eq!((first.hits(), second.hits()), (1, 0), "a second target would repeat output");
    assert_eq!(answer.header("x-model-used"), Some("chat"));
    assert_eq!(answer.header("x-fallback-from"), None);
    gateway.booked(&answer).await;
}

#[tokio::test]
async fn what_is_wrong_everywhere_is_not_tried_elsewhere() {
    let first = Upstream::always(Reply::error(400, "invalid_request_error", Some("invalid_value"), "bad")).await;
    let second = Upstream::start().await;
    let gateway = pair(&first.base_url(), &second, "", "").await;
    let answer = gateway.v1.chat("chat").await.refused(400, "invalid_request_error", Some("invalid_value"));
    assert_eq!((first.hits(), second.hits()), (1, 0));
    assert_eq!(answer.header("x-fallback-from"), None);
}

#[tokio::test]
async fn a_server_error_is_tried_again_before_the_fallback() {
    let first = Upstream::start().await;
    first.reply(Reply::error(500, "server_error", None, "hiccup"));
    let second = Upstream::start().await;
    let gateway = pair(&first.base_url(), &second, "", "").await;
    let answer = gateway.v1.chat("chat").await.ok();
    assert_eq!((first.hits(), second.hits()), (2, 0));
    assert_eq!(answer.header("x-fallback-depth"), Some("0"), "the second try at the same target is no fallback");
    assert_eq!(outcomes(&gateway.booked(&answer).await), [("chat", "failed", "server"), ("chat", "served", "-")]);
}

#[tokio::test]
async fn when_all_fail_the_first_targets_error_is_told_and_every_attempt_kept() {
    let nobody = Refusing::new();
    let second = Upstream::always(Reply::error(503, "server_error", None, "full")).await;
    let gateway = pair(&nobody.base_url(), &second, "", "").await;
    for body in [hello("chat"), streamed(hello("chat"))] {
        let answer = gateway.v1.post("/chat/completions", body).await.refused(502, "server_error", Some("upstream_error"));
        let record = gateway.booked(&answer).await;
        assert_eq!(record["state"], "released");
        let seen = outcomes(&record);
        assert!(seen.contains(&("chat", "failed", "connect")) && seen.contains(&("backup", "failed", "overloaded")), "{record}");
    }
}

#[tokio::test]
async fn a_target_that_cannot_take_the_request_is_skipped_with_a_reason() {
    let image = json!([{"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]);
    let speech = json!([{"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}]);
    let tools = json!([{"type": "function", "function": {"name": "f"}}]);
    let pdf = json!([{"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERi0="}}]);
    let schema = json!({"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}});
    let all = ["tools", "vision", "json_schema", "audio_input", "pdf", "reasoning"];
    for (capability, fields) in [
        ("vision", json!({"messages": [{"role": "user", "content": image}]})),
        ("audio_input", json!({"messages": [{"role": "user", "content": speech}]})),
        ("pdf", json!({"messages": [{"role": "user", "content": pdf}]})),
        ("tools", json!({"tools": tools})),
        ("json_schema", json!({"response_format": schema})),
    ] {
        let (first, second) = (Upstream::start().await, Upstream::start().await);
        let others: Vec<_> = all.into_iter().filter(|other| *other != capability).collect();
        let gateway = pair(&first.base_url(), &second, &format!("capabilities = {}", json!(others)), "").await;
        let mut body = hello("chat");
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        assert_eq!((first.hits(), second.hits()), (0, 1), "{capability}");
        assert_eq!(answer.header("x-model-used"), Some("backup"), "{capability}");
        assert_eq!(answer.header("x-fallback-from"), Some("chat"), "{capability}");
        let detail = gateway.detail(&answer.id()).await;
        let why = format!("does not support {capability}");
        assert_eq!(detail["skipped"], json!([{"model": "chat", "provider": "first", "why": why}]), "{capability}");
        gateway.v1.chat("chat").await.ok();
        assert_eq!(first.hits(), 1, "a plain request goes to the first target");
    }
}

#[tokio::test]
async fn a_request_that_is_too_long_for_a_model_goes_to_one_that_takes_it() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let providers = [
        toml::provider("first", &first.base_url()).replace("openai-compatible", "openai"),
        toml::provider("second", &second.base_url()),
    ];
    let models = [
        toml::chat_model("gpt-4", "first", "fallbacks = [\"backup\"]").replace("gpt-4-upstream", "gpt-4"),
        toml::chat_model("backup", "second", toml::PRICE),
    ];
    let gateway = Gateway::start(&[providers.concat(), models.concat(), toml::key("")].concat()).await;
    for (words, hits) in [(8_000, (1, 0)), (17_000, (1, 1))] {
        let mut body = hello("gpt-4");
        body["messages"][0]["content"] = json!("word ".repeat(words));
        let answer = gateway.v1.post("/chat/completions", body.clone()).await.ok();
        assert_eq!((first.hits(), second.hits()), hits, "{words} words may fit into 8192 tokens, or never do");
        if words > 8_192 * 2 {
            let why = "takes 8192 tokens at the most, and this request is longer";
            let skipped = gateway.detail(&answer.id()).await["skipped"].clone();
            assert_eq!(skipped, json!([{"model": "gpt-4", "provider": "first", "why": why}]));
            gateway.admin.patch("/providers/second", json!({"disabled": true})).await.ok();
            gateway.v1.post("/chat/completions", body).await.ok();
            assert_eq!((first.hits(), second.hits()), (2, 1), "with nobody else left it is asked, and says so itself");
        }
    }
    let shown = gateway.admin.get("/route?model=gpt-4&tokens=9000").await.ok().json();
    assert_eq!(shown["targets"][0]["step"], "first", "{shown}");
}

#[tokio::test]
async fn what_no_target_can_take_is_refused_before_any_call() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let gateway = pair(&first.base_url(), &second, "capabilities = []", "capabilities = []").await;
    let mut body = hello("chat");
    body["tools"] = json!([{"type": "function", "function": {"name": "f"}}]);
    let answer = gateway.v1.post("/chat/completions", body).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    answer.well_formed_error();
    assert!(answer.text().contains("tools"), "says what is lacking: {}", answer.text());
    assert_eq!((first.hits(), second.hits()), (0, 0));
    assert_eq!(gateway.booked(&answer).await["state"], "released");
}

#[tokio::test]
async fn a_target_that_asked_for_patience_is_left_alone_until_then() {
    let first = Upstream::start().await;
    first.reply(Reply::error(429, "requests", None, "slow down").header("retry-after", "120"));
    let second = Upstream::start().await;
    let gateway = pair(&first.base_url(), &second, "", "").await;
    gateway.v1.chat("chat").await.ok();
    for _ in 0..3 {
        let answer = gateway.v1.chat("chat").await.ok();
        assert_eq!(answer.header("x-fallback-from"), Some("chat"));
        let skipped = gateway.detail(&answer.id()).await["skipped"][0].clone();
        assert_eq!(skipped["model"], "chat");
        assert!(skipped["why"].as_str().unwrap().starts_with("failed lately, next try in 1"), "{skipped}");
    }
    assert_eq!((first.hits(), second.hits()), (1, 4));
    let providers = gateway.admin.get("/providers").await.ok().json();
    let cooling =
        providers["data"].as_array().unwrap().iter().find(|provider| provider["id"] == "first").unwrap()["cooling"].clone();
    assert_eq!(cooling[0]["model"], "chat", "the window shows it: {providers}");
}

#[tokio::test]
async fn when_every_target_cools_down_one_is_tried_all_the_same() {
    let refuse = || Reply::error(429, "requests", None, "slow down").header("retry-after", "120");
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    first.reply(refuse());
    second.reply(refuse());
    let gateway = pair(&first.base_url(), &second, "", "").await;
    assert_eq!(gateway.v1.chat("chat").await.status, 429);
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn embeddings_fall_back_too() {
    let first = Upstream::always(Reply::error(429, "requests", None, "slow down")).await;
    let second = Upstream::start().await;
    let models = [
        toml::embedding_model("embed", "first", "price = { input = 1.0 }\nfallbacks = [\"spare\"]"),
        toml::embedding_model("spare", "second", "price = { input = 1.0 }"),
    ];
    let providers = [toml::provider("first", &first.base_url()), toml::provider("second", &second.base_url())];
    let gateway = Gateway::start(&[providers.concat(), models.concat(), toml::key("")].concat()).await;
    let answer = gateway.v1.post("/embeddings", json!({"model": "embed", "input": "x"})).await.ok();
    assert_eq!(answer.header("x-model-used"), Some("spare"));
    assert_eq!(answer.header("x-fallback-depth"), Some("1"));
}

#[tokio::test]
async fn a_chain_is_walked_in_its_order() {
    let broken = Upstream::always(Reply::error(429, "requests", None, "slow down")).await;
    let good = Upstream::start().await;
    let models = [
        toml::chat_model("one", "broken", "price = { input = 1.0 }\nfallbacks = [\"two\", \"three\"]"),
        toml::chat_model("two", "broken", "price = { input = 1.0 }"),
        toml::chat_model("three", "good", "price = { input = 1.0 }"),
    ];
    let providers = [toml::provider("broken", &broken.base_url()), toml::provider("good", &good.base_url())];
    let gateway = Gateway::start(&[providers.concat(), models.concat(), toml::key("")].concat()).await;
    let answer = gateway.v1.chat("one").await.ok();
    assert_eq!((answer.header("x-model-used"), answer.header("x-fallback-depth")), (Some("three"), Some("2")));
    let record = gateway.booked(&answer).await;
    let models: Vec<&str> = outcomes(&record).into_iter().map(|(model, ..)| model).collect();
    assert_eq!(models, ["one", "two", "three"]);
}
