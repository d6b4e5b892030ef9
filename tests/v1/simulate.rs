//! Trouble on purpose, for the window's own tries: the first target has it, the fallback is watched, and no provider is
//! thought the worse of.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Answer, Gateway, Reply, Upstream,
    client::{hello, streamed},
    toml,
};

/// Model `chat` at one provider with `backup` at another behind it.
async fn pair(first: &Upstream, second: &Upstream) -> Gateway {
    let models = [
        toml::chat_model("chat", "first", &format!("{}\nfallbacks = [\"backup\"]", toml::PRICE)),
        toml::chat_model("backup", "second", toml::PRICE),
    ];
    let providers = [toml::provider("first", &first.base_url()), toml::provider("second", &second.base_url())];
    Gateway::start(&[providers.concat(), models.concat(), toml::key("")].concat()).await
}

async fn attempt(gateway: &Gateway, simulate: &str, body: Value) -> Answer {
    let request = gateway.admin.request(Method::POST, "/try/v1/chat/completions").header("x-turnpike-simulate", simulate);
    gateway.admin.send(request.header("content-type", "application/json").body(body.to_string())).await
}

#[tokio::test]
async fn a_first_target_in_trouble_is_not_asked_and_its_fallback_serves() {
    for (simulate, failure, tries) in [
        ("overloaded", "overloaded", 1),
        ("rate_limited", "rate_limited", 1),
        ("server_error", "server", 2),
        ("timeout", "timeout", 1),
    ] {
        for body in [hello("chat"), streamed(hello("chat"))] {
            let (first, second) = (Upstream::start().await, Upstream::start().await);
            let gateway = pair(&first, &second).await;
            let answer = attempt(&gateway, simulate, body).await.ok();
            assert_eq!(answer.header("x-fallback-from"), Some("chat"));
            assert_eq!((first.hits(), second.hits()), (0, 1), "{simulate}");
            let detail = gateway.detail(&answer.id()).await;
            let attempts = detail["attempts"].as_array().unwrap();
            assert_eq!(attempts.len(), tries + 1, "{detail}");
            assert_eq!((&attempts[0]["failure"], &attempts[0]["provider"]), (&json!(failure), &json!("first")), "{simulate}");
            assert!(attempts[0]["message"].as_str().unwrap().starts_with("simulated: "), "{detail}");
            assert_eq!(detail["warnings"][0], json!(format!("simulated: {simulate}")));
        }
    }
}

#[tokio::test]
async fn what_is_simulated_is_not_held_against_the_provider() {
    let (first, second) = (Upstream::start().await, Upstream::start().await);
    let gateway = pair(&first, &second).await;
    for _ in 0..4 {
        attempt(&gateway, "rate_limited", hello("chat")).await.ok();
    }
    let answer = gateway.v1.chat("chat").await.ok();
    assert_eq!((answer.header("x-model-used"), first.hits()), (Some("chat"), 1), "it does not cool down");
    gateway.record(&answer.id()).await;
    let health = gateway.admin.get("/providers/health").await.ok().json();
    let first = health["data"].as_array().unwrap().iter().find(|health| health["provider"] == "first").unwrap().clone();
    assert_eq!((&first["state"], &first["attempts"], &first["failed"]), (&json!("up"), &json!(1), &json!(0)), "{first}");
}

#[tokio::test]
async fn without_a_fallback_the_trouble_is_what_the_window_sees() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let answer = attempt(&gateway, "overloaded", hello("chat")).await.refused(503, "server_error", Some("overloaded"));
    assert!(answer.text().contains("simulated: "), "{}", answer.text());
    assert_eq!((upstream.hits(), gateway.detail(&answer.id()).await["credits_used"].clone()), (0, json!("0.000000")));
}

#[tokio::test]
async fn a_cut_breaks_the_stream_in_the_middle_and_bills_what_was_made() {
    for upstream in [
        Upstream::always(Reply::stream(&["one", " two", " three", " four"])).await,
        // All of it in one piece of the network.
        Upstream::always(Reply::stream(&["one", " two", " three", " four"]).split_every(100_000)).await,
    ] {
        let gateway = Gateway::before(&upstream).await;
        let answer = attempt(&gateway, "cut", streamed(hello("chat"))).await.ok();
        let events = answer.events();
        assert!(events.content().starts_with("one") && !events.content().contains("four"), "{}", events.content());
        assert!(!events.done && events.error().is_some_and(|error| error["message"].as_str().unwrap().contains("simulated: ")));
        let detail = gateway.detail(&answer.id()).await;
        assert_eq!((&detail["attempts"][0]["failure"], &detail["state"]), (&json!("truncated"), &json!("settled")), "{detail}");
        assert_eq!(upstream.hits(), 1, "no fallback after the first content");
    }
}

#[tokio::test]
async fn a_slow_target_serves_all_of_it_in_its_own_time() {
    let upstream = Upstream::always(Reply::stream(&["one", " two"])).await;
    let gateway = Gateway::before(&upstream).await;
    let answer = attempt(&gateway, "slow", streamed(hello("chat"))).await.ok();
    let events = answer.events();
    assert!(events.done);
    assert_eq!(events.content(), "one two");
    let detail = gateway.detail(&answer.id()).await;
    assert!(detail["duration_ms"].as_u64().unwrap() >= 1_000, "six frames, a quarter of a second each: {detail}");
    assert_eq!(detail["warnings"][0], "simulated: slow");
}

#[tokio::test]
async fn nonsense_is_refused_and_clients_have_no_say() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let refused =
        attempt(&gateway, "earthquake", hello("chat")).await.refused(400, "invalid_request_error", Some("invalid_value"));
    assert_eq!(refused.param().as_deref(), Some("x-turnpike-simulate"));
    assert!(refused.text().contains("overloaded, rate_limited"), "{}", refused.text());
    let request = gateway.v1.request(Method::POST, "/chat/completions").header("x-turnpike-simulate", "overloaded");
    let answer = gateway.v1.send(request.header("content-type", "application/json").body(hello("chat").to_string())).await.ok();
    assert_eq!((answer.content().as_str(), upstream.hits()), ("Hello there", 1));
}
