//! What requests add up to: the overview, costs elsewhere, what keys spent, and limits tried on what has been.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream, answer::micros, gateway, reply::delta, toml};

/// Three chats that are served, one for a model that is not there, and an embedding, all booked.
async fn used() -> Gateway {
    let gateway = Gateway::before(&Upstream::start().await).await;
    for model in ["chat", "chat", "chat", "nobody"] {
        let id = gateway.v1.chat(model).await.id();
        gateway.record(&id).await;
    }
    let id = gateway.v1.post("/embeddings", json!({"model": "embed", "input": "hello"})).await.ok().id();
    gateway.record(&id).await;
    gateway
}

#[tokio::test]
async fn the_overview_adds_up() {
    let gateway = used().await;
    let overview = gateway.admin.get("/overview").await.ok().json();
    let totals = &overview["totals"];
    for (name, expected) in [("requests", 5), ("failed", 1), ("fallbacks", 0), ("unpriced", 0), ("output_tokens", 15)] {
        assert_eq!(totals[name], json!(expected), "{name} in {totals:#}");
    }
    assert!(totals["duration_p50_ms"].as_u64() <= totals["duration_p95_ms"].as_u64() && totals["duration_p50_ms"].is_u64());
    assert_eq!(overview["before"]["requests"], 0);
    assert_eq!(overview["before"]["duration_p50_ms"], Value::Null, "unknown, not 0");
    let (from, to) = (overview["from"].as_i64().unwrap(), overview["to"].as_i64().unwrap());
    let (buckets, step) = (overview["buckets"].as_array().unwrap(), overview["bucket_ms"].as_i64().unwrap());
    assert_eq!((to - from, buckets[0]["at"].as_i64()), (86_400_000, Some(from)));
    assert!(buckets.windows(2).all(|pair| pair[1]["at"].as_i64().unwrap() - pair[0]["at"].as_i64().unwrap() == step));
    let sum = |rows: &[Value], field: &str| rows.iter().map(|row| row[field].as_u64().unwrap()).sum::<u64>();
    let credits = |rows: &[Value]| rows.iter().map(|row| micros(row["credits"].as_str().unwrap())).sum::<i64>();
    let total = micros(totals["credits"].as_str().unwrap());
    for part in ["buckets", "models", "keys"] {
        let rows = overview[part].as_array().unwrap();
        assert_eq!((sum(rows, "requests"), credits(rows)), (5, total), "{part}");
    }
    let models = overview["models"].as_array().unwrap();
    assert_eq!((&models[0]["id"], &models[0]["requests"]), (&json!("chat"), &json!(3)));
    assert!(models.iter().all(|model| model["series"].as_array().unwrap().len() == buckets.len()));
    assert_eq!((&overview["providers"][0]["id"], &overview["providers"][0]["requests"]), (&json!("local"), &json!(4)));
    assert_eq!(overview["keys"][0]["name"], "ci");
    let long_ago = gateway.admin.get("/overview?from=1000&to=601000").await.ok().json();
    assert_eq!((&long_ago["totals"]["requests"], &long_ago["models"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn more_models_than_are_told_apart_are_one_without_an_id_and_unpriced_ones_cost_nothing_known() {
    let upstream = Upstream::start().await;
    let models: String = (0..8).map(|number| toml::chat_model(&format!("m{number}"), "local", "")).collect();
    let gateway = Gateway::start(&(gateway::config(&upstream.base_url()) + &models)).await;
    for number in 0..8 {
        let id = gateway.v1.chat(&format!("m{number}")).await.ok().id();
        gateway.record(&id).await;
    }
    let overview = gateway.admin.get("/overview").await.ok().json();
    let models = overview["models"].as_array().unwrap();
    assert_eq!((models.len(), &models[6]["id"], &models[6]["requests"]), (7, &Value::Null, &json!(2)));
    let totals = &overview["totals"];
    assert_eq!((&totals["unpriced"], &totals["credits"], &models[6]["unpriced"]), (&json!(8), &json!("0.000000"), &json!(2)));
}

#[tokio::test]
async fn a_periods_tokens_are_priced_with_other_models() {
    let gateway = used().await;
    let elsewhere = gateway.admin.get("/overview/elsewhere").await.ok().json();
    assert_eq!(elsewhere["actual"], json!({"credits": "0.600000", "unpriced": 0, "requests": 3}), "chats only");
    assert_eq!((&elsewhere["input_tokens"], &elsewhere["output_tokens"]), (&json!(30), &json!(15)));
    let models = elsewhere["models"].as_array().unwrap();
    let find = |id: &str| models.iter().find(|model| model["id"] == id).unwrap_or_else(|| panic!("{id} in {models:#?}"));
    assert_eq!((&find("chat")["credits"], &find("chat")["source"]), (&json!("0.600000"), &json!("yours")));
    // 30 tokens at US$0.15 and 15 at US$0.60 a million.
    let known = find("openai/gpt-4o-mini");
    assert_eq!((&known["credits"], &known["source"]), (&json!("0.001350"), &json!("built_in")));
    assert!(
        models.iter().all(|model| !model["id"].as_str().unwrap().starts_with("sandbox")),
        "nobody compares with canned answers"
    );
    let prices: Vec<_> = models.iter().map(|model| micros(model["credits"].as_str().unwrap())).collect();
    assert!(prices.is_sorted(), "the cheapest first: {prices:?}");
    for (id, credits) in [("chat", json!("0.600000")), ("openai/gpt-4o-mini", json!("0.001350")), ("no/such", Value::Null)] {
        let asked = gateway.admin.ask("/overview/elsewhere", &[("model", id)]).await.ok().json();
        let models = asked["models"].as_array().unwrap();
        assert_eq!((models.len(), &models[0]["id"], &models[0]["credits"]), (1, &json!(id), &credits));
        assert_eq!(models[0]["why_not"].is_string(), credits.is_null(), "{models:?}");
    }
}

#[tokio::test]
async fn what_keys_spent_is_told_day_by_day() {
    let gateway = used().await;
    let id = gateway.key("ci").await["id"].clone();
    let usage = gateway.admin.get("/keys/usage?days=3").await.ok().json();
    let of_key = usage["data"].as_array().unwrap().iter().find(|usage| usage["key"] == id).unwrap().clone();
    let spent = gateway.key("ci").await["spent"].clone();
    assert_eq!((&of_key["today"], &of_key["requests"]), (&spent, &json!(5)));
    assert_eq!(of_key["days"], json!(["0.000000", "0.000000", spent]));
}

#[tokio::test]
async fn limits_are_tried_on_what_has_been_before_they_count() {
    let gateway = used().await;
    let id = gateway.key("ci").await["id"].clone();
    let rows = gateway.admin.get("/requests").await.ok().json()["data"].as_array().unwrap().clone();
    let oldest_first: Vec<_> = rows.iter().rev().map(|row| row["id"].clone()).collect();
    for (limits, refused, limit, first) in [
        (json!({}), 0, None, 0),
        (json!({"requests_per_minute": 2}), 3, Some("requests_per_minute"), 2),
        (json!({"endpoints": ["chat"]}), 1, Some("endpoints"), 4),
        (json!({"models": ["embed"]}), 4, Some("models"), 0),
        (json!({"budget": {"credits": "0.000001", "period": "day"}}), 4, Some("budget"), 0),
    ] {
        let mut body = limits.clone();
        body["key"] = id.clone();
        let dry_run = gateway.admin.post("/keys/dry-run", body).await.ok().json();
        assert_eq!((&dry_run["requests"], &dry_run["refused"]), (&json!(5), &json!(refused)), "{limits}: {dry_run:#}");
        let reasons = dry_run["reasons"].as_array().unwrap();
        match limit {
            None => assert!(reasons.is_empty(), "{dry_run:#}"),
            Some(limit) => {
                assert_eq!(
                    (&reasons[0]["limit"], &reasons[0]["first_request"]),
                    (&json!(limit), &oldest_first[first]),
                    "{limits}"
                );
            }
        }
    }
    assert_eq!(gateway.key("ci").await["requests_per_minute"], Value::Null, "nothing was changed");
    gateway.v1.chat("chat").await.ok();
    for (body, status) in [(json!({"key": "nobody"}), 404), (json!({}), 400), (json!({"key": id, "colour": "red"}), 400)] {
        assert_eq!(gateway.admin.post("/keys/dry-run", body.clone()).await.status, status, "{body}");
    }
}

#[tokio::test]
async fn a_stream_that_breaks_after_a_good_beginning_counts_as_failed() {
    let opening = [delta(json!({"role": "assistant", "content": "Hello"}), None)];
    let upstream = Upstream::always(Reply::frames(opening).cut()).await;
    let gateway = Gateway::before(&upstream).await;
    let id = gateway.v1.chat_stream("chat").await.id();
    gateway.record(&id).await;
    let overview = gateway.admin.get("/overview").await.ok().json();
    assert_eq!((&overview["totals"]["requests"], &overview["totals"]["failed"]), (&json!(1), &json!(1)));
    let errors = gateway.admin.ask("/requests", &[("filter", "status:error")]).await.ok().json();
    assert_eq!(errors["data"][0]["id"], json!(id));
}
