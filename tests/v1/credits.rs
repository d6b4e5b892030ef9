//! Money: exact, held before it is spent, booked once.

use serde_json::{Value, json};

use crate::support::{
    Answer, Gate, Gateway, Reply, Upstream,
    answer::micros,
    client::{hello, streamed},
    eventually,
    reply::{delta, done},
    toml,
};

/// One chat model at a flat price of one credit, and a key that may spend `credits`.
async fn flat(upstream: &Upstream, credits: &str) -> Gateway {
    let model = toml::chat_model("chat", "local", "price = { per_request = 0.01 }");
    let key = toml::key(&format!("budget = {{ credits = {credits}, period = \"total\" }}"));
    Gateway::start(&[toml::provider("local", &upstream.base_url()), model, key].concat()).await
}

/// A chat model with these further lines, and a key.
async fn one_model(upstream: &Upstream, fields: &str) -> Gateway {
    Gateway::start(
        &[toml::provider("local", &upstream.base_url()), toml::chat_model("chat", "local", fields), toml::key(toml::AMPLE)]
            .concat(),
    )
    .await
}

fn race(gateway: &Gateway, count: usize) -> Vec<tokio::task::JoinHandle<Answer>> {
    (0..count)
        .map(|_| {
            tokio::spawn({
                let client = gateway.v1.clone();
                async move { client.chat("chat").await }
            })
        })
        .collect()
}

async fn all_requests(gateway: &Gateway) -> Vec<Value> {
    gateway.admin.get("/requests?limit=500").await.ok().json()["data"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_clients_on_a_budget_for_ten_get_ten_answers_and_fifty_four_refusals() {
    let gate = Gate::new();
    let upstream = Upstream::always(Reply::chat("paid for").after(&gate)).await;
    let gateway = flat(&upstream, "10").await;
    let calls = race(&gateway, 64);
    upstream.reached(10).await;
    eventually("fifty-four refusals while ten are under way", async || {
        (calls.iter().filter(|call| call.is_finished()).count() == 54).then_some(())
    })
    .await;
    assert_eq!(gateway.key("ci").await["held"], "10.000000");
    gate.open();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    let served = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((served, upstream.hits()), (10, 10), "and no eleventh was ever sent to the provider");
    for answer in answers.into_iter().filter(|answer| answer.status != 200) {
        let answer = answer.refused(429, "insufficient_quota", Some("insufficient_quota"));
        let metadata = answer.json()["error"]["metadata"].clone();
        assert_eq!(metadata["limit_source"], "in_flight", "what is held may come back: {metadata}");
        assert_ne!(answer.header("x-should-retry"), Some("false"), "so waiting may help");
    }
    gateway.nothing_is_held().await;
    let refused = gateway.v1.chat("chat").await.refused(429, "insufficient_quota", Some("insufficient_quota"));
    assert_eq!(refused.json()["error"]["metadata"]["limit_source"], "key_budget");
    assert_eq!(refused.header("x-should-retry"), Some("false"), "no waiting helps a budget that never ends its period");
    sums_agree(gateway, 10_000_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_clients_on_a_budget_for_ten_never_overspend_with_answers_in_between() {
    let upstream = Upstream::start().await;
    let gateway = flat(&upstream, "10").await;
    let mut served = 0;
    for call in race(&gateway, 64) {
        let answer = call.await.unwrap();
        match answer.status {
            200 => served += 1,
            _ => drop(answer.refused(429, "insufficient_quota", Some("insufficient_quota"))),
        }
    }
    assert_eq!((served, upstream.hits()), (10, 10));
    sums_agree(gateway, 10_000_000).await;
}

/// The requests' sum, the key's sum, and the key's sum read back from the ledger are the same.
async fn sums_agree(gateway: Gateway, expected: i64) {
    gateway.nothing_is_held().await;
    let sum = |rows: &[Value]| -> i64 { rows.iter().filter_map(|row| row["credits_used"].as_str()).map(micros).sum() };
    eventually("the sum of what requests show", async || (sum(&all_requests(&gateway).await) == expected).then_some(())).await;
    assert_eq!(micros(gateway.key("ci").await["spent"].as_str().unwrap()), expected, "the key's sum");
    let gateway = gateway.restart().await;
    let key = gateway.key("ci").await;
    assert_eq!(micros(key["spent"].as_str().unwrap()), expected, "the ledger's sum");
    assert_eq!(key["held"], "0.000000");
}

#[tokio::test]
async fn a_refusal_for_money_says_what_is_left_and_is_free() {
    let gateway = flat(&Upstream::start().await, "1.5").await;
    gateway.v1.chat("chat").await.ok();
    for body in [hello("chat"), streamed(hello("chat"))] {
        let answer =
            gateway.v1.post("/chat/completions", body).await.refused(429, "insufficient_quota", Some("insufficient_quota"));
        let metadata = answer.json()["error"]["metadata"].clone();
        assert_eq!(metadata["limit_source"], "key_budget");
        assert!(metadata.to_string().contains("0.500000"), "what is left: {metadata}");
        assert_eq!(answer.header("x-credits-used").map(micros), Some(0));
        let record = gateway.booked(&answer).await;
        assert_eq!((&record["state"], &record["attempts"]), (&json!("released"), &json!([])));
    }
    assert_eq!(gateway.key("ci").await["spent"], "1.000000");
}

#[tokio::test]
async fn a_budget_that_was_raised_counts_at_once() {
    let gateway = flat(&Upstream::start().await, "1").await;
    gateway.v1.chat("chat").await.ok();
    gateway.v1.chat("chat").await.refused(429, "insufficient_quota", Some("insufficient_quota"));
    gateway.change_key("ci", json!({"budget": {"credits": "2", "period": "total"}})).await;
    gateway.v1.chat("chat").await.ok();
}

#[tokio::test]
async fn what_a_key_spent_counts_after_a_restart() {
    let gateway = flat(&Upstream::start().await, "1").await;
    gateway.booked(&gateway.v1.chat("chat").await.ok()).await;
    let gateway = gateway.restart().await;
    gateway.v1.chat("chat").await.refused(429, "insufficient_quota", Some("insufficient_quota"));
}

#[tokio::test]
async fn the_bill_has_a_line_for_every_unit() {
    let usage = json!({"prompt_tokens": 1000, "completion_tokens": 300, "total_tokens": 1300,
        "prompt_tokens_details": {"cached_tokens": 400}, "completion_tokens_details": {"reasoning_tokens": 100}});
    let message = json!({"role": "assistant", "content": "thought through"});
    let reply = json!({"id": "x", "object": "chat.completion", "created": 1, "model": "m", "usage": usage,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]});
    let upstream = Upstream::always(Reply::json(200, reply)).await;
    let gateway = one_model(&upstream, "price = { input = 0.15, cached_input = 0.075, output = 0.60 }").await;
    let answer = gateway.v1.chat("chat").await.ok();
    // 600 * 15 + 400 * 7.5 + 300 * 60 = 30,000 millionths of a credit
    assert_eq!(answer.header("x-credits-used"), Some("0.030000"));
    let detail = gateway.detail(&answer.id()).await;
    let lines: Vec<(&str, u64)> = detail["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["unit"].as_str().unwrap(), line["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(lines, [("input", 600), ("cached_input", 400), ("output", 300)]);
    let sum: i64 = detail["lines"].as_array().unwrap().iter().map(|line| micros(line["credits"].as_str().unwrap())).sum();
    assert_eq!(sum, 30_000);
    assert_eq!(detail["price_source"], "yours");
    assert_eq!(
        detail["usage"],
        json!({"prompt_tokens": 1000, "completion_tokens": 300, "cached_tokens": 400, "cache_write_tokens": 0,
            "reasoning_tokens": 100, "images": 0, "characters": 0, "heard_ms": 0, "made_ms": 0})
    );
}

#[tokio::test]
async fn an_unknown_price_is_null_with_a_warning_and_never_zero() {
    let upstream = Upstream::start().await;
    let gateway = one_model(&upstream, "").await;
    for body in [hello("chat"), streamed(hello("chat"))] {
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        assert_eq!(answer.header("x-credits-used"), None, "no figure is better than a wrong one");
        let record = gateway.booked(&answer).await;
        assert_eq!((&record["state"], &record["credits_used"]), (&json!("settled"), &Value::Null));
        assert_eq!(record["usage"]["prompt_tokens"], 10, "what was used is known all the same");
        let warnings = gateway.detail(&answer.id()).await["warnings"].to_string();
        assert!(warnings.contains("price"), "{warnings}");
    }
}

#[tokio::test]
async fn a_price_from_the_catalogue_is_used_and_named() {
    let upstream = Upstream::start().await;
    let provider = format!(
        "[[providers]]\nid = \"oai\"\nvendor = \"openai\"\nbase_url = \"{}\"\napi_key = \"sk-x\"\n\n",
        upstream.base_url()
    );
    let model = "[[models]]\nid = \"gpt-4o-mini\"\nprovider = \"oai\"\nkind = \"chat\"\n\n";
    let gateway = Gateway::start(&[&provider, model, &toml::key("")].concat()).await;
    let answer = gateway.v1.chat("gpt-4o-mini").await.ok();
    // 10 tokens at US$0.15 and 5 at US$0.60 a million
    assert_eq!(answer.header("x-credits-used"), Some("0.000450"));
    let source = gateway.booked(&answer).await["price_source"].as_str().unwrap().to_owned();
    assert!(source.starts_with("genai-prices@"), "{source}");
}

#[tokio::test]
async fn usage_that_the_provider_does_not_report_is_estimated_and_says_so() {
    let silent = json!({"id": "x", "object": "chat.completion", "created": 1, "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "twenty characters xx"}, "finish_reason": "stop"}]});
    let frames =
        [delta(json!({"role": "assistant", "content": "twenty characters xx"}), None), delta(json!({}), Some("stop")), done()];
    for (reply, body) in [(Reply::json(200, silent), hello("chat")), (Reply::frames(frames), streamed(hello("chat")))] {
        let gateway = one_model(&Upstream::always(reply).await, toml::PRICE).await;
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        let record = gateway.booked(&answer).await;
        assert_eq!(record["usage_estimated"], true, "{record}");
        assert_eq!(record["usage"]["completion_tokens"], 5, "four bytes a token");
        assert!(micros(record["credits_used"].as_str().unwrap()) > 0);
    }
}

#[tokio::test]
async fn what_is_reserved_covers_the_longest_answer_that_was_allowed() {
    let gate = Gate::new();
    let upstream = Upstream::always(Reply::chat("short").after(&gate)).await;
    let gateway = one_model(&upstream, "price = { input = 0.0, output = 100.0 }").await;
    let mut body = hello("chat");
    body["max_tokens"] = json!(1000);
    let call = tokio::spawn({
        let client = gateway.v1.clone();
        async move { client.post("/chat/completions", body).await }
    });
    upstream.reached(1).await;
    assert_eq!(gateway.key("ci").await["held"], "10.000000", "1000 tokens at US$100 a million");
    gate.open();
    let record = gateway.booked(&call.await.unwrap().ok()).await;
    assert_eq!((&record["credits_reserved"], &record["credits_used"]), (&json!("10.000000"), &json!("0.050000")));
}

#[tokio::test]
async fn clients_that_all_hang_up_at_once_are_each_settled_once() {
    let opening =
        [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "twenty characters xx"}), None)];
    let upstream = Upstream::always(Reply::frames(opening).pause(&Gate::new(), [])).await;
    let gateway = one_model(&upstream, toml::PRICE).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        let mut stream = gateway.v1.open_stream(hello("chat")).await;
        stream.until("twenty").await;
        streams.push(stream);
    }
    let ids: Vec<String> = streams.iter().map(|stream| stream.id()).collect();
    drop(streams);
    let mut sum = 0;
    for id in &ids {
        let record = gateway.record(id).await;
        assert_eq!(record["state"], "settled");
        sum += micros(record["credits_used"].as_str().unwrap());
    }
    sums_agree(gateway, sum).await;
}

#[tokio::test]
async fn a_fallback_is_charged_at_its_own_price_and_both_are_covered_by_the_hold() {
    let first = Upstream::always(Reply::error(429, "requests", None, "slow down")).await;
    let second = Upstream::start().await;
    let models = [
        toml::chat_model("cheap", "first", "price = { per_request = 0.01 }\nfallbacks = [\"dear\"]"),
        toml::chat_model("dear", "second", "price = { per_request = 0.05 }"),
    ];
    let providers = [toml::provider("first", &first.base_url()), toml::provider("second", &second.base_url())];
    let key = toml::key("budget = { credits = 4, period = \"total\" }");
    let gateway = Gateway::start(&[providers.concat(), models.concat(), key].concat()).await;
    gateway.v1.chat("cheap").await.refused(429, "insufficient_quota", Some("insufficient_quota"));
    assert_eq!(second.hits(), 0, "the budget does not cover what the fallback may cost");
    gateway.change_key("ci", json!({"budget": {"credits": "5", "period": "total"}})).await;
    let answer = gateway.v1.chat("cheap").await.ok();
    assert_eq!((answer.header("x-model-used"), answer.header("x-credits-used")), (Some("dear"), Some("5.000000")));
    assert_eq!(gateway.booked(&answer).await["credits_reserved"], "5.000000");
}

#[tokio::test]
async fn the_hold_covers_every_choice_and_the_larger_of_two_limits() {
    let upstream = Upstream::start().await;
    let gateway = one_model(&upstream, "price = { input = 0.0, output = 100.0 }").await;
    for (fields, reserved) in [
        (json!({"max_tokens": 100}), "1.000000"),
        (json!({"max_completion_tokens": 200}), "2.000000"),
        (json!({"max_tokens": 100, "n": 5}), "5.000000"),
        (json!({"max_tokens": 1, "max_completion_tokens": 300}), "3.000000"),
    ] {
        let mut body = hello("chat");
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        assert_eq!(gateway.booked(&answer).await["credits_reserved"], reserved, "{fields}");
    }
}

#[tokio::test]
async fn every_answer_that_is_asked_for_is_held() {
    let upstream = Upstream::start().await;
    let model = toml::chat_model("chat", "local", "price = { output = 1 }");
    let gateway = Gateway::start(&[toml::provider("local", &upstream.base_url()), model, toml::key("")].concat()).await;
    for (more, held) in
        [(json!({}), "1.638400"), (json!({"n": 3}), "4.915200"), (json!({"n": 3, "max_tokens": 1000}), "0.300000")]
    {
        let mut body = hello("chat");
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        assert_eq!(gateway.booked(&answer).await["credits_reserved"], json!(held), "{more}");
    }
}
